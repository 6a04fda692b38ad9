"""Gather what the documents of a segment hold, as they come, to write it field by field."""

import zlib
from array import array
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np

from indexer.engines.document import DAY, UNDATED, Document, day_number
from indexer.engines.whoosh.arrays import Array, ArraysWriter
from indexer.engines.whoosh.inversion import Inverted, Occurrences, TermKind, Values, Vocabulary
from indexer.engines.whoosh.schema import ID, VALUES, day_term
from indexer.schema import FACETS, LABEL_MARK, TEXT_FIELDS

_FAST = 1
_READ = 1 << 20
_TEXT = [field.name for field in TEXT_FIELDS]


class Gathered:
    """The documents of a segment, their words in files; numbered from 0 as they are added."""

    def __init__(self, folder: Path) -> None:
        """`folder` is there, and is the caller's to delete after `close`."""
        self._open = ExitStack()
        self._vocabulary = Vocabulary()
        self._kinds: list[TermKind] = []
        self._values = {name: Values() for name in (ID, DAY, *VALUES)}
        self._fields = {
            name: self._open.enter_context(closing(Occurrences(folder / name)))
            for name in (*_TEXT, *self._values)
        }
        self._articles = self._open.enter_context((folder / "articles").open("w+b"))
        self._ends, self._published, self._days = array("q", [0]), array("q"), array("i")
        self._ids: list[bytes] = []

    def add(self, document: Document, stored: str) -> None:
        """Add a document and what is stored of it."""
        article, day, number = document.article, document.article.day, len(self._ids)
        for name in _TEXT:
            values = [self._vocabulary.numbers(terms) for terms in document.terms[name]]
            self._fields[name].add(number, values)
        self._add_values(ID, [article.id])
        self._add_values(DAY, [day_term(day)] if day else [])
        for facet in FACETS:
            pairs = document.facets[facet.name]
            self._add_values(facet.field, [value for value, _ in pairs])
            self._add_values(facet.labels, [LABEL_MARK.join(pair) for pair in pairs])
        for name, keys in document.keys.items():
            self._add_values(name, keys)
        packed = zlib.compress(stored.encode(), _FAST)
        self._ends.append(self._ends[-1] + self._articles.write(packed))
        self._published.append(int(article.published.timestamp()) if article.published else UNDATED)
        self._days.append(day_number(day) if day else 0)
        self._ids.append(article.id.encode())

    def _add_values(self, name: str, values: Sequence[str]) -> None:
        self._fields[name].add(len(self._ids), [self._values[name].numbers(values)])

    def inverted(self, name: str) -> Iterator[Inverted]:
        """The postings of a field in the order of its terms."""
        for kind in self._kinds_of(name):
            yield from self._fields[name].inverted(kind)

    def _kinds_of(self, name: str) -> Sequence[TermKind]:
        if name in self._values:
            return [self._values[name].kind()]
        self._kinds = self._kinds or list(self._vocabulary.kinds())
        return self._kinds

    def write_columns(self, writer: ArraysWriter) -> None:
        """Write the arrays that have a row for each document."""
        for name in _TEXT:
            writer.append(f"lengths.{name}", self._held(name).astype(np.uint32))
        for facet in FACETS:
            ranks = self._values[facet.field].kind().ranks
            codes = ranks[self._fields[facet.field].numbers()]
            writer.append(f"codes.{facet.name}", codes)
            ends = np.cumsum(self._held(facet.field))
            writer.append(f"rows.{facet.name}", np.concatenate([[0], ends]).astype(np.int64))
        writer.append("published", np.array(self._published, np.int64))
        writer.append("day", np.array(self._days, np.int32))
        writer.append("id", np.array(self._ids, np.bytes_))
        writer.append("articles_ends", np.array(self._ends, np.int64))
        self._articles.seek(0)
        while len(packed := np.fromfile(self._articles, np.uint8, _READ)):
            writer.append("articles", packed)

    def _held(self, name: str) -> Array:
        """How many words each document has in a field."""
        return self._fields[name].held(len(self._ids))

    def close(self) -> None:
        """Free the files."""
        self._open.close()
