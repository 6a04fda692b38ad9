"""Who reads from sockets? One loop, for all connections: threads are given complete requests.

A client that is silent, slow, or stops reading costs its connection, and no thread. Threads wait
for one kind of client only, that of a long file: `webapp.routes.exports` limits how many there are.
"""

import selectors
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from io import BytesIO
from socket import SHUT_WR
from time import monotonic
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from webapp.http import refusals
from webapp.http.connection import READ_BYTES, Connection
from webapp.http.log_format import trace
from webapp.http.log_throttle import Throttle
from webapp.http.refusals import Refusal
from webapp.http.request_buffer import Stage

Step = Callable[[Connection], None]
# How long a server that stops waits for requests that are on their way
STOP_SECONDS = 2.0
# of the module, so that it is there before processes are forked
_throttle = Throttle()


class Worker(ThreadWorker):  # type: ignore[misc]
    """A worker whose threads never read from a socket."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """See gunicorn."""
        super().__init__(*args, **kwargs)
        # the one that has been still for longest comes first
        self._waiting: dict[Connection, None] = {}

    def accept(self, listener: Any) -> None:
        """Wait for the request of a new connection, in place of another if there are too many."""
        try:
            accepted, client = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        if self._waiting and self.nr_conns >= self.worker_connections - 1:
            self._drop(next(iter(self._waiting)))
        self.nr_conns += 1
        conn = Connection(self.cfg, accepted, client, listener.getsockname())
        self._wait(conn, selectors.EVENT_READ, self._receive)

    def finish_request(self, conn: Connection, fs: Future[bool]) -> None:
        """Send what is left of an answer once its thread is done."""
        conn.keep = not fs.cancelled() and fs.exception() is None and fs.result()
        self._try(self._send, conn)

    def murder_pending(self) -> None:
        """Close the connections whose time is over."""
        now = monotonic()
        for conn in [one for one in self._waiting if one.until <= now]:
            self._try(self._give_up, conn)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop on SIGTERM: answer what was asked, refuse what comes."""
        if self.alive:
            self.method_queue.defer(self._refuse_connections)
        super().handle_exit(sig, frame)

    def handle_request(self, req: Any, conn: Connection) -> bool:
        """Answer; a body that is not well formed never reaches the application."""
        if not conn.buffer.unread:
            req.body = BytesIO(req.body.read())
        return bool(super().handle_request(req, conn))

    def _keepalive_after(self, conn: Connection, keepalive: bool) -> bool:  # noqa: FBT001
        # gunicorn would read the rest of a body first
        return keepalive and not conn.buffer.unread

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Answer a request that never reached the application, or made it fail."""
        told = refusals.refusal(exc)
        if told is None:
            if _throttle.allows(trace(exc)):
                self.log.error("Panne du serveur", exc_info=exc)
            told = refusals.FAILURE
        client.sendall(told.answer(client.beginning, self.app.url_prefix))

    def _refuse_connections(self) -> None:
        self.set_accept_enabled(enabled=False)
        for listener in self.sockets:
            listener.close()
        soon = monotonic() + STOP_SECONDS
        for conn in self._waiting:
            if conn.stage is not Stage.SENDING:
                conn.until = min(conn.until, soon)

    def _wait(self, conn: Connection, event: int, then: Step) -> None:
        self._waiting[conn] = None
        self.poller.register(conn.sock, event, partial(self._resume, conn, then))

    def _resume(self, conn: Connection, then: Step, _: Any) -> None:
        self._leave(conn)
        self._try(then, conn)

    def _leave(self, conn: Connection) -> None:
        del self._waiting[conn]
        self.poller.unregister(conn.sock)

    def _try(self, step: Step, conn: Connection) -> None:
        try:
            step(conn)
        except OSError:  # the client has gone
            self._drop(conn)

    def _drop(self, conn: Connection) -> None:
        if conn in self._waiting:
            self._leave(conn)
        self.nr_conns -= 1
        conn.close()

    def _receive(self, conn: Connection) -> None:
        if data := conn.sock.recv(READ_BYTES):
            self._take(conn, data)
        else:
            self._end(conn, refusals.MALFORMED)

    def _take(self, conn: Connection, data: bytes) -> None:
        if conn.complete_with(data):
            self.enqueue_req(conn)
        else:
            self._wait(conn, selectors.EVENT_READ, self._receive)

    def _send(self, conn: Connection) -> None:
        """Send what the client has not taken of its answer, then wait for what it says next."""
        if not conn.sock.flush():
            conn.enter(Stage.SENDING)
            self._wait(conn, selectors.EVENT_WRITE, self._send)
        elif conn.keep:
            conn.begin_next()
            self._take(conn, b"")
        else:
            conn.sock.shutdown(SHUT_WR)
            conn.enter(Stage.LEAVING)
            self._wait(conn, selectors.EVENT_READ, self._drain)

    def _drain(self, conn: Connection) -> None:
        """Read and drop what still comes: a close with bytes unread would cut the answer off."""
        if conn.sock.recv(READ_BYTES):
            self._wait(conn, selectors.EVENT_READ, self._drain)
        else:
            self._drop(conn)

    def _give_up(self, conn: Connection) -> None:
        self._leave(conn)
        self._end(conn, refusals.TOO_SLOW)

    def _end(self, conn: Connection, told: Refusal) -> None:
        """End a connection, and tell why if a request had begun."""
        if conn.stage in {Stage.HEAD, Stage.BODY}:
            conn.keep = False
            conn.sock.sendall(told.answer(conn.sock.beginning, self.app.url_prefix))
            self._send(conn)
        else:
            self._drop(conn)
