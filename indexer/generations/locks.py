"""Who writes an index? One process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import TextIO

from indexer.errors import Busy
from indexer.messages.french_format import duration

# The rights of the group and of others
_OTHERS = 0o077
NO_WAIT = timedelta()
# How often one that waits looks whether the lock is free
_LOOK_SECONDS = 0.2


@contextmanager
def lock(root: Path, wait: timedelta = NO_WAIT) -> Iterator[None]:
    """Hold the right to write for the block; Busy where another process has it for longer than
    `wait`.

    The system frees it when this process ends, even killed. No other account can read files that
    are made in the block, by whichever engine.
    """
    with private(), _opened(root) as file:
        end = monotonic() + wait.total_seconds()
        while not _taken(file):
            if monotonic() >= end:
                raise Busy(_held(root, file, wait))
            sleep(_LOOK_SECONDS)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _taken(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _held(root: Path, file: TextIO, wait: timedelta) -> str:
    """Who holds the lock of an index directory, and what to do, in French."""
    file.seek(0)
    holder = f"un autre processus écrit dans {root} (processus {file.read().strip()})"
    if not wait:
        return f"{holder} : attendre sa fin, ou relancer avec « --wait 10min »"
    return f"{holder}, et ce depuis plus de {duration(wait)} d’attente : relancer plus tard"


def _opened(root: Path) -> TextIO:
    root.mkdir(parents=True, exist_ok=True)
    return (root / "lock").open("a+")


@contextmanager
def private() -> Iterator[None]:
    """Give others no right to what this process makes in the block."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)
