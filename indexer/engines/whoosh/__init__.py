"""Store and search one generation with Whoosh: a plain index of one commit in a directory."""

import pickle
import shutil
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.engines import Document, day_number, files
from indexer.engines.whoosh.derive import derive
from indexer.engines.whoosh.schema import day_term, schema
from indexer.engines.whoosh.searcher import WhooshSearcher
from indexer.engines.whoosh.segment import Segment
from indexer.errors import UnreadableIndex
from indexer.fields import FACETS, LABEL_MARK

POOL_MEGABYTES = 256
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


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    def add_postings(self, schema: Any, lengths: Any, items: Any) -> None:
        # the length of a document at each of its postings serves a pruning that arrays need not
        del lengths
        super().add_postings(schema, None, items)


class _Codec(W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)


class _Writer:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def put(self, document: Document) -> None:
        article = document.article
        row: dict[str, Any] = {"id": article.id, "article": article.dump(), **document.words}
        for facet in FACETS:
            pairs = document.facets[facet.name]
            row[facet.field] = tuple(value for value, _ in pairs)
            row[facet.labels] = tuple(LABEL_MARK.join(pair) for pair in pairs)
        row |= document.keys
        if article.published and article.day:
            row["published"] = int(article.published.timestamp())
            row["day"] = (day_term(day_number(article.day)),)
        self._writer.add_document(**row)

    def delete(self, article_id: str) -> None:
        self._writer.delete_by_term("id", article_id)


@contextmanager
def writer(place: Path) -> Iterator[_Writer]:
    """See indexer.engines.Engine."""
    place.mkdir(parents=True, exist_ok=True)
    exists = index.exists_in(place)
    store = index.open_dir(place) if exists else index.create_in(place, schema())
    codec = _Codec(blocklimit=1024, compression=1)
    inner = store.writer(limitmb=POOL_MEGABYTES, codec=codec)
    try:
        yield _Writer(inner)
    except BaseException:
        inner.cancel()
        raise
    inner.commit()
    _derive(store, place / ARRAYS)
    files.seal(place)


def _derive(store: FileIndex, folder: Path) -> None:
    """Have the arrays of every segment there is, and of no other."""
    with closing(store.reader()) as reader:
        leaves = {
            leaf.segment().segment_id(): leaf
            for leaf, _ in reader.leaf_readers()
            if leaf.doc_count_all()  # an empty index has a leaf without a segment
        }
        for name in set(_names(folder)) - leaves.keys():
            shutil.rmtree(folder / name)
        for name in leaves.keys() - set(_names(folder)):
            derive(leaves[name], folder / name)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def searcher(place: Path) -> WhooshSearcher:
    """See indexer.engines.Engine."""
    files.check(place)
    try:
        # of Whoosh's own files the table of contents is enough; it reads segments into memory
        toc = index.TOC.read(FileStorage(str(place)), "MAIN")
        segments = [
            Segment(place / ARRAYS / segment.segment_id(), sorted(segment.deleted_docs()))
            for segment in toc.segments
        ]
    except _DAMAGED as error:
        raise UnreadableIndex(
            f"l’index {place.name} est illisible ({error}) : lancer « reindex »"
        ) from error
    return WhooshSearcher(segments)
