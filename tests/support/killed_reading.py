"""Reindex and be killed: « killed_reading.py LEFT INDEX SOURCES… » dies once so much was read.

LEFT files and parts, 0 for none. What was read of the last thousands of bytes alone may be lost.
"""

import os
import signal
import sys
from pathlib import Path

from indexer.indexing import resumption
from indexer.indexing.reindex import reindex

left = int(sys.argv[1])


def count(step: str, done: int, total: int) -> None:  # noqa: ARG001 - as Progress is called
    """Die at the last of those to read."""
    global left  # noqa: PLW0603 - this script is a counter
    left -= step != "indexation"
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    resumption.BYTES = 10_000
    index, *sources = map(Path, sys.argv[2:])
    summary = reindex(sources, index, "whoosh", count)
    sys.stdout.write(f"{summary.resumed} {summary.resumption_lost}\n")
