"""Are two texts nearly the same, and which keys do such texts share?

A text is the set of its shingles, SHINGLE words in a row. The nearness of two texts is the share of
their shingles that both have (Jaccard's index). MinHash (Broder, 1997) draws numbers of a text; two
texts have each of them in common with a probability that is their nearness. BANDS groups of ROWS
numbers give the keys, so that two texts of nearness n share a key with probability
1 - (1 - n^ROWS)^BANDS: 0.86 at 0.6, 0.996 at 0.8, 0.008 at 0.1.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from hashlib import blake2b, shake_128
from itertools import islice
from zlib import crc32

import numpy as np

SHINGLE = 3
BANDS, ROWS = 8, 3
# What permutations are derived from: an index holds what they draw
SEED = 2
# Nearness from which two texts count as one; decision 15 has what rewritten ones were measured at
NEAR = 0.4
# Below this many words two texts are the same by chance: « Les titres du jour »
LEAST_WORDS = 30
# How many words of a text are compared, so that the longest text costs no more than a long one
MOST_WORDS = 1500
_KEY_BYTES = 5
# One permutation of the codes of shingles for each number drawn: x → (a x + b) mod 2^64
_A, _B = np.frombuffer(shake_128(bytes([SEED])).digest(16 * BANDS * ROWS), "<u8").reshape(2, -1, 1)


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
    codes = np.fromiter(map(crc32, map(str.encode, shingles)), np.uint64, len(shingles))
    drawn = (_A * codes + _B).min(axis=1).astype("<u8")
    return tuple(
        blake2b(numbers.tobytes(), digest_size=_KEY_BYTES, salt=bytes([band])).hexdigest()
        for band, numbers in enumerate(drawn.reshape(BANDS, ROWS))
    )
