"""Which SOURCEs and folders does the index mirror already, under the path that they had before?

One has moved to a place that has most of its files: the same names below it, the same sizes. Its
files are then known by their new paths, and read again only where their dates are others too.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.indexing.inherited_records import move
from indexer.readers import shown

_UNDER = "SELECT path, size FROM files WHERE path = ? OR (path > ? AND path < ?)"
_GONE = "SELECT path FROM files WHERE file NOT IN run.seen ORDER BY path"
_NEW = "SELECT path FROM run.pending WHERE path NOT IN (SELECT path FROM files) ORDER BY path"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFolder:
    """A SOURCE or a folder that stands elsewhere: its paths as text, its files that are there."""

    before: str
    now: str
    files: int


def follow_sources(
    database: sqlite3.Connection, known: Sequence[Path], roots: Sequence[Path]
) -> Iterator[MovedFolder]:
    """Have the records in the main database name the files of SOURCEs where these are now.

    `known` are the SOURCEs of the records, `roots` those of the run, by real paths.
    """
    new = [os.fsencode(root).rstrip(b"/") for root in roots if root not in known]
    for one in known:
        if not any(one.is_relative_to(root) for root in roots):
            yield from _follow(database, os.fsencode(one).rstrip(b"/"), new)


def follow_folders(database: sqlite3.Connection) -> Iterator[MovedFolder]:
    """Have them name the files of folders below a SOURCE where these are now, once it is listed."""
    new = [path for (path,) in database.execute(_NEW)]
    gone = [path for (path,) in database.execute(_GONE)] if new else []
    followed = b""
    for path in gone:
        if followed and path.startswith(followed):
            continue
        folder = _highest_missing(path)
        followed = folder + b"/"
        below = path[len(folder) :]
        places = [one.removesuffix(below) for one in new if below and one.endswith(below)]
        yield from _follow(database, folder, places)


def _highest_missing(path: bytes) -> bytes:
    """The highest folder above a path that is there no more, the path itself if there is none."""
    while not os.path.lexists(parent := os.path.dirname(path)):  # noqa: PTH120 - bytes
        path = parent
    return path


def _follow(
    database: sqlite3.Connection, before: bytes, places: Sequence[bytes]
) -> Iterator[MovedFolder]:
    """Move the files known below a path to the first of some places that has most of them."""
    rows = database.execute(_UNDER, (before, before + b"/", before + b"0")).fetchall()
    for now in places:
        found = sum(_size(now + path[len(before) :]) == size for path, size in rows)
        if 2 * found > len(rows):
            move(database, before, now)
            names = (shown(Path(os.fsdecode(path))) for path in (before, now))
            yield MovedFolder(before=next(names), now=next(names), files=found)
            return


def _size(path: bytes) -> int | None:
    try:
        return os.lstat(path).st_size
    except OSError:
        return None
