"""How much is a word worth in a document? Okapi BM25 as Lucene and tantivy have it."""

from math import log

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.arrays import Array
from indexer.schema import K1, B

Floats = NDArray[np.float64]


def idf(holding: int, documents: int) -> float:
    """Lucene's idf: ln(1 + (N - n + 0.5) / (n + 0.5))."""
    return log(1 + (documents - holding + 0.5) / (holding + 0.5))


def norms(lengths: Array, average: float) -> Floats:
    """The part of BM25 that a document's length gives: k1 (1 - b + b length / average)."""
    return K1 * (1 - B + B * quantised(lengths) / average)


def scores(weight: float, frequencies: Array, norm: Floats) -> Floats:
    """weight * tf (k1 + 1) / (tf + norm), `weight` being the boost times the idf."""
    found = frequencies.astype(np.float64)
    return weight * (K1 + 1) * found / (found + norm)


def quantised(lengths: Array) -> Floats:
    """Lengths rounded down to those that Lucene's SmallFloat keeps in one byte."""
    ranks = np.searchsorted(_KEPT, lengths, side="right") - 1
    return _KEPT[ranks].astype(np.float64)


def _kept(code: int) -> int:
    """The length that a byte stands for: exact up to 40, then a float of four significant bits."""
    if code < _EXACT:
        return code
    bits, shift = (code - _EXACT) & 7, ((code - _EXACT) >> 3) - 1
    return _EXACT + (bits if shift < 0 else (bits | 8) << shift)


_EXACT = 24
_KEPT = np.array([_kept(code) for code in range(256)], np.int64)
