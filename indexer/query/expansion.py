"""Which words of the archive does a pattern or an approximate spelling stand for?"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from heapq import nsmallest

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis.terms import LITERAL
from indexer.query.wildcards import leading, matcher
from indexer.schema import TextField

MAX_EXPANSION = 200
# From this length on a word may be two edits away, below one: half of a short word is another one
LONG_WORD = 6

# The vocabulary of a field: (field, prefix) → the terms that begin so and how many articles hold it
Terms = Callable[[str, str], Iterator[tuple[str, int]]]


def matching(asked: str, fields: Sequence[TextField], terms: Terms) -> Counter[str]:
    """The literal forms that a folded pattern stands for, with their frequencies.

    A frequency is the number of articles that hold the form, added up over `fields`.
    """
    counts = _frequencies(leading(asked), fields, terms)
    if asked == f"{leading(asked)}*":
        return counts
    pattern = matcher(asked)
    return Counter({form: n for form, n in counts.items() if pattern.fullmatch(form)})


def close(
    literal: str, edits: int, fields: Sequence[TextField], terms: Terms
) -> dict[str, tuple[int, int]]:
    """The literal forms within `edits` of a literal one, each with its distance and its frequency.

    The distance is in edits of optimal string alignment (a swap of neighbours is one edit). With
    `edits` 0 the length of the word decides: 2 from LONG_WORD letters on, else 1. All begin with
    the same letter.
    """
    allowed = edits or (2 if len(literal) >= LONG_WORD else 1)
    counts = _frequencies(literal[:1], fields, terms)
    rows = process.extract(
        literal, list(counts), scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    return {form: (int(distance), counts[form]) for form, distance, _ in rows}


def most_frequent(counts: Counter[str]) -> list[str]:
    """At most MAX_EXPANSION forms, the most frequent first, then in alphabetical order."""
    return nsmallest(MAX_EXPANSION, counts, lambda form: (-counts[form], form))


def _frequencies(prefix: str, fields: Sequence[TextField], terms: Terms) -> Counter[str]:
    counts: dict[str, int] = {}
    start = len(LITERAL)
    for field in fields:
        for term, count in terms(field.name, LITERAL + prefix):
            form = term[start:]
            counts[form] = counts.get(form, 0) + count
    return Counter(counts)
