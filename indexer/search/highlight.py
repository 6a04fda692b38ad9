"""Which characters of a text are hits of a query?"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, compress, islice, repeat
from typing import NamedTuple

from whoosh.query import And, AndMaybe, ConstantScoreQuery, Or, Phrase, Query, Term

from indexer.analysis import LONGEST_CHUNK, analyse_chunk, chunks
from indexer.analysis.joining import joined
from indexer.analysis.terms import CHUNK_TERMS, accented_term, literal_term, stem_term
from indexer.engines import Searcher
from indexer.search.needles import (
    Needles,
    chunk_letters,
    letters,
    may_hold,
    needles,
    shared,
)
from indexer.search.sequences import Span, TermSequence, WordHit, runs, words


class Segment(NamedTuple):
    """A piece of text, and whether it is a hit."""

    text: str
    hit: bool


# At most this many hits of a field are marked: a word may come back millions of times
MOST_HITS = 100_000

Passage = tuple[Segment, ...]


def is_marked(passage: Passage) -> bool:
    """Whether a passage holds a hit."""
    return any(segment.hit for segment in passage)


@dataclass(frozen=True)
class Marks:
    """What is marked in one field: single terms, and terms that follow each other.

    `searcher` is the generation that the texts are of: its words tell which texts hold none.
    """

    terms: AbstractSet[str] = frozenset()
    sequences: AbstractSet[TermSequence] = frozenset()
    searcher: Searcher | None = None

    def spans(self, text: str, most: int = MOST_HITS) -> list[Span]:
        """The spans [start, end) of the first `most` hits of a text, in order, disjoint.

        Offsets count characters of `text`. Words that follow each other at once are one span.
        """
        hits = list(islice(self._hits(text), most))
        marked = {hit.span for hit in hits if not self.terms.isdisjoint(hit.terms)}
        for sequence in self.sequences:
            marked.update(runs(sequence, hits) if sequence.slop == 1 else words(sequence, hits))
        return _disjoint(marked)

    def _hits(self, text: str) -> Iterator[WordHit]:
        """The words of which a term is wanted; the others, most of them, cost one look-up."""
        found = letters(text) if self._wanted else b""
        in_order = any(self._may_follow(sequence, found) for sequence in self.sequences)
        if not in_order and not may_hold(found, self._alone):
            return
        text = joined(text)
        pieces = list(chunks(text))
        if in_order or found is None:
            wanted = [not self._wanted.isdisjoint(CHUNK_TERMS[chunk]) for chunk in pieces]
        else:
            needle = re.compile(b"|".join(one for one in self._alone if one in found)).search
            wanted = [
                needle(chunk_letters(chunk)) is not None
                and not self._wanted.isdisjoint(CHUNK_TERMS[chunk])
                for chunk in pieces
            ]
        if True not in wanted:
            return
        ranks = _ranks(pieces) if self.sequences else repeat(0, len(pieces))
        rows = zip(pieces, _starts(text, pieces), ranks, strict=True)
        for chunk, begin, first in compress(rows, wanted):
            for rank, word in enumerate(analyse_chunk(chunk), first):
                terms = {stem_term(word), literal_term(word), accented_term(word)}
                yield WordHit(rank, (begin + word.start, begin + word.end), terms)

    @cached_property
    def _wanted(self) -> AbstractSet[str]:
        return self.terms | {term for sequence in self.sequences for term in sequence.terms}

    @cached_property
    def _alone(self) -> Needles:
        return shared(needle for term in self.terms for needle in needles(term, self.searcher))

    def _may_follow(self, sequence: TermSequence, found: bytes | None) -> bool:
        return all(may_hold(found, needles(term, self.searcher)) for term in sequence.terms)


def _ranks(pieces: Sequence[str]) -> Iterator[int]:
    """The rank of the first word of each chunk of a text."""
    counts = [len(analyse_chunk(chunk)) for chunk in pieces[:-1]]
    return accumulate(counts, initial=0)


def _starts(text: str, pieces: Sequence[str]) -> Iterator[int]:
    """Where each chunk of a text begins."""
    starts = list(accumulate((len(chunk) + 1 for chunk in pieces), initial=0))
    if starts.pop() == len(text) + 1 <= LONGEST_CHUNK:  # one white space from each to the next
        yield from starts
        return
    end = 0
    for chunk in pieces:
        start = text.index(chunk, end)
        yield start
        end = start + len(chunk)


def _disjoint(overlapping: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap as one: sequences do, and ½ can hold two words."""
    spans: list[Span] = []
    for start, end in sorted(overlapping):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def marks(tree: Query, searcher: Searcher | None = None) -> Mapping[str, Marks]:
    """What to mark in each field, by its name, for a compiled tree; nothing of a negation.

    `searcher` is that of Marks.
    """
    terms: dict[str, set[str]] = {}
    sequences: dict[str, set[TermSequence]] = {}
    for leaf in _leaves(tree):
        if type(leaf) is Phrase:
            sequence = TermSequence(tuple(leaf.words), leaf.slop)
            sequences.setdefault(leaf.fieldname, set()).add(sequence)
        else:
            terms.setdefault(leaf.fieldname, set()).add(leaf.text)
    return {
        name: Marks(terms.get(name, frozenset()), sequences.get(name, frozenset()), searcher)
        for name in terms.keys() | sequences.keys()
    }


def _leaves(tree: Query) -> Iterator[Term | Phrase]:
    match tree:
        case And() | Or():
            for sub in tree.subqueries:
                yield from _leaves(sub)
        case AndMaybe():
            yield from _leaves(tree.a)
        case ConstantScoreQuery():
            yield from _leaves(tree.child)
        case Term() | Phrase():
            yield tree


def whole(text: str, marked: Marks) -> Passage:
    """The whole text in segments."""
    return segments(text, marked.spans(text), 0, len(text))


def wholes(texts: Sequence[str], marked: Marks) -> Iterator[Passage]:
    """Each text of an article, whole, in segments; MOST_HITS hits in all."""
    for text, hits in zip(texts, spans(texts, marked), strict=True):
        yield segments(text, hits, 0, len(text))


def spans(texts: Iterable[str], marked: Marks) -> Iterator[list[Span]]:
    """The spans of the hits of each text of an article, MOST_HITS in all."""
    left = MOST_HITS
    for text in texts:
        hits = marked.spans(text, left)
        left -= len(hits)
        yield hits


def segments(text: str, spans: Iterable[Span], start: int, end: int) -> Passage:
    """The characters [start, end) of a text in segments; `spans` are its hits, in order."""
    pieces: list[Segment] = []
    for first, last in spans:
        if first > start:
            pieces.append(Segment(text[start:first], hit=False))
        pieces.append(Segment(text[first:last], hit=True))
        start = last
    if start < end:
        pieces.append(Segment(text[start:end], hit=False))
    return tuple(pieces)
