"""Answer every error with a French sentence that says what to do: a page, or problem+json."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from indexer.article import Article
from indexer.errors import ManchetteError, Unavailable, UnsupportedQuery
from indexer.messages.french_format import typeset
from indexer.search import article_lookup
from indexer.search.request import SearchRequest
from webapp.http.log_format import trace
from webapp.http.log_throttle import Throttle
from webapp.params import Problem
from webapp.sanitize import flat

# RFC 9457
PROBLEM_JSON = "application/problem+json"
_RETRY_SECONDS = 5
# of the module, so that it is there before processes are forked
_throttle = Throttle()

_MOVED = ("Adresse corrigée", "La page se trouve à une autre adresse.")
_SENTENCES = {
    HTTPStatus.FOUND: _MOVED,
    HTTPStatus.PERMANENT_REDIRECT: _MOVED,
    HTTPStatus.MULTIPLE_CHOICES: (
        "Plusieurs articles",
        "Cette adresse mène à plusieurs articles.",
    ),
    HTTPStatus.BAD_REQUEST: (
        "Demande refusée",
        "L’adresse demandée n’est pas de celles que ce serveur comprend ou sert.",
    ),
    HTTPStatus.NOT_FOUND: (
        "Page introuvable",
        "Rien ne se trouve à cette adresse.",
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "Méthode refusée",
        "Cette adresse n’accepte pas cette méthode : la consulter par GET ou HEAD.",
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "Demande trop longue",
        "Ce serveur ne reçoit aucun contenu : chercher par l’adresse seulement.",
    ),
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "Recherche trop longue",
        "L’adresse est trop longue : raccourcir la recherche ou ôter des filtres.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Archive indisponible",
        "Aucun index ne peut être lu : lancer « reindex SOURCES ».",
    ),
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Panne du serveur",
        "La recherche n’a pas abouti. Réessayer, puis prévenir la personne qui tient Manchette.",
    ),
}
_NO_ANSWER = (
    "Les machines qui gardent l’archive ne répondent pas à temps. Réessayer dans quelques "
    "secondes ; si cela dure, prévenir la personne qui tient Manchette."
)


class ExplainedError(HTTPException):
    """An error whose description is for the person who asked, under a title of its own perhaps."""

    title = ""


class NoArticle(ExplainedError):
    """An article that the archive does not hold."""

    code = HTTPStatus.NOT_FOUND
    description = "Aucun article de cet identifiant : il a pu être retiré de l’archive."


class SeveralArticles(ExplainedError):
    """An id that several articles had before ids were finer."""

    code = HTTPStatus.MULTIPLE_CHOICES

    def __init__(self, articles: Sequence[Article]) -> None:
        """`articles` are told in the answer, as `article_lookup.known` gave them."""
        which = (
            f"les {len(articles)} plus récents"
            if len(articles) == article_lookup.MOST
            else "les voici"
        )
        super().__init__(f"Plusieurs articles ont eu cet identifiant : {which}.")
        self.articles = articles


class DraftTooLong(ExplainedError):
    """A draft to compare that is longer than is compared."""

    code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    description = (
        "Le texte dépasse 20\u00a0ko : n’en coller qu’une partie, le début le plus souvent."
    )


class SearchTooLong(ExplainedError):
    """A search that cannot be exported or followed whole in the time it has."""

    code = HTTPStatus.BAD_REQUEST
    description = (
        "La recherche est trop longue pour un export ou un fil : ajouter un mot ou un filtre."
    )


class TooManyFiles(ExplainedError):
    """A file that is asked for while as many as are sent at once are being sent."""

    code = HTTPStatus.SERVICE_UNAVAILABLE
    title = "Trop de téléchargements"
    description = (
        "Ce serveur envoie déjà autant de fichiers qu’il le peut : réessayer dans quelques "
        "secondes."
    )


class InvalidParameter(HTTPException):
    """A parameter that the API refuses."""

    code = HTTPStatus.BAD_REQUEST

    def __init__(self, problem: Problem) -> None:
        """`problem` is told in the answer."""
        super().__init__(problem.detail)
        self.problem = problem


def register(app: Flask) -> None:
    """Answer for every error of the application, its own and those of its routes."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(ManchetteError, _unavailable)
    app.register_error_handler(UnsupportedQuery, _failure)  # a fault of ours, not of the index
    app.register_error_handler(Exception, _failure)
    app.after_request(_redirection)


def _http(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    match error:
        case InvalidParameter(problem=problem):
            members = {"param": problem.param, "suggestion": problem.suggestion}
            return _respond(status, problem.detail, members=members if problem.param else {})
        case SeveralArticles():
            return _several(error)
        case ExplainedError():
            return _respond(status, error.description or "", error.title)
    response = _respond(status)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def _several(error: SeveralArticles) -> Response:
    rows = [{"id": one.id, "title": one.title, "url": one.url} for one in error.articles]
    told = error.description or ""
    return _respond(
        HTTPStatus.MULTIPLE_CHOICES, told, members={"articles": rows}, articles=error.articles
    )


def _unavailable(error: ManchetteError) -> Response:
    # for the operator: the message names places on the disk
    if _throttle.allows(str(error)):
        current_app.logger.warning("%s", flat(str(error)))
    told = _NO_ANSWER if isinstance(error, Unavailable) else ""
    return _respond(HTTPStatus.SERVICE_UNAVAILABLE, told)


def _failure(error: Exception) -> Response:
    # the path alone, and no message: a query is nobody's business
    where = trace(error)
    if _throttle.allows(where):
        current_app.logger.error("%s %s", flat(request.path), where)
    return _respond(HTTPStatus.INTERNAL_SERVER_ERROR)


def _redirection(response: Response) -> Response:
    """A redirection in French: Werkzeug's is made where no handler is asked."""
    if response.location:
        told = _respond(HTTPStatus(response.status_code), place=response.location)
        response.set_data(told.get_data())
        response.headers["Content-Type"] = told.headers["Content-Type"]
    return response


def _respond(
    status: HTTPStatus,
    detail: str = "",
    title: str = "",
    members: Mapping[str, object] = MappingProxyType({}),
    **shown: Any,
) -> Response:
    """Problem+json with more members, or a page that shows more: see error.html."""
    usual, sentence = _SENTENCES.get(status, _SENTENCES[HTTPStatus.BAD_REQUEST])
    title = title or usual
    told = typeset(detail or sentence)
    unavailable = status == HTTPStatus.SERVICE_UNAVAILABLE
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status.value, "detail": told}
        text = json.dumps({**problem, **members}, ensure_ascii=False)
        response = Response(text, status, mimetype=PROBLEM_JSON)
    else:
        shown |= {"title": title, "sentence": told, "asked": SearchRequest()}
        shown |= {"search": not unavailable, "reindex": unavailable and not detail}
        response = Response(render_template("error.html", **shown), status)
    if unavailable:
        response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response
