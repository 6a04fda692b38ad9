"""Write one Whoosh segment and its arrays from the same postings.

Stock Whoosh handles postings one by one, several times each. Here documents are inverted with NumPy
(see inversion), and whole terms are written: in Whoosh's format, so that the files are a plain
index, and as arrays, so that a search need not read them. All fields share one sorted lexicon,
where entry i is the key `field NUL term` with ids[postings[i]:postings[i + 1]]:

lexicon, keys            bytes of the keys, and where each begins (int64, one more than keys)
postings                 where the postings of each key begin (int64, one more than keys)
ids, frequencies         document numbers (int32), times in the document (uint16)
positions, places        positions of all postings (uint32), where those of each key begin (int64)
lengths.FIELD            words of each document (uint32)
codes.FACET, rows.FACET  facet values of all documents as ranks among the keys of the facet's field
                         (int32), where those of each document begin (int64, one more)
published, day, id       seconds since 1970 (int64), ordinal (int32, 0 undated), id (bytes)
articles, articles_ends  what is stored of each document, compressed; where each begins (int64)
"""

import shutil
from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from indexer.article import Article
from indexer.engines.document import DAY, Document, to_document
from indexer.engines.whoosh.arrays import ArraysWriter
from indexer.engines.whoosh.inversion import Inverted
from indexer.engines.whoosh.postings_writer import PostingsWriter
from indexer.engines.whoosh.schema import ID, VALUES, day_term
from indexer.engines.whoosh.segment_buffer import Gathered
from indexer.engines.whoosh.segment_reader import Segment
from indexer.schema import TEXT_FIELDS

# A search evaluates each segment; past this number the smallest become one
MOST_SEGMENTS = 8
_SEARCHED = {*(field.name for field in TEXT_FIELDS), *VALUES}


class _Codec(W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Any, segment: Any) -> PostingsWriter:
        return PostingsWriter(self, storage, segment)


class ArchiveWriter(SegmentWriter):  # type: ignore[misc]
    """Adds a segment to an index and removes documents from the others, as one commit."""

    def __init__(self, store: FileIndex, place: Path, folder: Path) -> None:
        """`store` is open in `place`; `folder` holds a folder of arrays for each segment."""
        self.refused: dict[str, str] = {}
        super().__init__(store, codec=_Codec(), compound=False)
        self._folder, self._scratch = folder, Path(mkdtemp(dir=place))
        self._gathered = Gathered(self._scratch)

    def put(self, document: Document) -> None:
        """Add a document."""
        article, writer = document.article, self.perdocwriter
        stored = document.stored
        writer.start_doc(self.docnum)
        writer.add_field("article", None, stored, 0)
        self._add_column(ID, article.id.encode())
        if article.published and article.day:
            self._add_column("published", int(article.published.timestamp()))
            self._add_column(DAY, day_term(article.day).encode())
        for field in TEXT_FIELDS:
            values = document.terms[field.name]
            length = sum(value.stems.count(" ") + 1 for value in values if value.stems)
            writer.add_field(field.name, None, None, length)
        writer.finish_doc()
        self._gathered.add(document, stored)
        self.docnum += 1
        self._added = True

    def _add_column(self, name: str, value: object) -> None:
        self.perdocwriter.add_column_value(name, self.schema[name].column_type, value)

    def delete(self, article_id: str) -> None:
        """Remove a document that was committed earlier."""
        key = article_id.encode()
        for segment, arrays in self._earlier:
            for number in np.flatnonzero(arrays.id == key).tolist():
                segment.delete_document(number)

    @cached_property
    def _earlier(self) -> list[tuple[Any, Segment]]:
        return [
            (segment, Segment(self._folder / segment.segment_id(), [])) for segment in self.segments
        ]

    def _merge_segments(self, *_: object) -> list[Any]:
        """The segments to keep; the documents of the others are put again."""
        kept = sorted(
            (segment for segment in self.segments if segment.doc_count()),
            key=lambda segment: segment.doc_count(),
        )
        while len(kept) + self._added > MOST_SEGMENTS:
            segment = kept.pop(0)
            arrays = Segment(self._folder / segment.segment_id(), [])
            for number in set(range(arrays.count)) - set(segment.deleted_docs()):
                self.put(to_document(Article.load(arrays.stored(number))))
        return kept

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        with ArraysWriter(self._folder / self.newsegment.segment_id()) as writer:
            lexicon = _Lexicon(writer)
            for name in sorted((ID, DAY, *_SEARCHED)):
                self.fieldwriter.start_field(name, self.schema[name])
                for found in self._gathered.inverted(name):
                    self.fieldwriter.add_inverted(found)
                    if name in _SEARCHED:
                        lexicon.add(name, found)
                self.fieldwriter.finish_field()
            lexicon.close()
            self._gathered.write_columns(writer)
        self.fieldwriter.close()

    def _finish(self) -> None:
        self._gathered.close()
        shutil.rmtree(self._scratch)
        super()._finish()


class _Lexicon:
    """The arrays of keys and postings, which grow key after key."""

    def __init__(self, writer: ArraysWriter) -> None:
        self._writer = writer
        self._ends = {name: array("q", [0]) for name in ("keys", "postings", "places")}

    def add(self, field: str, found: Inverted) -> None:
        """Add terms of a field that come after those added."""
        keys = [field.encode() + b"\0" + key for key in found.keys]
        self._writer.append("lexicon", np.frombuffer(b"".join(keys), np.uint8))
        for name in ("ids", "frequencies", "positions"):
            self._writer.append(name, getattr(found, name))
        self._extend("keys", list(accumulate(map(len, keys))))
        self._extend("postings", found.postings[1:].tolist())
        self._extend("places", found.places[1:].tolist())

    def _extend(self, name: str, ends: Sequence[int]) -> None:
        base = self._ends[name][-1]
        self._ends[name].extend(base + end for end in ends)

    def close(self) -> None:
        """Write where the postings of each key begin."""
        for name, ends in self._ends.items():
            self._writer.append(name, np.array(ends, np.int64))
