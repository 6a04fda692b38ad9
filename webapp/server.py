"""Run the application for a newsroom: gunicorn, a few processes of a few threads each."""

import logging
import shutil
from collections.abc import Mapping
from socket import socket
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from indexer.config import Settings
from indexer.serving import cluster
from webapp import ANSWER_SECONDS, create_app
from webapp.http import refusals
from webapp.http.connection import SECONDS
from webapp.http.log_format import LineFormatter
from webapp.http.request_buffer import Stage
from webapp.http.run_log import RunLog
from webapp.http.warming import warm
from webapp.middleware import metrics
from webapp.middleware.hosts import PROBES

REQUEST_LINE_BYTES = refusals.REQUEST_LINE_BYTES
# Connections of a process: with the files of an index, well below the 1,024 that systems allow
CONNECTIONS = 512


class Log(Logger):  # type: ignore[misc]
    """The log of all there is in a process, in one form of line, and never what was typed."""

    as_json = False

    def setup(self, cfg: Any) -> None:
        """See gunicorn."""
        super().setup(cfg)
        formatter = LineFormatter(as_json=self.as_json)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(formatter)
        handler = logging.StreamHandler()
        handler.setFormatter(formatter)
        logging.basicConfig(handlers=[handler], force=True)
        logging.getLogger("manchette").setLevel(logging.INFO)

    def access(self, resp: Any, req: Any, environ: Mapping[str, Any], request_time: Any) -> None:  # noqa: ARG002
        """Tell who asked which path, without its query, and what came of it."""
        if not self.access_log_enabled or environ["PATH_INFO"] in PROBES:
            return
        line = {
            "method": environ["REQUEST_METHOD"],
            "path": environ["RAW_URI"].partition("?")[0],
            "status": resp.status_code,
            "bytes": resp.sent,
            "milliseconds": round(request_time.total_seconds() * 1000),
            "client": environ["REMOTE_ADDR"],
        }
        told = "%(method)s %(path)s %(status)s %(bytes)s\u00a0o %(milliseconds)s\u00a0ms %(client)s"
        self.access_log.info(told, line, extra={"members": line})


class JsonLog(Log):
    """The same, each line an object of JSON."""

    as_json = True


class Server(BaseApplication):  # type: ignore[misc]
    """The server of one index directory; `run` serves until it is told to stop."""

    def __init__(self, settings: Settings, listener: socket) -> None:
        """`settings` say what to serve; `listener` is bound to where, and is gunicorn's from now.

        url_prefix: the path below which all addresses are.
        """
        self._settings = settings
        self._listener = listener.detach()
        self.url_prefix = settings.url_prefix
        root = cluster.directory(settings)
        self._runs = RunLog(root) if root else None
        self._figures = metrics.prepare() if settings.service_metrics else None
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
            "logger_class": JsonLog if chosen.service_log_json else Log,
            "post_worker_init": self._begin,
            "child_exit": self._forget,
            "on_exit": self._end,
            "loglevel": "warning",
            "proc_name": "manchette",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, one for each process."""
        return create_app(self._settings)

    def _begin(self, worker: Any) -> None:
        """What a process does before it answers, and beside it."""
        warm(worker.wsgi, ANSWER_SECONDS)
        if self._runs:
            self._runs.follow()

    def _forget(self, server: Any, worker: Any) -> None:  # noqa: ARG002 - gunicorn's own signature
        if self._figures:
            metrics.forget(worker.pid)

    def _end(self, server: Any) -> None:  # noqa: ARG002 - gunicorn's own signature
        if self._figures:
            shutil.rmtree(self._figures)
