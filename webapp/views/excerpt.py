"""What does a card say of an article, in two lines and without losing a mark?"""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from indexer.analysis import fold_label
from indexer.search.highlight import Passage, Segment, is_marked
from indexer.search.results import Hit

# Characters that two lines of a phone hold, whatever its font
ROOM = 76
# Characters kept beside a mark at least
LEAST = 12
TAGS = 3


class Excerpt(NamedTuple):
    """A text of a card, and whether it is the lede."""

    text: Passage
    is_lede: bool

    @property
    def fits(self) -> bool:
        """Whether all the marks are within two lines."""
        return _end(self.text) <= ROOM


def excerpt(hit: Hit) -> Excerpt:
    """The lede or the passage that marks the most words, the lede where nothing is marked."""
    best = max((hit.lede, *hit.body), key=_marked_words)
    return Excerpt(_brief(best), best is hit.lede)


def tags(hit: Hit, selected: Collection[str]) -> list[tuple[str, Passage]]:
    """The tags that a card has room for, as they are and marked.

    Those that are marked or of which the folded form is selected come first.
    """

    def is_why(pair: tuple[str, Passage]) -> bool:
        return is_marked(pair[1]) or fold_label(pair[0]) in selected

    pairs = list(zip(hit.article.tags, hit.tags, strict=True))
    return sorted(pairs, key=is_why, reverse=True)[:TAGS]


def _marked_words(passage: Passage) -> int:
    return len({segment.text.casefold() for segment in passage if segment.hit})


def _end(passage: Passage) -> int:
    """Where the last mark of a passage ends."""
    ends = 0
    length = 0
    for segment in passage:
        length += len(segment.text)
        ends = length if segment.hit else ends
    return ends


def _brief(passage: Passage) -> Passage:
    """A passage with less around its marks, as much less as brings them within ROOM."""
    if _end(passage) <= ROOM:
        return passage
    last = max(rank for rank, segment in enumerate(passage) if segment.hit)
    between = sum(not segment.hit for segment in passage[:last])
    marks = sum(len(segment.text) for segment in passage if segment.hit)
    # what is cut is told by « … » and spaces
    each = max(LEAST, (ROOM - marks) // max(1, between) - 3)
    shorter = tuple(_shortened(passage[:last], each)) + passage[last:]
    if _end(shorter) <= ROOM:
        return shorter
    rest = (Segment(_head(one.text, each), one.hit) for one in shorter[last + 1 :])
    return (*shorter[: last + 1], *rest)


def _shortened(passage: Passage, each: int) -> Iterator[Segment]:
    """The segments before a last mark, `each` characters at most of those without one."""
    for rank, segment in enumerate(passage):
        if segment.hit or len(segment.text) <= each:
            yield segment
        elif rank:
            text = _head(segment.text, each // 2) + _tail(segment.text, each // 2)[1:]
            yield Segment(text, hit=False)
        else:
            yield Segment(_tail(segment.text, each), hit=False)


def _head(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"


def _tail(text: str, most: int) -> str:
    return text if len(text) <= most else f"… {text[-most:].partition(' ')[2]}"
