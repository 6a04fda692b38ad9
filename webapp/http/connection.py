"""What has a client still to send, or to take, and until when is it waited for?"""

import errno
import select
import socket
from time import monotonic
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn

from webapp.http.incoming import Incoming, Stage

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


class Line(socket.socket):
    """The socket of a client, which never blocks: what it does not take at once is kept for it.

    until: when what is kept has been waited for long enough, on the monotonic clock.
    """

    def __init__(self, accepted: socket.socket) -> None:
        """Take the place of a socket."""
        super().__init__(fileno=accepted.detach())
        super().settimeout(0)
        self.until = 0.0
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

    stage, until: what is waited for, till which moment of the monotonic clock. keep: whether
    another request may follow.
    """

    def __init__(self, cfg: Any, accepted: socket.socket, client: Any, server: Any) -> None:
        """`client` and `server` are addresses, as gunicorn's own connections have them."""
        super().__init__(cfg, Line(accepted), client, server)
        self.incoming = Incoming()
        self.parser = http.get_parser(cfg, self.incoming, client)
        # what gunicorn's threads would wait for
        self.initialized = self.data_ready = True
        self.keep = False
        self.turn(Stage.IDLE)

    def turn(self, stage: Stage) -> None:
        """Wait for something else."""
        self.stage = stage
        self.until = self.sock.until if stage is Stage.SENDING else monotonic() + SECONDS[stage]

    def whole(self, more: bytes) -> bool:
        """Whether a request is whole once these bytes are there too."""
        stage = self.incoming.add(more)
        if stage and stage is not self.stage:
            self.turn(stage)
            if stage is Stage.BODY and self.incoming.expects_continue:
                self.sock.sendall(_GO_ON)
        return stage is None

    def again(self) -> None:
        """Make ready for the next request, which may have come already."""
        self.incoming.begin(self.parser.unreader.take_buffered())
        self.turn(Stage.IDLE)
