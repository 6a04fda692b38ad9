"""Which passages of an article answer the query, and which of their characters are hits?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whoosh.query import And, ConstantScoreQuery, Or, Phrase, Query, Term

from indexer.analysis import Word, words
from indexer.fields import ACCENTED, LITERAL, STEM

PASSAGE_CHARACTERS = 220
PASSAGES = 3
# A passage is cut between words, unless a word is longer than this
WORD_CHARACTERS = 60
ELLIPSIS = "…"


class Segment(NamedTuple):
    """A piece of text, and whether it is a hit."""

    text: str
    hit: bool


Passage = tuple[Segment, ...]
Span = tuple[int, int]


@dataclass(slots=True)
class Marks:
    """What is marked in one field: single terms, and phrases as tuples of terms."""

    terms: set[str] = field(default_factory=set)
    phrases: set[tuple[str, ...]] = field(default_factory=set)

    def spans(self, found: list[Word]) -> list[Span]:
        """The spans [start, end) of the hits among the words of a text, in order, disjoint."""
        hits = {
            i
            for i, word in enumerate(found)
            if not self.terms.isdisjoint(
                (STEM + word.stem, LITERAL + word.literal, ACCENTED + word.accented)
            )
        }
        for phrase in self.phrases:
            for first in range(len(found) - len(phrase) + 1):
                window = found[first : first + len(phrase)]
                if all(LITERAL + w.literal == term for w, term in zip(window, phrase, strict=True)):
                    hits.update(range(first, first + len(phrase)))
        return _disjoint((found[i].start, found[i].end) for i in sorted(hits))


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """The spans in order without what they share: one character can hold two words, as ½ does."""
    found: list[Span] = []
    for start, end in spans:
        first = max(start, found[-1][1]) if found else start
        if first < end:
            found.append((first, end))
    return found


def marks(tree: Query) -> Mapping[str, Marks]:
    """What to mark for each field; what stands under Not is left out."""
    found: dict[str, Marks] = {}
    for leaf in _leaves(tree):
        marked = found.setdefault(leaf.fieldname, Marks())
        if type(leaf) is Phrase:
            marked.phrases.add(tuple(leaf.words))
        else:
            marked.terms.add(leaf.text)
    return found


def _leaves(tree: Query) -> Iterator[Term | Phrase]:
    match tree:
        case And() | Or():
            for sub in tree.subqueries:
                yield from _leaves(sub)
        case ConstantScoreQuery():
            yield from _leaves(tree.child)
        case Term() | Phrase():
            yield tree


def whole(text: str, marked: Marks) -> Passage:
    """The whole text in segments."""
    return _segments(text, marked.spans(list(words(text))), 0, len(text))


def passages(texts: Sequence[str], marked: Marks) -> tuple[Passage, ...]:
    """The best passages of some paragraphs, in reading order, cut at words; none without a hit.

    A passage is better for holding more different words of the query, then for more hits.
    """
    found = [
        (-len({text[start:end].lower() for start, end in group}), -len(group), rank, group)
        for rank, text in enumerate(texts)
        for group in _groups(marked.spans(list(words(text))))
    ]
    excerpts: list[Passage] = []
    last, shown = -1, 0
    for *_, rank, group in sorted(sorted(found)[:PASSAGES], key=lambda row: row[2:]):
        shown = shown if rank == last else 0
        excerpt, shown = _excerpt(texts[rank], group, shown)
        excerpts.append(excerpt)
        last = rank
    return tuple(excerpts)


def _groups(spans: list[Span]) -> Iterator[list[Span]]:
    """The hits that fit together in one passage."""
    group: list[Span] = []
    for span in spans:
        if group and span[1] - group[0][0] > PASSAGE_CHARACTERS:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _excerpt(text: str, spans: list[Span], shown: int) -> tuple[Passage, int]:
    """The text around some hits, from `shown` on at the earliest, and where it ends."""
    first, last = spans[0][0], spans[-1][1]
    room = max(0, PASSAGE_CHARACTERS - (last - first))
    end = min(len(text), max(last, first - room // 2 + PASSAGE_CHARACTERS))
    start = max(shown, min(first, end - PASSAGE_CHARACTERS))
    if start:
        start = text.rfind(" ", max(shown, start - WORD_CHARACTERS), start + 1) + 1 or first
    if end < len(text):
        stop = text.find(" ", end, end + WORD_CHARACTERS)
        end = max(end, stop) if stop >= 0 or end + WORD_CHARACTERS < len(text) else len(text)
    passage = _segments(text, spans, start, end)
    before = (Segment(f"{ELLIPSIS} ", hit=False),) if start else ()
    after = (Segment(f" {ELLIPSIS}", hit=False),) if end < len(text) else ()
    return (*before, *passage, *after), end


def _segments(text: str, spans: Iterable[Span], start: int, end: int) -> Passage:
    found: list[Segment] = []
    for first, last in spans:
        if first > start:
            found.append(Segment(text[start:first], hit=False))
        found.append(Segment(text[first:last], hit=True))
        start = last
    if start < end:
        found.append(Segment(text[start:end], hit=False))
    return tuple(found)
