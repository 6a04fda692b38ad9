"""Run the application for a newsroom: gunicorn, a few processes of a few threads each."""

from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker

from indexer.config import Settings
from indexer.frenchtext import number, typeset
from webapp import create_app
from webapp.headers import security

REQUEST_LINE_BYTES = 8190
_TOO_LONG = (
    f"La demande dépasse {number(REQUEST_LINE_BYTES)} octets : raccourcir la recherche "
    "ou ôter des filtres."
)
_REFUSED = {
    LimitRequestLine: ("414 URI Too Long", "Recherche trop longue", _TOO_LONG),
    LimitRequestHeaders: (
        "431 Request Header Fields Too Large",
        "Demande refusée",
        "Les en-têtes de la demande sont trop longs : effacer les cookies de ce site.",
    ),
    ParseException: (
        "400 Bad Request",
        "Demande refusée",
        "Ce n’est pas une demande HTTP bien formée.",
    ),
}


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker that refuses what is not HTTP in French and with the headers of every answer."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer a request that never reached the application."""
        for kind, (status, title, sentence) in _REFUSED.items():
            if isinstance(exc, kind):
                write_nonblock(client, _refusal(status, title, sentence))
                return
        super().handle_error(req, client, addr, exc)


def _refusal(status: str, title: str, sentence: str) -> bytes:
    page = (
        f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="/static/manchette.css">'
        f'<main class="sheet"><h1>{title}</h1><p>{typeset(sentence)}</p>'
        f'<p><a href="/">Revenir à l’accueil</a></p></main></html>'
    ).encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(page)),
        **security(()),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + page


class Server(BaseApplication):  # type: ignore[misc]
    """The server of one index directory; `run` serves until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        """`settings` say where to listen and what to serve."""
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's own settings."""
        chosen = self._settings
        # the colons of an IPv6 address need brackets
        host = f"[{chosen.host}]" if ":" in chosen.host.strip("[]") else chosen.host
        options = {
            "bind": f"{host}:{chosen.port}",
            "workers": chosen.processes,
            "threads": chosen.threads,
            "worker_class": "webapp.server.Worker",
            "limit_request_line": REQUEST_LINE_BYTES,
            "accesslog": "-" if chosen.access_log else None,
            "loglevel": "warning",
            "proc_name": "manchette",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, one for each process."""
        return create_app(self._settings)
