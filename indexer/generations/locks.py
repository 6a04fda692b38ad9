"""Who writes an index? One process at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from indexer.errors import Busy

# The rights of the group and of others
_OTHERS = 0o077


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Hold the right to write for the block; Busy, without waiting, where another process has it.

    The system frees it when this process ends, even killed. No other account can read files that
    are made in the block, by whichever engine.
    """
    with private(), _opened(root) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip()
            raise Busy(
                f"un autre processus écrit dans {root} (processus {holder}) : attendre sa fin"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


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
