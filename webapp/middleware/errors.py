"""Answer every error with a French sentence that says what to do: a page, or problem+json."""

from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from indexer.article import Article
from indexer.errors import ManchetteError, Unavailable, UnsupportedQuery
from indexer.messages.french_format import typeset
from indexer.search import article_lookup
from webapp.contract.problems import Problem
from webapp.http.log_format import trace
from webapp.http.log_throttle import Throttle
from webapp.middleware.error_answers import Told, respond
from webapp.sanitize import flat

# of the module, so that it is there before processes are forked
_throttle = Throttle()

_NO_ANSWER = Told(
    "archive_not_answering",
    "",
    "Les machines qui gardent l’archive ne répondent pas à temps. Réessayer dans quelques "
    "secondes ; si cela dure, prévenir la personne qui tient Manchette.",
)


class ExplainedError(HTTPException):
    """An error whose description is for the person who asked, under a title of its own perhaps."""

    title = ""
    name_for_programs = ""


class NoArticle(ExplainedError):
    """An article that the archive does not hold."""

    name_for_programs = "article_not_found"
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
    name_for_programs = "search_too_long"
    description = (
        "La recherche est trop longue pour un export ou un fil : ajouter un mot ou un filtre."
    )


class NoLongerKnown(ExplainedError):
    """What is asked for was known for a time; the description says where to begin again."""

    code = HTTPStatus.GONE
    name_for_programs = "no_longer_known"
    title = "Trop ancien"


class TooManyFiles(ExplainedError):
    """A file that is asked for while as many as are sent at once are being sent."""

    code = HTTPStatus.SERVICE_UNAVAILABLE
    name_for_programs = "too_many_files"
    title = "Trop de téléchargements"
    description = (
        "Ce serveur envoie déjà autant de fichiers qu’il le peut : réessayer dans quelques "
        "secondes."
    )


class InvalidParameters(HTTPException):
    """Parameters that the API refuses."""

    code = HTTPStatus.BAD_REQUEST

    def __init__(self, problems: Sequence[Problem]) -> None:
        """`problems`, one at least, are told in the answer, all of them."""
        super().__init__(problems[0].detail)
        self.problems = problems


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
        case InvalidParameters():
            return _invalid(error.problems)
        case SeveralArticles():
            rows = [{"id": one.id, "title": one.title, "url": one.url} for one in error.articles]
            return respond(status, _told(error), {"articles": rows}, articles=error.articles)
        case ExplainedError():
            return respond(status, _told(error))
    response = respond(status)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def _told(error: ExplainedError) -> Told:
    return Told(error.name_for_programs, error.title, error.description or "")


def _invalid(problems: Sequence[Problem]) -> Response:
    """All problems; the members of an error of one problem are those of the first."""
    first = problems[0]
    errors = [asdict(problem) | {"detail": typeset(problem.detail)} for problem in problems]
    members = {"param": first.param, "suggestion": first.suggestion} if first.param else {}
    return respond(
        HTTPStatus.BAD_REQUEST, Told(first.code, "", first.detail), {**members, "errors": errors}
    )


def _unavailable(error: ManchetteError) -> Response:
    # for the operator: the message names places on the disk
    if _throttle.allows(str(error)):
        current_app.logger.warning("%s", flat(str(error)))
    return respond(
        HTTPStatus.SERVICE_UNAVAILABLE, _NO_ANSWER if isinstance(error, Unavailable) else None
    )


def _failure(error: Exception) -> Response:
    # the path alone, and no message: a query is nobody's business
    where = trace(error)
    if _throttle.allows(where):
        current_app.logger.error("%s %s", flat(request.path), where)
    return respond(HTTPStatus.INTERNAL_SERVER_ERROR)


def _redirection(response: Response) -> Response:
    """A redirection in French: Werkzeug's is made where no handler is asked."""
    if response.location:
        told = respond(HTTPStatus(response.status_code), place=response.location)
        response.set_data(told.get_data())
        response.headers["Content-Type"] = told.headers["Content-Type"]
    return response
