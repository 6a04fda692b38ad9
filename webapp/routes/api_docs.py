"""The description of the API: for programs as OpenAPI, for people as a page."""

from functools import cache
from importlib import metadata

from flask import Blueprint, Response, json

from indexer.search.request import SearchRequest
from webapp.contract.endpoints import DESCRIPTION, DOCUMENTATION, ENDPOINTS
from webapp.contract.problems import Code
from webapp.middleware.error_answers import USUAL
from webapp.middleware.url_prefix import here
from webapp.templating import render
from webapp.views import openapi

blueprint = Blueprint("api_docs", __name__)

# What RFC 9727 and registries of media types know
MIMETYPE = "application/openapi+json"


@blueprint.get(DESCRIPTION)
def description() -> Response:
    """The description for programs."""
    return Response(_text(here("/")), mimetype=MIMETYPE)


@cache
def _text(root: str) -> str:
    told = openapi.description(metadata.version("manchette"), root)
    return json.dumps(told, ensure_ascii=False)


@blueprint.get(DOCUMENTATION)
def page() -> str:
    """The same for people."""
    return render(
        "api.html",
        SearchRequest(),
        description=DESCRIPTION,
        endpoints=ENDPOINTS,
        files=openapi.FILES,
        codes=_CODES,
        errors=sorted({(int(status), told) for status, told in USUAL.items() if status >= 400}),  # noqa: PLR2004
    )


_CODES = {
    Code.UNKNOWN_PARAMETER: "ce paramètre n’existe pas à cette adresse",
    Code.REPEATED_PARAMETER: "ce paramètre n’a qu’une valeur",
    Code.NOT_UTF8: "des octets qui ne sont pas de l’UTF-8",
    Code.NO_VALUE: "rien ne reste de la valeur une fois lue",
    Code.TOO_MANY_VALUES: "trop de valeurs retenues ou exclues",
    Code.INVALID_YEAR: "une année s’écrit AAAA",
    Code.INVALID_DATE: "un jour s’écrit AAAA-MM-JJ",
    Code.INVALID_PERIOD: "la période finit avant de commencer",
    Code.INVALID_NUMBER: "un nombre hors de ses bornes",
    Code.INVALID_CHOICE: "un nom qui n’est pas de la liste",
    Code.INVALID_CURSOR: "la suite d’une réponse se prend dans son « next_url »",
}
