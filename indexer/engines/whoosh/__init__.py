"""Store and search one generation with Whoosh: a plain index of one commit in a directory."""

import pickle
import shutil
import struct
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.filedb.filestore import FileStorage

from indexer.engines import hard_links
from indexer.engines.whoosh.schema import schema
from indexer.engines.whoosh.searcher import WhooshSearcher
from indexer.engines.whoosh.segment_reader import Segment
from indexer.engines.whoosh.writer import ArchiveWriter
from indexer.errors import UnreadableIndex, cause

# The folder of a generation that holds a folder of arrays for each segment
ARRAYS = "arrays"
# What Whoosh raises on a damaged file: it unpickles and unpacks without checking
_DAMAGED = (
    index.IndexError,
    OSError,
    pickle.UnpicklingError,
    EOFError,
    struct.error,
    TypeError,
    ValueError,
    KeyError,
)


def clone(base: Path, place: Path) -> None:
    """See indexer.engines.Engine; a commit writes other files, the table of contents too."""
    hard_links.clone(base, place, _engine_files(base), copied=())


def _engine_files(place: Path) -> Iterator[Path]:
    """The files a commit reads: tables of contents, segments and arrays."""
    for pattern in ("_MAIN_*.toc", "MAIN_*.*", f"{ARRAYS}/*/*"):
        yield from place.glob(pattern)


@contextmanager
def writer(place: Path) -> Iterator[ArchiveWriter]:
    """See indexer.engines.Engine."""
    place.mkdir(parents=True, exist_ok=True)
    exists = index.exists_in(place)
    store = index.open_dir(place) if exists else index.create_in(place, schema())
    inner = ArchiveWriter(store, place, place / ARRAYS)
    # Whoosh makes it a program
    (place / "MAIN_WRITELOCK").chmod(0o600)
    try:
        yield inner
        inner.commit()
    except BaseException:
        if not inner.is_closed:
            inner.cancel()
        raise
    finally:
        _drop_others(place / ARRAYS, {segment.segment_id() for segment in _segments(place)})


def _segments(place: Path) -> list[Any]:
    # of Whoosh's own files the table of contents is enough; it reads segments into memory
    segments: list[Any] = index.TOC.read(FileStorage(str(place)), "MAIN").segments
    return segments


def _drop_others(folder: Path, names: Container[str]) -> None:
    """Have arrays of the segments there are alone."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in names:
            shutil.rmtree(path)


def searcher(place: Path) -> WhooshSearcher:
    """See indexer.engines.Engine."""
    try:
        segments = [
            Segment(place / ARRAYS / segment.segment_id(), sorted(segment.deleted_docs()))
            for segment in _segments(place)
        ]
    except _DAMAGED as error:
        raise UnreadableIndex(
            f"l’index {place.name} est illisible ({cause(error)}) : lancer « reindex »"
        ) from error
    return WhooshSearcher(segments)
