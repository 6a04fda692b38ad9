"""Read the arrays of one segment: postings by key, keys by prefix, facet values."""

import zlib
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.engines.whoosh.arrays import Array, mapped
from indexer.schema import FACETS, TEXT_FIELDS, Facet

# One search looks the same keys up several times, and people search for the same words
RANKS_CACHED = 50_000


class Postings(NamedTuple):
    """The documents of a term in order, how often it is in each, and all its positions."""

    ids: Array
    frequencies: Array
    positions: Array


class Segment:
    """The arrays of a segment (see writer), and which of its documents are there still."""

    def __init__(self, folder: Path, deleted: list[int]) -> None:
        """Raises OSError, KeyError or ValueError where the arrays are not whole."""
        arrays = mapped(folder)
        self.published, self.day, self.id = (arrays[name] for name in ("published", "day", "id"))
        self._articles, self._articles_ends = arrays["articles"], arrays["articles_ends"]
        self.lengths = {field.name: arrays[f"lengths.{field.name}"] for field in TEXT_FIELDS}
        self._codes = {facet.name: arrays[f"codes.{facet.name}"] for facet in FACETS}
        self._rows = {facet.name: arrays[f"rows.{facet.name}"] for facet in FACETS}
        # memory views give an item in half the time that arrays do
        self._lexicon, self._keys = (arrays[name].data for name in ("lexicon", "keys"))
        self._postings, self._places = (arrays[name] for name in ("postings", "places"))
        self._ids, self._frequencies = (arrays[name] for name in ("ids", "frequencies"))
        self._positions = arrays["positions"]
        self.count = len(self.day)
        self.alive = np.ones(self.count, bool)
        self.alive[deleted] = False
        self._whole = not deleted
        self._ranks: dict[bytes, int] = {}
        self._named: dict[str, Array] = {}

    def months(self, ids: Array) -> dict[int, int]:
        """Year * 100 + month of the dated ones of some documents, with how many are of each."""
        counts = np.bincount(self._months[ids])
        months = np.flatnonzero(counts[1:]) + 1
        years, rest = np.divmod(months - 1, 12)
        numbers = (_FIRST_YEAR + years) * 100 + rest + 1
        return dict(zip(numbers.tolist(), counts[months].tolist(), strict=True))

    def days(self, ids: Array) -> dict[date, int]:
        """The days of the dated ones of some documents, with how many are of each."""
        found, counts = np.unique(self.day[ids], return_counts=True)
        both = zip(found.tolist(), counts.tolist(), strict=True)
        return {date.fromordinal(day): count for day, count in both if day > 0}

    @cached_property
    def _months(self) -> Array:
        """The month of each document, 1 being January of year 1, and 0 for an undated one."""
        days = (self.day - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
        since_1970 = days.astype(np.int64)
        return np.where(self.day > 0, since_1970 + 12 * (1970 - _FIRST_YEAR) + 1, 0)

    def postings(self, field: str, term: str) -> Postings | None:
        """The postings of a term, deleted documents included; None if there are none."""
        key = _key(field, term)
        rank = self._rank(key)
        if rank == len(self._keys) - 1 or self._bytes(rank) != key:
            return None
        start, end = self._postings[rank], self._postings[rank + 1]
        first, last = self._places[rank], self._places[rank + 1]
        return Postings(
            self._ids[start:end], self._frequencies[start:end], self._positions[first:last]
        )

    def named(self, article_id: str) -> Array:
        """The documents that have an id, deleted ones included; for ids that are asked for again.

        All ids are compared, once for each.
        """
        if article_id not in self._named:
            found = np.flatnonzero(self.id == article_id.encode("utf-8", "surrogatepass"))
            self._named[article_id] = found.astype(np.int32)
        return self._named[article_id]

    def stored(self, number: int) -> str:
        """What is stored of a document."""
        start, end = self._articles_ends[number : number + 2].tolist()
        return zlib.decompress(self._articles[start:end].data).decode()

    def kept(self, ids: Array) -> Array | None:
        """Which of some documents are there still, None for all."""
        return None if self._whole else self.alive[ids]

    def terms(self, field: str, prefix: str, max_terms: int | None) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, in order, with the documents they are in.

        With `max_terms`, that many of the most frequent ones.
        """
        start, first, last = len(field) + 1, *self._range(field, prefix)
        counts = self._postings[first + 1 : last + 1] - self._postings[first:last]
        if max_terms is not None and max_terms < len(counts):
            for place in np.sort(np.argpartition(-counts, max_terms)[:max_terms]).tolist():
                yield self._bytes(first + place)[start:].decode(), int(counts[place])
            return
        whole = bytes(self._lexicon[self._keys[first] : self._keys[last]])
        if whole.isascii():  # then characters are bytes, and one text serves for all
            text, base = whole.decode(), self._keys[first]
            ends = [end - base for end in self._keys[first : last + 1].tolist()]
            terms = (text[end + start : following] for end, following in pairwise(ends))
        else:
            terms = (self._bytes(rank)[start:].decode() for rank in range(first, last))
        yield from zip(terms, counts.tolist(), strict=True)

    def counts(self, facet: Facet, ids: Array, max_values: int | None = None) -> dict[str, int]:
        """The values of a facet in some documents, with how many of these have each.

        With `max_values`, no values less frequent than that many of the most frequent ones.
        """
        counts = self._counts(facet.name, ids)
        least = 1
        if max_values is not None and max_values < len(counts):
            least = max(1, int(np.partition(counts, -max_values)[-max_values]))
        there = np.flatnonzero(counts >= least)
        values = map(self._values[facet.name].__getitem__, there.tolist())
        return dict(zip(values, counts[there].tolist(), strict=True))

    def _counts(self, name: str, ids: Array) -> Array:
        """How many of some documents have each value of a facet."""
        if 2 * len(ids) > self.count:  # the others are fewer
            others = np.ones(self.count, bool)
            others[ids] = False
            return self._totals[name] - self._counts(name, np.flatnonzero(others))
        distinct = len(self._totals[name])
        column = self._columns[name]
        if column is not None:
            return np.bincount(column[ids], minlength=distinct + 1)[1:]
        rows = self._rows[name]
        starts, ends = rows[ids], rows[ids + 1]
        held = ends - starts
        # the places of the values of each document, one run after the other
        places = np.repeat(starts - np.cumsum(held) + held, held) + np.arange(held.sum())
        return np.bincount(self._codes[name][places], minlength=distinct)

    @cached_property
    def _totals(self) -> dict[str, Array]:
        """How many documents have each value of a facet, deleted ones included."""
        return {
            name: np.bincount(codes, minlength=len(self._values[name]))
            for name, codes in self._codes.items()
        }

    @cached_property
    def _columns(self) -> dict[str, Array | None]:
        """A number a document, its code and one or 0; None for a facet that some have more of."""
        found: dict[str, Array | None] = {}
        for name, rows in self._rows.items():
            held = np.diff(rows)
            found[name] = None
            if held.max(initial=0) <= 1:
                column = found[name] = np.zeros(self.count, np.int32)
                column[held > 0] = self._codes[name] + 1
        return found

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        return {
            facet.name: [term for term, _ in self.terms(facet.field, "", None)] for facet in FACETS
        }

    def _range(self, field: str, prefix: str) -> tuple[int, int]:
        """The ranks of the keys of a field that begin so."""
        key = _key(field, prefix)
        # no UTF-8 text holds the byte FF
        return self._rank(key), self._rank(key + b"\xff")

    def _rank(self, key: bytes) -> int:
        """The rank of the first key that is not before another."""
        rank = self._ranks.get(key)
        if rank is None:
            if len(self._ranks) >= RANKS_CACHED:
                self._ranks = {}
            rank = bisect_left(range(len(self._keys) - 1), key, key=self._bytes)
            self._ranks[key] = rank
        return rank

    def _bytes(self, rank: int) -> bytes:
        return bytes(self._lexicon[self._keys[rank] : self._keys[rank + 1]])


_EPOCH = 719_163  # the ordinal of 1 January 1970
_FIRST_YEAR = 1


def _key(field: str, term: str) -> bytes:
    return field.encode() + b"\0" + term.encode()
