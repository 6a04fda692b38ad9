"""Run the application for a newsroom: gunicorn, a few processes of a few threads each."""

from socket import socket
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from indexer.config import Settings
from webapp import create_app
from webapp.http import refusals
from webapp.http.connection import SECONDS
from webapp.http.log_format import NeutralFormatter
from webapp.http.request_buffer import Stage

REQUEST_LINE_BYTES = refusals.REQUEST_LINE_BYTES
# Connections of a process: with the files of an index, well below the 1,024 that systems allow
CONNECTIONS = 512
# Who asked, when, what, and what came of it: no page that led there, no name of a browser
_ACCESS = '%(h)s %(t)s "%(r)s" %(s)s %(B)s %(M)s'


class Log(Logger):  # type: ignore[misc]
    """Gunicorn's log, which tells of an error where it came from and not what was typed."""

    def setup(self, cfg: Any) -> None:
        """See gunicorn."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(NeutralFormatter(self.error_fmt, self.datefmt))


class Server(BaseApplication):  # type: ignore[misc]
    """The server of one index directory; `run` serves until it is told to stop."""

    def __init__(self, settings: Settings, listener: socket) -> None:
        """`settings` say what to serve; `listener` is bound to where, and is gunicorn's from now.

        url_prefix: the path below which all addresses are.
        """
        self._settings = settings
        self._listener = listener.detach()
        self.url_prefix = settings.url_prefix
        super().__init__()

    def load_config(self) -> None:
        """Gunicorn's own settings."""
        chosen = self._settings
        options = {
            "bind": f"fd://{self._listener}",
            "workers": chosen.processes,
            # one at least is left by a file that is sent
            "threads": max(2, chosen.threads),
            "worker_class": "webapp.http.worker.Worker",
            "worker_connections": CONNECTIONS,
            "keepalive": int(SECONDS[Stage.IDLE]),
            # by default a client on this machine sets the path of its request by a header
            "forwarder_headers": "",
            # a file is sent as all else, by what never blocks
            "sendfile": False,
            "limit_request_line": REQUEST_LINE_BYTES,
            "accesslog": "-" if chosen.access_log else None,
            "access_log_format": _ACCESS,
            "logger_class": Log,
            "loglevel": "warning",
            "proc_name": "manchette",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, one for each process."""
        return create_app(self._settings)
