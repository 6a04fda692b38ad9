"""Which words of the archive does a pattern or an approximate spelling stand for?"""

from collections import Counter
from collections.abc import Collection, Sequence
from heapq import nsmallest
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis.terms import literal_in, of_literal
from indexer.engines import Vocabulary
from indexer.query.wildcards import leading, matcher
from indexer.schema import TextField

MAX_EXPANSION = 200
# From this length on a word may be two edits away, below one: half of a short word is another one
LONG_WORD = 6


def matching(asked: str, fields: Sequence[TextField], vocabulary: Vocabulary) -> Counter[str]:
    """The literal forms that a folded pattern stands for, with their frequencies.

    A frequency is the number of articles that hold the form, added up over `fields`.
    """
    counts = frequencies([leading(asked)], fields, vocabulary)
    if asked == f"{leading(asked)}*":
        return counts
    pattern = matcher(asked)
    return Counter({form: n for form, n in counts.items() if pattern.fullmatch(form)})


def close(
    literal: str, edits: int, fields: Sequence[TextField], vocabulary: Vocabulary
) -> dict[str, tuple[int, int]]:
    """The literal forms within `edits` of a literal one, each with its distance and its frequency.

    The distance is in edits of optimal string alignment (a swap of neighbours is one edit). With
    `edits` 0 the length of the word decides: 2 from LONG_WORD letters on, else 1. All begin with
    the same letter.
    """
    allowed = edits or (2 if len(literal) >= LONG_WORD else 1)
    counts = frequencies([literal[:1]], fields, vocabulary)
    rows = process.extract(
        literal, list(counts), scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    return {form: (int(distance), counts[form]) for form, distance, _ in rows}


def most_frequent(counts: Counter[str]) -> list[str]:
    """At most MAX_EXPANSION forms, the most frequent first, then in alphabetical order."""
    return nsmallest(MAX_EXPANSION, counts, lambda form: (-counts[form], form))


def frequencies(
    prefixes: Collection[str], fields: Sequence[TextField], vocabulary: Vocabulary
) -> Counter[str]:
    """The literal forms that begin so, none of `prefixes` beginning with another, as `matching`."""
    begun = [(field.name, of_literal(prefix)) for field in fields for prefix in prefixes]
    # nearly all stand in one field, the body
    most, *others = sorted(vocabulary.terms_of(begun).values(), key=len, reverse=True)
    counts = dict(most)
    for term, count in chain.from_iterable(others):
        counts[term] = counts.get(term, 0) + count
    return Counter({literal_in(term): count for term, count in counts.items()})
