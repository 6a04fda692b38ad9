"""Has the client closed its connection before the answer?"""

from collections.abc import Callable, Mapping
from socket import MSG_DONTWAIT, MSG_PEEK, socket
from typing import Any


def watch(environ: Mapping[str, Any]) -> Callable[[], bool]:
    """A function that tells whether the connection of a request is closed by now."""
    connection = environ.get("gunicorn.socket")
    return lambda: connection is not None and _closed(connection)


def _closed(connection: socket) -> bool:
    try:
        return not connection.recv(1, MSG_PEEK | MSG_DONTWAIT)
    except BlockingIOError:  # it is open, and silent as it should be
        return False
    except OSError:
        return True
