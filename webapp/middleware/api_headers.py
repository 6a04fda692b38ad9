"""Which headers has an answer of the API more? Where it is described, and which tools may read it.

A page of another origin reads nothing but what a GET answers, and only where the house lists its
origin: see the setting `api_origins`.
"""

from collections.abc import Collection

from flask import Flask, Response, request

from webapp.contract.endpoints import DESCRIPTION, DOCUMENTATION
from webapp.middleware.error_answers import API
from webapp.middleware.url_prefix import here

# RFC 8631
_LINKS = (
    '<{}>; rel="service-desc"; type="application/openapi+json", '
    '<{}>; rel="service-doc"; type="text/html"'
)
_EXPOSED = "ETag, Link, Retry-After"


def register(app: Flask, origins: Collection[str]) -> None:
    """Add the headers to what is answered under /api/; some origins may read it."""

    @app.after_request
    def described(response: Response) -> Response:
        if request.path.startswith(API):
            response.headers["Link"] = _LINKS.format(here(DESCRIPTION), here(DOCUMENTATION))
            if origins:
                _share(response, origins)
        return response


def _share(response: Response, origins: Collection[str]) -> None:
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if origin in origins and request.method in {"GET", "HEAD"}:
        response.headers["Access-Control-Allow-Origin"] = origin
        # the single sign-on in front knows its people by a cookie
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
