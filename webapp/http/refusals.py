"""What is a client told whose request never reaches the application? In French, in every case."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from gunicorn.http.errors import (
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from indexer.messages.french_format import number, typeset
from webapp.http.request_buffer import BodyTooLong
from webapp.middleware.error_answers import API, PROBLEM_JSON, Told, problem
from webapp.middleware.headers import NOT_STORED, security

REQUEST_LINE_BYTES = 8190


# How a request for a program begins, white space before it aside
_API = re.compile(rb"\s*\S+ +" + API.encode())
_REASONS = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.REQUEST_URI_TOO_LONG: "URI Too Long",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A whole answer that refuses a request, as a page and as problem+json."""

    page: bytes
    problem: bytes

    def to(self, beginning: bytes) -> bytes:
        """The answer to a request that begins so: problem+json under /api/."""
        return self.problem if _API.match(beginning) else self.page


def _refusal(status: HTTPStatus, code: str, title: str, sentence: str) -> Refusal:
    told = Told(code, title, typeset(sentence))
    page = (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title} – Manchette</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<link rel="stylesheet" href="/static/manchette.css">'
        '<header class="top"><div class="top-in"><a class="wordmark" href="/">Manchette</a></div>'
        "</header>"
        f'<main class="sheet"><h1>{title}</h1><p>{told.sentence}</p>'
        f'<p><a href="/">Revenir à l’accueil</a></p></main></html>'
    )
    return Refusal(
        _answer(status, "text/html; charset=utf-8", page),
        _answer(status, PROBLEM_JSON, problem(status, told)),
    )


def _answer(status: HTTPStatus, content_type: str, text: str) -> bytes:
    content = text.encode()
    headers = {
        "Connection": "close",
        "Content-Type": content_type,
        "Content-Length": str(len(content)),
        "Cache-Control": NOT_STORED,
        **security(()),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    reason = _REASONS.get(status, status.phrase)
    return f"HTTP/1.1 {status.value} {reason}\r\n{lines}\r\n".encode() + content


FAILURE = _refusal(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "server_failure",
    "Panne du serveur",
    "La recherche n’a pas abouti. Réessayer, puis prévenir la personne qui tient Manchette.",
)
TOO_SLOW = _refusal(
    HTTPStatus.REQUEST_TIMEOUT,
    "too_slow",
    "Demande interrompue",
    "La demande n’est pas arrivée entière à temps : vérifier la connexion, puis réessayer.",
)
MALFORMED = _refusal(
    HTTPStatus.BAD_REQUEST,
    "malformed",
    "Demande refusée",
    "Ce n’est pas une demande HTTP bien formée.",
)
# The first kind that fits
_REFUSED = {
    LimitRequestLine: _refusal(
        HTTPStatus.REQUEST_URI_TOO_LONG,
        "uri_too_long",
        "Recherche trop longue",
        f"La demande dépasse {number(REQUEST_LINE_BYTES)} octets : raccourcir la recherche "
        "ou ôter des filtres.",
    ),
    LimitRequestHeaders: _refusal(
        HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
        "headers_too_long",
        "Demande refusée",
        "Les en-têtes de la demande sont trop longs : effacer les cookies de ce site.",
    ),
    BodyTooLong: _refusal(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "content_too_large",
        "Demande trop longue",
        "Le contenu envoyé est trop long : en envoyer une partie seulement.",
    ),
    ParseException: MALFORMED,
}


def refusal(error: BaseException) -> Refusal | None:
    """What refuses a request that cannot be read for this error; None for other errors."""
    return next((told for kind, told in _REFUSED.items() if isinstance(error, kind)), None)
