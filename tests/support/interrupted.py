"""Reindex and be killed: « interrupted.py RANK INDEX SOURCES… » dies at that touch of the disk.

A touch is a file opened, renamed, made or removed in the index; each is printed before it happens.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from indexer.indexing.reindex import reindex

EVENTS = frozenset(
    {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "sqlite3.connect"}
)


def killer(rank: int, root: Path) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that kills this process at one of its touches, 0 for none."""
    touches = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal touches
        if event not in EVENTS or not str(arguments[0]).startswith(str(root)):
            return
        touches += 1
        sys.stdout.write(f"{event} {arguments[0]}\n")
        if touches == rank:
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


if __name__ == "__main__":
    index, *sources = map(Path, sys.argv[2:])
    sys.addaudithook(killer(int(sys.argv[1]), index))
    reindex(sources, index, "whoosh", lambda *_: None)
