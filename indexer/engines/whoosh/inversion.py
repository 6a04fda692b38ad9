"""Which documents hold each term, and where? The words of documents are numbered as they come.

Only the numbers of words are kept, in files; they are sorted at the end, a range of terms at a
time, so that memory grows with the vocabulary and not with the texts.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer.analysis.terms import ACCENTED, LITERAL, STEM, Terms, stem_in
from indexer.engines.whoosh.arrays import Array
from indexer.schema import VALUE_GAP, split

# Words sorted at once, each in some thirty bytes
SORTED = 1 << 22
# Words read from a file at once
READ = 1 << 20
# Of a word that comes more often in a field the first positions are kept
MOST_POSITIONS = 65_535


class Inverted(NamedTuple):
    """The postings of some terms in order of their keys.

    Term i has postings[i]:postings[i + 1] of `ids` and `frequencies`, and
    places[i]:places[i + 1] of `positions`: those of its first document, then of the next.
    """

    keys: Sequence[bytes]
    postings: Array
    places: Array
    ids: Array
    frequencies: Array
    positions: Array


class TermKind(NamedTuple):
    """The terms of one kind that words stand for: their keys in order, the rank of each word's."""

    keys: Sequence[bytes]
    ranks: Array


class Vocabulary:
    """Words numbered in the order they came, and the terms they stand for."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._literals: list[str] = []

    def numbers(self, terms: Terms) -> list[int]:
        """The number of each word of a value."""
        found = [self._numbers[accented] for accented in split(terms.accents)]
        if len(self._numbers) > len(self._literals):
            for number, literal in zip(found, split(terms.literals), strict=True):
                if number == len(self._literals):
                    self._literals.append(literal)
        return found

    def kinds(self) -> Iterator[TermKind]:
        """The terms of each kind, in the order of their keys."""
        yield _kind(ACCENTED, self._numbers)
        yield _kind(LITERAL, self._literals)
        yield _kind(STEM, map(stem_in, self._numbers))


class Values:
    """Whole strings numbered in the order they came, which are their own terms."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__

    def numbers(self, values: Iterable[str]) -> list[int]:
        """The number of each string."""
        return [self._numbers[value] for value in values]

    def kind(self) -> TermKind:
        """The strings in order."""
        return _kind("", self._numbers)


def _kind(prefix: str, words: Iterable[str]) -> TermKind:
    """The terms that some words stand for, in the order of their numbers."""
    terms = [(prefix + word).encode() for word in words]
    keys = sorted(set(terms))
    ranks = {key: rank for rank, key in enumerate(keys)}
    return TermKind(keys, np.fromiter((ranks[term] for term in terms), np.int32, len(terms)))


class Occurrences:
    """The words of one field of all documents, in the order of documents."""

    def __init__(self, path: Path) -> None:
        """`path` is a file to create."""
        self._file = path.open("w+b")
        # the document of each value, its words and the position of the first
        self._documents, self._counts, self._first = array("I"), array("I"), array("I")

    def add(self, document: int, values: Sequence[Sequence[int]]) -> None:
        """Add the numbers of the words of a document, value by value."""
        position = 0
        for numbers in values:
            self._documents.append(document)
            self._counts.append(len(numbers))
            self._first.append(position)
            self._file.write(array("I", numbers).tobytes())
            position += len(numbers) + VALUE_GAP

    def held(self, documents: int) -> Array:
        """How many words each document has, the first `documents` of them."""
        return np.bincount(self._documents, self._counts, documents).astype(np.int64)

    def close(self) -> None:
        """Free the file, which the caller deletes."""
        self._file.close()

    def numbers(self) -> Array:
        """The numbers of all words."""
        self._file.seek(0)
        return np.fromfile(self._file, np.uint32)

    def inverted(self, kind: TermKind) -> Iterator[Inverted]:
        """The postings of all terms of a kind that are there."""
        counts = np.zeros(len(kind.keys), np.int64)
        for numbers, _, _ in self._read():
            counts += np.bincount(kind.ranks[numbers], minlength=len(counts))
        first = 0
        while first < len(counts):
            within = np.cumsum(counts[first : first + SORTED]) <= SORTED
            last = first + max(1, int(within.sum()))
            if counts[first:last].any():
                yield self._sorted(kind, first, last)
            first = last

    def _read(self) -> Iterator[tuple[Array, Array, Array]]:
        """Numbers, documents and positions of the words, many at a time."""
        self._file.seek(0)
        counts = np.array(self._counts)
        ends = np.cumsum(counts, dtype=np.int64)
        words = int(counts.sum())
        full = np.searchsorted(ends, np.arange(READ, words, READ)).tolist()
        for one, other in _pairs([0, *(value + 1 for value in full), len(counts)]):
            held = counts[one:other]
            starts = np.cumsum(held, dtype=np.int64) - held
            numbers = np.fromfile(self._file, np.uint32, int(held.sum()))
            documents = np.repeat(np.array(self._documents[one:other]), held)
            # below zero a shift is written modulo 2^32, as the sum is
            shifts = (np.array(self._first[one:other]) - starts).astype(np.uint32)
            positions = np.arange(len(numbers), dtype=np.uint32)
            positions += np.repeat(shifts, held)
            yield numbers, documents, positions

    def _sorted(self, kind: TermKind, first: int, last: int) -> Inverted:
        """The postings of the terms of some ranks."""
        found = []
        for numbers, documents, positions in self._read():
            ranks = kind.ranks[numbers]
            there = np.flatnonzero((ranks >= first) & (ranks < last))
            found.append((ranks[there], documents[there], positions[there]))
        ranks, documents, positions = map(np.concatenate, zip(*found, strict=True))
        found.clear()
        order = np.argsort(ranks, kind="stable")
        return _inverted(kind.keys, ranks[order], documents[order], positions[order])


def _inverted(keys: Sequence[bytes], ranks: Array, documents: Array, positions: Array) -> Inverted:
    """The postings of words sorted by term, then by document, then by position."""
    term_starts = _starts(ranks[1:] != ranks[:-1])
    starts = _starts((ranks[1:] != ranks[:-1]) | (documents[1:] != documents[:-1]))
    frequencies = np.diff(starts, append=len(ranks))
    ids, postings = documents[starts].astype(np.int32), np.searchsorted(starts, term_starts)
    found = ranks[term_starts].tolist()
    if frequencies.max() > MOST_POSITIONS:
        rank_in_document = np.arange(len(ranks)) - np.repeat(starts, frequencies)
        positions = positions[rank_in_document < MOST_POSITIONS]
        frequencies = np.minimum(frequencies, MOST_POSITIONS)
    ends = np.concatenate([[0], np.cumsum(frequencies)])
    postings = np.append(postings, len(ids))
    return Inverted(
        [keys[rank] for rank in found],
        postings,
        ends[postings],
        ids,
        frequencies.astype(np.uint16),
        positions,
    )


def _starts(changes: Array) -> Array:
    return np.concatenate([[0], np.flatnonzero(changes) + 1])


def _pairs(edges: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((one, other) for one, other in pairwise(edges) if one < other)
