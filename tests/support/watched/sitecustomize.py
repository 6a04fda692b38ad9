"""Python runs this file first where PYTHONPATH names its folder: every process of a run is watched.

WATCHED names the file that gets a line for each file that is opened, with its process; a socket
that is no local one is told there too, and is not opened.
"""

import os
import socket
import sys

# A file that is opened to be read, and one that is changed
READ, WRITTEN, SOCKET = "read", "written", "socket"
_NETWORK = frozenset(
    "socket.connect socket.getaddrinfo socket.gethostbyname socket.gethostbyaddr"
    " socket.sendto socket.sendmsg".split()
)
_CHANGES = frozenset(
    "os.rename os.remove os.mkdir os.rmdir os.link os.symlink os.chmod os.chown os.truncate"
    " os.utime".split()
)
_log = os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str | bytes):
        flags = arguments[2] if isinstance(arguments[2], int) else 0
        changes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        _tell(WRITTEN if changes else READ, arguments[0])
    elif event in _CHANGES:
        _tell(WRITTEN, _whole(arguments))
    elif event in _NETWORK and not _is_local(arguments):
        _tell(SOCKET, f"{event} {arguments[1:]}")
        raise PermissionError(f"{event} {arguments[1:]}")


def _is_local(arguments: tuple[object, ...]) -> bool:
    """Whether processes of this machine speak with each other through it."""
    opened = arguments[0]
    return isinstance(opened, socket.socket) and opened.family == socket.AF_UNIX


def _whole(arguments: tuple[object, ...]) -> object:
    """The path of what is changed, which may be named within an open folder."""
    path, *_, folder = arguments
    if isinstance(folder, int) and folder > 0 and isinstance(path, str):
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), path)  # noqa: PTH115, PTH118
    return path


def _tell(what: str, path: object) -> None:
    told = os.fsencode(path) if isinstance(path, str) else str(path).encode()
    if isinstance(path, bytes):
        told = path
    os.write(_log, b"%d\t%s\t%s\n" % (os.getpid(), what.encode(), told.replace(b"\n", b"\\n")))


sys.addaudithook(_hook)
