"""Tell an error: which sentence and which code for a status, as a page or as problem+json?"""

import json
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Response, render_template, request

from indexer.messages.french_format import typeset
from indexer.search.request import SearchRequest

# RFC 9457
PROBLEM_JSON = "application/problem+json"
API = "/api/"
_PAGE = "text/html"
_PROGRAMS = (PROBLEM_JSON, "application/json")
_RETRY_SECONDS = 5


class Told(NamedTuple):
    """An error as a program knows it, by a code that never changes, and as a person is told it."""

    code: str
    title: str
    sentence: str


_MOVED = Told("moved", "Adresse corrigée", "La page se trouve à une autre adresse.")
USUAL: Mapping[HTTPStatus, Told] = {
    HTTPStatus.FOUND: _MOVED,
    HTTPStatus.PERMANENT_REDIRECT: _MOVED,
    HTTPStatus.MULTIPLE_CHOICES: Told(
        "several_articles",
        "Plusieurs articles",
        "Cette adresse mène à plusieurs articles.",
    ),
    HTTPStatus.BAD_REQUEST: Told(
        "bad_request",
        "Demande refusée",
        "L’adresse demandée n’est pas de celles que ce serveur comprend ou sert.",
    ),
    HTTPStatus.GONE: Told(
        "no_longer_known",
        "Trop ancien",
        "Ce qui est demandé n’est plus connu : reprendre au début.",
    ),
    HTTPStatus.NOT_FOUND: Told(
        "not_found",
        "Page introuvable",
        "Rien ne se trouve à cette adresse.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: Told(
        "method_not_allowed",
        "Méthode refusée",
        "Cette adresse n’accepte pas cette méthode : la consulter par GET ou HEAD.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Told(
        "content_too_large",
        "Demande trop longue",
        "Ce serveur ne reçoit aucun contenu : chercher par l’adresse seulement.",
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: Told(
        "uri_too_long",
        "Recherche trop longue",
        "L’adresse est trop longue : raccourcir la recherche ou ôter des filtres.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: Told(
        "archive_unavailable",
        "Archive indisponible",
        "Aucun index ne peut être lu : lancer « reindex SOURCES ».",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: Told(
        "server_failure",
        "Panne du serveur",
        "La recherche n’a pas abouti. Réessayer, puis prévenir la personne qui tient Manchette.",
    ),
}


def respond(
    status: HTTPStatus,
    told: Told | None = None,
    members: Mapping[str, object] = MappingProxyType({}),
    **shown: Any,
) -> Response:
    """Problem+json with more members, or a page that shows more: see error.html.

    What is told, but for an empty code, title or sentence, in place of what a status usually is.
    """
    usual = USUAL.get(status, USUAL[HTTPStatus.BAD_REQUEST])
    code, title, sentence = map(_first, told or usual, usual)
    sentence = typeset(sentence)
    unavailable = status == HTTPStatus.SERVICE_UNAVAILABLE
    if _for_a_program():
        response = Response(
            problem(status, Told(code, title, sentence), members), status, mimetype=PROBLEM_JSON
        )
    else:
        shown |= {"title": title, "sentence": sentence, "asked": SearchRequest()}
        shown |= {"search": not unavailable, "reindex": unavailable and not told}
        response = Response(render_template("error.html", **shown), status)
    if unavailable:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def problem(
    status: HTTPStatus, told: Told, members: Mapping[str, object] = MappingProxyType({})
) -> str:
    """The JSON text of a problem (RFC 9457), with more members."""
    usual = {
        "type": "about:blank",
        "title": told.title,
        "status": status.value,
        "detail": told.sentence,
        "code": told.code,
    }
    return json.dumps({**usual, **members}, ensure_ascii=False)


def _first(one: str, other: str) -> str:
    return one or other


def _for_a_program() -> bool:
    """Whether who asks wants problem+json: under /api/, or where it is preferred to a page."""
    if request.path.startswith(API):
        return True
    return request.accept_mimetypes.best_match((_PAGE, *_PROGRAMS), _PAGE) in _PROGRAMS
