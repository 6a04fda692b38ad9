"""Which SOURCEs and folders does the index mirror already, under the path that they had before?

One has moved to a place that has most of its files: the same names below it, the same sizes, the
same bytes in one of them. Its files are then known by their new paths, and read again only where
their dates are others too.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import readers
from indexer.indexing.inherited_records import move

_UNDER = "SELECT path, size, digest FROM files WHERE path = ? OR (path > ? AND path < ?)"
_GONE = "SELECT path, size FROM files WHERE file NOT IN run.seen ORDER BY path"
_NEW = "SELECT path, size FROM run.pending WHERE path NOT IN (SELECT path FROM files) ORDER BY path"
# Of one name and size; more of them tell no folder from another
_CANDIDATES = 10


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
    gone = database.execute(_GONE).fetchall()
    new: dict[tuple[bytes, int], list[bytes]] = {}
    for path, size in database.execute(_NEW) if gone else ():
        new.setdefault((_name(path), size), []).append(path)
    followed = None
    for path, size in gone:
        if followed and path.startswith(followed):
            continue
        candidates = new.get((_name(path), size), [])[:_CANDIDATES]
        folder = _highest_missing(path) if candidates else path
        below = path[len(folder) :]
        places = [one.removesuffix(below) for one in candidates if below and one.endswith(below)]
        if places:
            followed = folder + b"/"
            yield from _follow(database, folder, places)


def _name(path: bytes) -> bytes:
    return path.rpartition(b"/")[2]


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
        there = [(now + path[len(before) :], size, digest) for path, size, digest in rows]
        found = [one for one in there if _size(one[0]) == one[1]]
        if 2 * len(found) > len(rows) and _is_same(found):
            move(database, before, now)
            names = (readers.shown(Path(os.fsdecode(path))) for path in (before, now))
            yield MovedFolder(before=next(names), now=next(names), files=len(found))
            return


def _is_same(found: Sequence[tuple[bytes, int, bytes]]) -> bool:
    """Whether the first file that can tell has the bytes it had: pages may be alike in size.

    That of an archive tells by its size.
    """
    path, digest = next(
        ((path, digest) for path, size, digest in found if size and digest), (b"", b"")
    )
    try:
        loaded = readers.load(Path(os.fsdecode(path))) if path else None
    except OSError:
        return False
    return not loaded or bool(loaded.container) or readers.digest_of(loaded) == digest


def _size(path: bytes) -> int | None:
    try:
        return os.lstat(path).st_size
    except OSError:
        return None
