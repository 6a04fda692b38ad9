"""Are two texts nearly the same, and which keys do such texts share?

A text is the set of its shingles, SHINGLE words in a row. The nearness of two texts is the share of
their shingles that both have (Jaccard's index). MinHash (Broder, 1997) draws numbers of a text; two
texts have each of them in common with a probability that is their nearness. BANDS groups of ROWS
numbers give the keys, so that two texts of nearness n share a key with probability
1 - (1 - n^ROWS)^BANDS: 0.86 at 0.6, 0.996 at 0.8, 0.008 at 0.1.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from itertools import islice

from rensa import RMinHash

SHINGLE = 3
BANDS, ROWS = 8, 3
SEED = 1
# Nearness from which two texts count as one; decision 15 has what rewritten ones were measured at
NEAR = 0.4
# Below this many words two texts are the same by chance: « Les titres du jour »
LEAST_WORDS = 30
# How many words of a text are compared, so that the longest text costs no more than a long one
MOST_WORDS = 1500
_KEY_BYTES = 5


def shingles(words: Iterable[str]) -> frozenset[str]:
    """The shingles of a text given by its literal forms; none below LEAST_WORDS words."""
    first = list(islice(words, MOST_WORDS))
    if len(first) < LEAST_WORDS:
        return frozenset()
    return frozenset(map(" ".join, zip(*(first[start:] for start in range(SHINGLE)), strict=False)))


def nearness(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Jaccard's index of two sets of shingles, from 0 to 1; 0 where both are empty."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def keys(shingles: AbstractSet[str]) -> tuple[str, ...]:
    """The BANDS keys of a text given by its shingles, in hexadecimal, the same on every machine.

    None without shingles.
    """
    if not shingles:
        return ()
    drawn = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    drawn.update(list(shingles))
    numbers = drawn.digest()
    return tuple(_key(rank, numbers[rank : rank + ROWS]) for rank in range(0, len(numbers), ROWS))


def _key(rank: int, numbers: Sequence[int]) -> str:
    text = repr((rank, *numbers))
    return blake2b(text.encode(), digest_size=_KEY_BYTES).hexdigest()
