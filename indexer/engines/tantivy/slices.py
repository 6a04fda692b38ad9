"""How does a costly search end in time? It is asked of one slice of the archive after another.

tantivy cannot be stopped, and a search of it ends when it has seen every match.
"""

from collections.abc import Iterator
from time import monotonic

from tantivy import Searcher
from whoosh import query

from indexer import deadline
from indexer.engines.tantivy.schema import place
from indexer.engines.trees import positions

# About as many postings are read for all that is asked of a search in half a second of one core;
# a slice is asked for less, and is begun with where so many would be read
SLICE_POSTINGS = 50_000_000
# What the positions of a posting cost beside the posting itself; of words that may be near each
# other in many ways, most are found out sooner
_POSITIONS, _SOONER, _MANY = 8, 2, 4
# Articles are shared out by the first digits of their ids, which say nothing of them
_DIGITS, _HEX = 3, "0123456789abcdef"
_GROUPS = len(_HEX) ** _DIGITS
_LARGEST = _GROUPS // 2
_OTHERS = f"..?|[^{_HEX}].*|.[^{_HEX}].*|..[^{_HEX}].*"
# Slices become larger where they take less than this
_SECONDS = 0.1


class Slices:
    """The slices of one generation."""

    def __init__(self, searcher: Searcher) -> None:
        """`searcher` is that of a whole generation."""
        self._searcher = searcher

    def are_due(self, work: int) -> bool:
        """Whether a search that reads so many postings may take longer than there is time."""
        end = deadline.here()
        left = (end - monotonic()) / deadline.HERE_SECONDS
        return work > SLICE_POSTINGS * left or deadline.is_over(end)

    def work(self, tree: query.Query) -> int:
        """About how many postings are read for a tree, once; positions count for several."""
        return sum(self._postings(leaf) for leaf in tree.leaves())

    def _postings(self, leaf: query.Query) -> int:
        match leaf:
            case query.Phrase():
                held = sum(self._frequency(leaf.fieldname, word) for word in leaf.words)
                times = positions(len(leaf.words), leaf.slop) // len(leaf.words)
                return held * times * (_POSITIONS if times < _MANY else _SOONER)
            case query.Term():
                return self._frequency(leaf.fieldname, leaf.text)
        return 0

    def _frequency(self, name: str, text: str) -> int:
        found = place(name, text)
        return int(self._searcher.doc_freq(*found)) if found else 0


def in_time(work: int) -> Iterator[str | None]:
    """Patterns of ids that share out the archive, None instead of the next one when time is up.

    `work` is that of the search on the whole archive.
    """
    end = deadline.here()
    first, step = 0, _step(work)
    while not deadline.is_over(end):
        begun = monotonic()
        if first == _GROUPS:
            yield _OTHERS
            return
        yield _pattern(first, step)
        first += step
        quick = monotonic() - begun < _SECONDS
        if quick and step < _LARGEST and first % (2 * step) == 0:
            step *= 2
    yield None


def _step(work: int) -> int:
    """How many groups the first slice has, a power of two below their number."""
    slices = min(_GROUPS, max(2, work // SLICE_POSTINGS))
    return int(_GROUPS >> (slices - 1).bit_length())


def _pattern(first: int, step: int) -> str:
    """The ids of `step` groups, a power of two that divides `first`."""
    digits = f"{first:0{_DIGITS}x}"
    fixed = _DIGITS - 1 - (step.bit_length() - 1) // 4
    varying = int(digits[fixed], 16)
    after = _DIGITS - 1 - fixed
    some = _HEX[varying : varying + (step >> 4 * after)]
    return f"{digits[:fixed]}[{some}]{f'[{_HEX}]' * after}.*"
