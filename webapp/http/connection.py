"""What has a client still to send or to receive, and until when is it waited for?"""

import errno
import select
import socket
from time import monotonic
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn

from webapp.http.request_buffer import RequestBuffer, Stage

READ_BYTES = PIECE_BYTES = 65_536
# What a thread leaves behind for its client; more than any page
KEPT_BYTES = 1_048_576
WRITE_SECONDS = 30.0
SECONDS = {
    Stage.IDLE: 10.0,
    Stage.HEAD: 10.0,
    Stage.BODY: 10.0,
    Stage.LEAVING: 2.0,
}
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class BufferedSocket(socket.socket):
    """The socket of a client, which never blocks: what it does not take at once is kept for it.

    until: when the wait for the client ends, on the monotonic clock in seconds. beginning: the
    first bytes of the request that came last.
    """

    def __init__(self, accepted: socket.socket) -> None:
        """Take the place of a socket."""
        super().__init__(fileno=accepted.detach())
        super().settimeout(0)
        self.until = 0.0
        self.beginning = b""
        self._kept = bytearray()
        self._taken = 0

    def setblocking(self, flag: bool, /) -> None:  # noqa: FBT001 - the socket's own signature
        """Change nothing: gunicorn would have its threads wait for clients."""

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send or keep; wait while too much is kept. BrokenPipeError if that takes too long."""
        if not self._kept:
            self._begin_piece()
        self._kept += data
        while not self.flush(flags) and len(self._kept) > KEPT_BYTES:
            self._await_room()

    def flush(self, flags: int = 0) -> bool:
        """Send what the client takes at once of what is kept; whether nothing is left."""
        try:
            while self._kept:
                sent = self.send(self._kept[:PIECE_BYTES], flags)
                del self._kept[:sent]
                self._taken += sent
                if self._taken >= PIECE_BYTES:
                    self._begin_piece()
        except BlockingIOError:
            return False
        return True

    def _begin_piece(self) -> None:
        # a whole piece earns more time: bytes one by one do not
        self._taken = 0
        self.until = monotonic() + WRITE_SECONDS

    def _await_room(self) -> None:
        room = select.poll()
        room.register(self, select.POLLOUT)
        left = self.until - monotonic()
        if left <= 0 or not room.poll(left * 1000):
            # gunicorn takes it for a client that has gone, which is no error
            raise BrokenPipeError(errno.EPIPE, "the client stopped reading")


class Connection(TConn):  # type: ignore[misc]
    """One client: requests are parsed from what came, so that no thread reads from its socket.

    stage, until: what is waited for, until which moment of the monotonic clock in seconds. buffer:
    the bytes that came. keep: whether another request may follow.
    """

    def __init__(self, cfg: Any, accepted: socket.socket, client: Any, server: Any) -> None:
        """`client` and `server` are addresses, as gunicorn's own connections have them."""
        super().__init__(cfg, BufferedSocket(accepted), client, server)
        self.buffer = RequestBuffer()
        self.parser = http.get_parser(cfg, self.buffer, client)
        # what gunicorn's threads would wait for
        self.initialized = self.data_ready = True
        self.keep = False
        self.enter(Stage.IDLE)

    def enter(self, stage: Stage) -> None:
        """Wait for what a stage waits for, until its time is over."""
        self.stage = stage
        self.until = self.sock.until if stage is Stage.SENDING else monotonic() + SECONDS[stage]

    def complete_with(self, more: bytes) -> bool:
        """Add bytes that came; whether the request is complete."""
        stage = self.buffer.add(more)
        self.sock.beginning = self.buffer.beginning()
        if stage and stage is not self.stage:
            self.enter(stage)
            if stage is Stage.BODY and self.buffer.expects_continue:
                self.sock.sendall(_GO_ON)
        return stage is None

    def begin_next(self) -> None:
        """Start on the next request of the connection, which may have come already."""
        self.buffer.begin(self.parser.unreader.take_buffered())
        self.enter(Stage.IDLE)
