"""What is a client told whose request never reaches the application? In French, in every case."""

from dataclasses import dataclass

from gunicorn.http.errors import (
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
)

from indexer.messages.french_format import number, typeset
from webapp.http.request_buffer import BodyTooLong
from webapp.middleware.headers import NOT_STORED, security

REQUEST_LINE_BYTES = 8190


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status, the title and the sentence of its page."""

    status: str
    title: str
    sentence: str

    def answer(self, prefix: str) -> bytes:
        """The whole answer of a server whose addresses are below a prefix."""
        page = (
            '<!doctype html><html lang="fr"><meta charset="utf-8">'
            f"<title>{self.title} – Manchette</title>"
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            f'<link rel="stylesheet" href="{prefix}/static/manchette.css">'
            '<header class="top"><div class="top-in">'
            f'<a class="wordmark" href="{prefix}/">Manchette</a></div></header>'
            f'<main class="sheet"><h1>{self.title}</h1><p>{typeset(self.sentence)}</p>'
            f'<p><a href="{prefix}/">Revenir à l’accueil</a></p></main></html>'
        ).encode()
        headers = {
            "Connection": "close",
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(page)),
            "Cache-Control": NOT_STORED,
            **security(()),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {self.status}\r\n{lines}\r\n".encode() + page


FAILURE = Refusal(
    "500 Internal Server Error",
    "Panne du serveur",
    "La recherche n’a pas abouti. Réessayer, puis prévenir la personne qui tient Manchette.",
)
TOO_SLOW = Refusal(
    "408 Request Timeout",
    "Demande interrompue",
    "La demande n’est pas arrivée entière à temps : vérifier la connexion, puis réessayer.",
)
MALFORMED = Refusal(
    "400 Bad Request", "Demande refusée", "Ce n’est pas une demande HTTP bien formée."
)
# The first kind that fits
_REFUSED = {
    LimitRequestLine: Refusal(
        "414 URI Too Long",
        "Recherche trop longue",
        f"La demande dépasse {number(REQUEST_LINE_BYTES)} octets : raccourcir la recherche "
        "ou ôter des filtres.",
    ),
    LimitRequestHeaders: Refusal(
        "431 Request Header Fields Too Large",
        "Demande refusée",
        "Les en-têtes de la demande sont trop longs : effacer les cookies de ce site.",
    ),
    BodyTooLong: Refusal(
        "413 Content Too Large",
        "Demande trop longue",
        "Le contenu envoyé est trop long : en envoyer une partie seulement.",
    ),
    ParseException: MALFORMED,
}


def refusal(error: BaseException) -> Refusal | None:
    """What is told of a request that cannot be read for this error; None for other errors."""
    return next((told for kind, told in _REFUSED.items() if isinstance(error, kind)), None)
