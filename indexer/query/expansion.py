"""Which words of the archive does a pattern or an approximate spelling stand for?"""

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

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
    """The literal forms that a folded pattern stands for, with their frequencies."""
    found = _frequencies(leading(asked), fields, vocabulary)
    if asked == f"{leading(asked)}*":
        return found
    pattern = matcher(asked)
    return Counter({form: n for form, n in found.items() if pattern.fullmatch(form)})


def close(
    literal: str, edits: int, fields: Sequence[TextField], vocabulary: Vocabulary
) -> dict[str, tuple[int, int]]:
    """The forms at most `edits` letters away, 0 for as many as its length allows.

    They begin with the same letter; each has its distance, in edits of optimal string alignment,
    and its frequency.
    """
    allowed = edits or (2 if len(literal) >= LONG_WORD else 1)
    found = _frequencies(literal[:1], fields, vocabulary)
    rows = process.extract(
        literal, list(found), scorer=OSA.distance, score_cutoff=allowed, limit=None
    )
    return {form: (int(distance), found[form]) for form, distance, _ in rows}


def most_frequent(found: Counter[str]) -> list[str]:
    """At most MAX_EXPANSION forms, the most frequent first, then in alphabetical order."""
    return nsmallest(MAX_EXPANSION, found, lambda form: (-found[form], form))


def _frequencies(prefix: str, fields: Sequence[TextField], vocabulary: Vocabulary) -> Counter[str]:
    found: dict[str, int] = {}
    prefixes = [(field.name, of_literal(prefix)) for field in fields]
    for rows in vocabulary.terms_of(prefixes).values():
        for term, count in rows:
            form = literal_in(term)
            found[form] = found.get(form, 0) + count
    return Counter(found)
