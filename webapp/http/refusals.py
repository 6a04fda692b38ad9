"""What is a client told whose request never reaches the application? In French, in every case."""

from gunicorn.http.errors import (
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from indexer.messages.french_format import number, typeset
from webapp.http.request_buffer import BodyTooLong
from webapp.middleware.headers import NOT_STORED, security

REQUEST_LINE_BYTES = 8190


def _answer(status: str, title: str, sentence: str) -> bytes:
    page = (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title} – Manchette</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<link rel="stylesheet" href="/static/manchette.css">'
        '<header class="top"><div class="top-in"><a class="wordmark" href="/">Manchette</a></div>'
        "</header>"
        f'<main class="sheet"><h1>{title}</h1><p>{typeset(sentence)}</p>'
        f'<p><a href="/">Revenir à l’accueil</a></p></main></html>'
    ).encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        "Cache-Control": NOT_STORED,
        **security(()),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + page


FAILURE = _answer(
    "500 Internal Server Error",
    "Panne du serveur",
    "La recherche n’a pas abouti. Réessayer, puis prévenir la personne qui tient Manchette.",
)
TOO_SLOW = _answer(
    "408 Request Timeout",
    "Demande interrompue",
    "La demande n’est pas arrivée entière à temps : vérifier la connexion, puis réessayer.",
)
MALFORMED = _answer(
    "400 Bad Request", "Demande refusée", "Ce n’est pas une demande HTTP bien formée."
)
# The first kind that fits
_REFUSED = {
    LimitRequestLine: _answer(
        "414 URI Too Long",
        "Recherche trop longue",
        f"La demande dépasse {number(REQUEST_LINE_BYTES)} octets : raccourcir la recherche "
        "ou ôter des filtres.",
    ),
    LimitRequestHeaders: _answer(
        "431 Request Header Fields Too Large",
        "Demande refusée",
        "Les en-têtes de la demande sont trop longs : effacer les cookies de ce site.",
    ),
    BodyTooLong: _answer(
        "413 Content Too Large",
        "Demande trop longue",
        "Le contenu envoyé est trop long : en envoyer une partie seulement.",
    ),
    ParseException: MALFORMED,
}


def page(error: BaseException) -> bytes | None:
    """The whole answer to a request that cannot be read for this error; None for other errors."""
    return next((told for kind, told in _REFUSED.items() if isinstance(error, kind)), None)
