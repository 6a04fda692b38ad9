"""Which passages of an article show best why it was found?"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from indexer.search.highlight import Marks, Passage, Segment, segments, spans
from indexer.search.sequences import Span

PASSAGES = 3
# Hits further apart than this stand in different passages
PASSAGE_CHARACTERS = 200
MAX_CHARACTERS = 300
ELLIPSIS = "…"

# How far a passage may reach for the end of a sentence, or of a word
_REACH = 40
_SENTENCE = re.compile(r"[.!?…][»”\")\]]*\s+")


def passages(texts: Sequence[str], marked: Marks) -> tuple[Passage, ...]:
    """The PASSAGES best passages of some paragraphs, in reading order; none without a hit.

    The best ones hold most different words of the query, then most hits. A passage has at most
    MAX_CHARACTERS; it begins and ends at the bounds of a sentence within _REACH, else of a word.
    """
    candidates = [
        (-len({text[start:end].lower() for start, end in group}), -len(group), rank, group)
        for rank, (text, hits) in enumerate(zip(texts, spans(texts, marked), strict=True))
        for group in _groups(hits)
    ]
    chosen = [(rank, group) for *_, rank, group in sorted(candidates)[:PASSAGES]]
    excerpts: list[Passage] = []
    for rank, groups in groupby(sorted(chosen), key=lambda row: row[0]):
        excerpts += _excerpts(texts[rank], [group for _, group in groups])
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


def _excerpts(text: str, groups: Sequence[list[Span]]) -> Iterator[Passage]:
    """The text around some groups of hits, no character twice."""
    shown = 0
    for rank, group in enumerate(groups):
        following = groups[rank + 1][0][0] if rank + 1 < len(groups) else len(text)
        start, end = _bounds(text, (group[0][0], group[-1][1]), (shown, following))
        before = (Segment(f"{ELLIPSIS} ", hit=False),) if start else ()
        after = (Segment(f" {ELLIPSIS}", hit=False),) if end < len(text) else ()
        yield (*before, *segments(text, group, start, end), *after)
        shown = end


def _bounds(text: str, hits: Span, allowed: Span) -> Span:
    """Where a passage around the characters `hits` begins and ends inside `allowed`."""
    (first, last), (shown, following) = hits, allowed
    room = max(0, PASSAGE_CHARACTERS - (last - first))
    end = min(len(text), max(last, first - room // 2 + PASSAGE_CHARACTERS))
    start = _start(text, max(shown, min(first, end - PASSAGE_CHARACTERS)), first, shown)
    end = _end(text, max(last, min(end, start + PASSAGE_CHARACTERS)))
    if end > following:
        end = max(last, text.rfind(" ", last, following))
    return start, end


def _start(text: str, start: int, first: int, shown: int) -> int:
    """Where a passage begins: a sentence if one does near `start`, else a word, `first` at last."""
    nearest = max(shown, start - _REACH)
    if nearest == 0:
        return 0
    sentences = [match.end() for match in _SENTENCE.finditer(text, nearest, first)]
    if sentences:
        return min(sentences, key=lambda place: abs(place - start))
    return text.rfind(" ", nearest, start + 1) + 1 or text.find(" ", start, first) + 1 or first


def _end(text: str, end: int) -> int:
    """Where a passage ends: with a sentence if one does soon, else with a word, `end` at last."""
    if end + _REACH >= len(text):
        return len(text)
    sentence = _SENTENCE.search(text, max(0, end - 1), end + _REACH)
    if sentence:
        return sentence.start() + len(sentence.group().rstrip())
    return max(end, text.find(" ", end, end + _REACH))
