"""Derive flat arrays from a Whoosh segment, so that a search reads arrays instead of postings.

A segment never changes, so its arrays are derived once. All fields share one lexicon, sorted:
entry i is the key `field NUL term`, and its postings are ids[postings[i]:postings[i + 1]].

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

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3LeafMatcher

from indexer.engines import DAY
from indexer.engines.whoosh.arrays import Array, ArraysWriter
from indexer.engines.whoosh.schema import FIELDS, POSITION
from indexer.fields import FACETS, STEM, TEXT_FIELDS

_STEM = STEM.encode()
_FAST = 1
_TEXT = {field.name for field in TEXT_FIELDS}


def derive(reader: Any, folder: Path) -> None:
    """Write the arrays of one segment, given its Whoosh reader, into a folder to be made."""
    with ArraysWriter(folder) as writer:
        documents = _lexicon(reader, writer)
        _columns(reader, writer)
        for facet in FACETS:
            _facet(facet.name, documents[facet.field], reader.doc_count_all(), writer)


def _lexicon(reader: Any, writer: ArraysWriter) -> dict[str, list[Array]]:
    """Write keys, postings, positions and lengths; the documents of each value of the facets."""
    ends: dict[str, list[int]] = {"keys": [0], "postings": [0], "places": [0]}
    facets: dict[str, list[Array]] = {facet.field: [] for facet in FACETS}
    for field in FIELDS:
        lengths = np.zeros(reader.doc_count_all(), np.uint32)
        for term in reader.lexicon(field):
            ids, frequencies, positions = _postings(reader.postings(field, term), field)
            key = np.frombuffer(field.encode() + b"\0" + term, np.uint8)
            for name, values, end in (
                ("lexicon", key, "keys"),
                ("ids", ids, "postings"),
                ("positions", positions, "places"),
            ):
                writer.append(name, values)
                ends[end].append(ends[end][-1] + len(values))
            writer.append("frequencies", frequencies)
            if term.startswith(_STEM):
                lengths[ids] += frequencies
            if field in facets:
                facets[field].append(ids)
        if field in _TEXT:
            writer.append(f"lengths.{field}", lengths)
    for name, values_ends in ends.items():
        writer.append(name, np.array(values_ends, np.int64))
    return facets


def _postings(matcher: Any, field: str) -> tuple[Array, Array, Array]:
    """Documents, frequencies and positions of all postings of a term."""
    ids: list[int] = []
    weights: list[float] = []
    values: list[bytes] = []
    for some_ids, some_weights, some_values in _blocks(matcher):
        ids += some_ids
        weights += some_weights
        values += some_values if field in _TEXT else ()
    return (
        np.array(ids, np.int32),
        np.array(weights, np.float64).astype(np.uint16),
        np.frombuffer(b"".join(values), POSITION),
    )


def _blocks(matcher: Any) -> Iterator[tuple[Any, Any, Any]]:
    if type(matcher) is W3LeafMatcher:
        # block by block: twenty times faster than posting by posting
        while matcher.is_active():
            matcher._read_ids()  # noqa: SLF001
            matcher._read_weights()  # noqa: SLF001
            matcher._read_values()  # noqa: SLF001
            yield matcher._ids, matcher._weights, matcher._values  # noqa: SLF001
            matcher._next_block()  # noqa: SLF001
        return
    while matcher.is_active():
        yield [matcher.id()], [matcher.weight()], [matcher.value()]
        matcher.next()


def _columns(reader: Any, writer: ArraysWriter) -> None:
    count = reader.doc_count_all()
    published, days, ids = (
        list(reader.column_reader(name, translate=False)) for name in ("published", DAY, "id")
    )
    writer.append("published", np.fromiter(published, np.int64, count))
    writer.append("day", np.fromiter((int(day or 0) for day in days), np.int32, count))
    writer.append("id", np.array(ids, np.bytes_))
    ends = [0]
    for number in range(count):
        article = zlib.compress(reader.stored_fields(number)["article"].encode(), _FAST)
        writer.append("articles", np.frombuffer(article, np.uint8))
        ends.append(ends[-1] + len(article))
    writer.append("articles_ends", np.array(ends, np.int64))


def _facet(name: str, documents: list[Array], count: int, writer: ArraysWriter) -> None:
    """Turn the documents of each value into the values of each document."""
    found = np.concatenate([np.empty(0, np.int32), *documents])
    codes = np.repeat(np.arange(len(documents), dtype=np.int32), [len(ids) for ids in documents])
    rows = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(found, minlength=count), out=rows[1:])
    writer.append(f"codes.{name}", codes[np.argsort(found, kind="stable")])
    writer.append(f"rows.{name}", rows)
