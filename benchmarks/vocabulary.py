"""Which French words does the benchmark write with, and how often does each of them come?

No word list is shipped: 60,000 forms are derived from roots, prefixes and endings, so that
inflections share stems as they do in French. Their frequencies follow Zipf and Mandelbrot.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from benchmarks.roots import FAMILIES, FUNCTION_WORDS, Family

FORMS = 60_000
# Zipf–Mandelbrot 1 / (rank + offset): the first content word makes 0.3 % of the content words
OFFSET = 50
VOWELS = frozenset("aàâeéèêiîoôuœhAÀÂEÉÈÊIÎOÔUŒ")

# Endings that never change the root they come after: indication, local
_LEARNED = ("at", "ab", "al")
# As written before a consonant, as written before a vowel, share of the bare root
_PREFIXES = (
    ("", "", 1.0),
    ("re", "ré", 0.05),
    ("dé", "dés", 0.04),
    ("sur", "sur", 0.03),
    ("pré", "pré", 0.03),
    ("co", "co", 0.02),
    ("inter", "inter", 0.02),
    ("contre-", "contre-", 0.01),
)


@dataclass(frozen=True, slots=True)
class Weighted:
    """Strings to draw, most frequent first, with their cumulative weights for random.choices."""

    texts: tuple[str, ...]
    cumulative: tuple[float, ...]


def zipf(texts: Sequence[str], offset: float) -> Weighted:
    """The texts with weights 1 / (rank + offset), ranks from 1."""
    weights = (1 / (rank + offset) for rank in range(1, len(texts) + 1))
    return Weighted(tuple(texts), tuple(accumulate(weights)))


@cache
def content() -> Weighted:
    """The FORMS words that carry meaning: nouns, adjectives, verbs, names and figures."""
    weights: defaultdict[str, float] = defaultdict(float)
    for family in FAMILIES:
        for form, weight in _forms(family):
            weights[form] += weight
    ranked = sorted(weights, key=lambda form: (-weights[form], form))
    return zipf(ranked[:FORMS], OFFSET)


@cache
def function() -> Weighted:
    """What stands before a content word, « de la » or nothing, with the space that follows it."""
    rows = [row.rsplit(" ", 1) for row in FUNCTION_WORDS.splitlines() if row]
    texts = tuple(f"{text} " if text != "-" else "" for text, _ in rows)
    return Weighted(texts, tuple(accumulate(float(weight) for _, weight in rows)))


def _forms(family: Family) -> Iterator[tuple[str, float]]:
    """The forms of a family with their weights: frequent roots in their first endings lead."""
    endings = family.endings.split()
    for rank, root in enumerate(family.roots.split()):
        for before_consonant, before_vowel, share in _PREFIXES[: family.prefixes]:
            stem = (before_vowel if root[0] in VOWELS else before_consonant) + root
            for place, ending in enumerate(endings):
                weight = family.weight * share / (rank + 5) / (place + 1)
                yield _inflected(stem, ending.removeprefix("-")), weight


def _inflected(stem: str, ending: str) -> str:
    """Stem and ending with the spelling that keeps the sound: qualifiait, indiquait, avançait."""
    if ending.startswith(_LEARNED):
        return stem + ending
    if stem.endswith("ific"):
        return stem[:-1] + ending
    if stem.endswith(("ic", "oc", "arc")):
        return f"{stem[:-1]}qu{ending}"
    if ending.startswith(("a", "â", "o")):
        if stem.endswith("c"):
            return f"{stem[:-1]}ç{ending}"
        if stem.endswith("g"):
            return f"{stem}e{ending}"
    return stem + ending
