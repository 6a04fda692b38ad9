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


# The path of a request, white space before it aside
_PATH = re.compile(rb"\s*\S+ +(\S*)")
_REASONS = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.REQUEST_URI_TOO_LONG: "URI Too Long",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status, and what is told under it, as a page or as problem+json."""

    status: HTTPStatus
    told: Told

    def answer(self, beginning: bytes, prefix: str) -> bytes:
        """The whole answer to a request that begins so, of a server that serves below a prefix."""
        asked = _PATH.match(beginning)
        path = asked[1].decode("latin-1").removeprefix(prefix) if asked else ""
        if path.startswith(API):
            return _answer(self.status, PROBLEM_JSON, problem(self.status, self.told))
        title = self.told.title
        page = (
            '<!doctype html><html lang="fr"><meta charset="utf-8">'
            f"<title>{title} – Manchette</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f'<link rel="stylesheet" href="{prefix}/static/manchette.css">'
            '<header class="top"><div class="top-in">'
            f'<a class="wordmark" href="{prefix}/">Manchette</a></div></header>'
            f'<main class="sheet"><h1>{title}</h1><p>{self.told.sentence}</p>'
            f'<p><a href="{prefix}/">Revenir à l’accueil</a></p></main></html>'
        )
        return _answer(self.status, "text/html; charset=utf-8", page)


def _refusal(status: HTTPStatus, code: str, title: str, sentence: str) -> Refusal:
    return Refusal(status, Told(code, title, typeset(sentence)))


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
