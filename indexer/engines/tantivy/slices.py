"""How does a costly search end in time? It is asked of one slice of the archive after another.

tantivy cannot be stopped, and a search of it ends when it has seen every match.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from time import monotonic
from typing import NamedTuple

from whoosh import query

from indexer import deadline
from indexer.engines.request import EngineRequest
from indexer.engines.tree_rewrites import positions

# From this number of postings on a search is sliced: about what one core reads in a second
COSTLY = 50_000_000
# A slice has an eighth of that, as asking for it takes longer than reading
_SLICE = COSTLY // 8
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

# By facet, or of the months: how often each number was counted
Numbers = dict[str, dict[int, int]]


class Part(NamedTuple):
    """What was counted in a part of the archive; values of facets and months are numbers."""

    total: int
    unselected: Mapping[str, int]
    numbers: Numbers
    tallies: Mapping[str, int]


class Parts:
    """What parts of the archive add up to."""

    def __init__(self, request: EngineRequest) -> None:
        """No part so far."""
        self.total = 0
        self.unselected = Counter(dict.fromkeys(request.counted, 0))
        self.numbers: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.tallies = Counter(dict.fromkeys(request.tallies, 0))

    def add(self, part: Part) -> None:
        """Add what was counted in one more."""
        self.total += part.total
        self.unselected.update(part.unselected)
        self.tallies.update(part.tallies)
        for name, counts in part.numbers.items():
            self.numbers[name].update(counts)


def are_due(postings: int) -> bool:
    """Whether a search that reads this number of postings may take longer than there is time."""
    end = deadline.here()
    left = (end - monotonic()) / deadline.HERE_SECONDS
    return postings > COSTLY * left or deadline.is_over(end)


def work(tree: query.Query, frequency: Callable[[str, str], int]) -> int:
    """About how many postings are read for a tree, once; positions count for several.

    `frequency(field, term)` is the number of articles that hold a term.
    """
    return sum(_postings(leaf, frequency) for leaf in tree.leaves())


def _postings(leaf: query.Query, frequency: Callable[[str, str], int]) -> int:
    match leaf:
        case query.Phrase():
            held = sum(frequency(leaf.fieldname, word) for word in leaf.words)
            times = positions(len(leaf.words), leaf.slop) // len(leaf.words)
            return held * times * (_POSITIONS if times < _MANY else _SOONER)
        case query.Term():
            return frequency(leaf.fieldname, leaf.text)
    return 0


def in_time(postings: int) -> Iterator[str | None]:
    """Patterns of ids that share out the archive, None instead of the next one when time is up.

    So many `postings` are read for the search on the whole archive.
    """
    end = deadline.here()
    first, step = 0, _step(postings)
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


def _step(postings: int) -> int:
    """How many groups the first slice has, a power of two below their number."""
    slices = min(_GROUPS, max(2, postings // _SLICE))
    return int(_GROUPS >> (slices - 1).bit_length())


def _pattern(first: int, step: int) -> str:
    """The ids of `step` groups, a power of two that divides `first`."""
    digits = f"{first:0{_DIGITS}x}"
    fixed = _DIGITS - 1 - (step.bit_length() - 1) // 4
    varying = int(digits[fixed], 16)
    after = _DIGITS - 1 - fixed
    some = _HEX[varying : varying + (step >> 4 * after)]
    return f"{digits[:fixed]}[{some}]{f'[{_HEX}]' * after}.*"
