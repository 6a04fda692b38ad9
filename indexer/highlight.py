"""Which characters of a text are hits of a query?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whoosh.query import And, AndMaybe, ConstantScoreQuery, Or, Phrase, Query, Term

from indexer.analysis import Word, words
from indexer.fields import accented_term, literal_term, stem_term


class Segment(NamedTuple):
    """A piece of text, and whether it is a hit."""

    text: str
    hit: bool


Passage = tuple[Segment, ...]
Span = tuple[int, int]


class Sequel(NamedTuple):
    """Terms that stand in this order, each at most `slop` words after the one before."""

    terms: tuple[str, ...]
    slop: int


@dataclass(slots=True)
class Marks:
    """What is marked in one field: single terms, and terms that follow each other."""

    terms: set[str] = field(default_factory=set)
    sequels: set[Sequel] = field(default_factory=set)

    def spans(self, text: str) -> list[Span]:
        """The spans [start, end) of the hits of a text, in order, disjoint."""
        found = list(words(text))
        typed = [{stem_term(word), literal_term(word), accented_term(word)} for word in found]
        hits = {rank for rank, terms in enumerate(typed) if not self.terms.isdisjoint(terms)}
        for sequel in self.sequels:
            for first in range(len(found)):
                hits.update(_sequel(sequel, typed, first))
        return _disjoint(found[rank] for rank in sorted(hits))


def _sequel(sequel: Sequel, typed: Sequence[set[str]], first: int) -> list[int]:
    """The ranks of the words of a sequel that begins at `first`, none if it does not."""
    term, *rest = sequel.terms
    if term not in typed[first]:
        return []
    if not rest:
        return [first]
    for rank in range(first + 1, min(first + sequel.slop + 1, len(typed))):
        if following := _sequel(Sequel(tuple(rest), sequel.slop), typed, rank):
            return [first, *following]
    return []


def _disjoint(found: Iterable[Word]) -> list[Span]:
    """The spans of words without what they share: one character can hold two words, as ½ does."""
    spans: list[Span] = []
    for word in found:
        start = max(word.start, spans[-1][1]) if spans else word.start
        if start < word.end:
            spans.append((start, word.end))
    return spans


def marks(tree: Query) -> Mapping[str, Marks]:
    """What to mark for each field; what stands under Not is left out."""
    found: dict[str, Marks] = {}
    for leaf in _leaves(tree):
        marked = found.setdefault(leaf.fieldname, Marks())
        if type(leaf) is Phrase:
            marked.sequels.add(Sequel(tuple(leaf.words), leaf.slop))
        else:
            marked.terms.add(leaf.text)
    return found


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


def segments(text: str, spans: Iterable[Span], start: int, end: int) -> Passage:
    """The characters [start, end) of a text in segments, `spans` being hits among them."""
    found: list[Segment] = []
    for first, last in spans:
        if first > start:
            found.append(Segment(text[start:first], hit=False))
        found.append(Segment(text[first:last], hit=True))
        start = last
    if start < end:
        found.append(Segment(text[start:end], hit=False))
    return tuple(found)
