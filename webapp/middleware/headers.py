"""Which headers does every answer carry, pages, files and errors alike?"""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Flask, Response

# What is of one person, or of one moment
NOT_STORED = "no-store"
_FRESH = "private, no-cache"


def security(image_hosts: Iterable[str]) -> dict[str, str]:
    """The headers by name; pictures come from this server and from the hosts allowed."""
    images = " ".join(["'self'", *image_hosts])
    policy = {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "img-src": images,
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }


def register(app: Flask, image_hosts: Iterable[str]) -> None:
    """Add the headers to every answer of the application, and whether it may be kept."""
    fixed = security(image_hosts)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.update(fixed)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            response.headers["Cache-Control"] = NOT_STORED
        response.headers.setdefault("Cache-Control", _FRESH)
        return response
