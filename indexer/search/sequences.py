"""Which words of a text stand in the sequences that a query asks for?"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

# A longer sequence is marked word by word: a passage is to hold a mark whole, whatever is between
LONGEST_MARK = 150

Span = tuple[int, int]


class TermSequence(NamedTuple):
    """Terms in this order, each 1 to `slop` words after the one before: 1 is the next word."""

    terms: tuple[str, ...]
    slop: int


class WordHit(NamedTuple):
    """A word that is marked, alone or in a sequence: its rank, its span, its terms."""

    rank: int
    span: Span
    terms: set[str]


def runs(sequence: TermSequence, hits: Sequence[WordHit]) -> Iterator[Span]:
    """From the first word to the last of every whole sequence of words in a row."""
    by_rank = {hit.rank: hit for hit in hits}
    first, *others = sequence.terms
    for hit in hits:
        if first not in hit.terms:
            continue
        run = [hit]
        for term in others:
            following = by_rank.get(run[-1].rank + 1)
            if following is None or term not in following.terms:
                break
            run.append(following)
        else:
            yield from _joined(run)


def _joined(run: Sequence[WordHit]) -> Iterator[Span]:
    """The span of words in a row, or each its own where they reach too far."""
    start, end = run[0].span[0], run[-1].span[1]
    if end - start <= LONGEST_MARK:
        yield start, end
    else:
        yield from (hit.span for hit in run)


def words(sequence: TermSequence, hits: Sequence[WordHit]) -> Iterator[Span]:
    """The words of every whole sequence: reached from its first term, leading to its last."""
    return (hit.span for hit in _followed(sequence, hits))


def _followed(sequence: TermSequence, hits: Sequence[WordHit]) -> Iterator[WordHit]:
    reached: list[list[WordHit]] = []
    for term in sequence.terms:
        held = [hit for hit in hits if term in hit.terms]
        reached.append(_near(held, reached[-1], -sequence.slop, -1) if reached else held)
    leading: list[WordHit] = reached.pop()
    yield from leading
    while reached:
        leading = _near(reached.pop(), leading, 1, sequence.slop)
        yield from leading


def _near(
    hits: Sequence[WordHit], others: Sequence[WordHit], least: int, most: int
) -> list[WordHit]:
    """The hits that have another one `least` to `most` words after them; negative is before."""
    ranks = [other.rank for other in others]
    return [
        hit
        for hit in hits
        if bisect_left(ranks, hit.rank + least) < bisect_right(ranks, hit.rank + most)
    ]
