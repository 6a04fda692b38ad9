"""Put a slow line between a browser and a server: what is sent comes in parts, with pauses."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PARTS = 5
PAUSE_SECONDS = 0.1
_PIECE_BYTES = 1 << 20
# no page is smaller: heads and lengths of what is not there are passed on whole
_SMALL_BYTES = 600


@contextmanager
def slow(port: int) -> Iterator[int]:
    """The port of loopback, for a block, by which a server on another one is slow."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_serve, args=(door, port), daemon=True).start()
        yield door.getsockname()[1]
        # wakes `accept`, which closing does not
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)


def _serve(door: socket.socket, port: int) -> None:
    with suppress(OSError):
        while True:
            near, _ = door.accept()
            threading.Thread(target=_join, args=(near, port), daemon=True).start()


def _join(near: socket.socket, port: int) -> None:
    with near, suppress(OSError), socket.create_connection(("127.0.0.1", port)) as far:
        asking = threading.Thread(target=_pass_on, args=(near, far, 1), daemon=True)
        asking.start()
        _pass_on(far, near, PARTS)
        asking.join()


def _pass_on(come: socket.socket, go: socket.socket, parts: int) -> None:
    """Send what comes, in so many parts."""
    with suppress(OSError):
        while piece := come.recv(_PIECE_BYTES):
            step = len(piece) if len(piece) < _SMALL_BYTES else -(-len(piece) // parts)
            for begun in range(0, len(piece), step):
                if begun:
                    time.sleep(PAUSE_SECONDS)
                go.sendall(piece[begun : begun + step])
    with suppress(OSError):
        go.shutdown(socket.SHUT_WR)
