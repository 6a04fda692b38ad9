"""Combine the documents that several trees found: arrays of numbers in order, and their scores."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.bm25 import Floats

# Below one document in this number, sorting the few is cheaper than an array of all
_SPARSE = 32


class Found(NamedTuple):
    """Documents in order, and the score of each."""

    ids: Array
    scores: Floats


NOTHING = Found(np.empty(0, np.int32), np.empty(0, np.float64))


def union(found: Sequence[Found], count: int) -> Found:
    """The documents of any, their scores added up; `count` is how many documents there are."""
    some = [one for one in found if len(one.ids)]
    if len(some) < 2:  # noqa: PLR2004
        return some[0] if some else NOTHING
    ids = np.concatenate([one.ids for one in some])
    scores = np.concatenate([one.scores for one in some])
    if len(ids) * _SPARSE < count:
        distinct, places = np.unique(ids, return_inverse=True)
        return Found(distinct, np.bincount(places, scores).astype(np.float64))
    totals = np.bincount(ids, scores, count)
    distinct = np.flatnonzero(mask([ids], count)).astype(np.int32)
    return Found(distinct, totals[distinct])


def intersection(found: Sequence[Found], count: int) -> Found:
    """The documents of all, their scores added up."""
    least, *others = sorted(found, key=lambda one: len(one.ids))
    for other in others:
        there = within(least.ids, other.ids, count)
        ids = least.ids[there]
        more = other.scores[np.searchsorted(other.ids, ids)]
        least = Found(ids, least.scores[there] + more)
    return least


def preferred(found: Found, more: Found, count: int) -> Found:
    """The documents of the first; the scores of the second are added where it has them too."""
    there = within(found.ids, more.ids, count)
    scores = found.scores.copy()
    scores[there] += more.scores[np.searchsorted(more.ids, found.ids[there])]
    return Found(found.ids, scores)


def within(ids: Array, others: Array, count: int) -> Array:
    """Which documents are among others, as a mask."""
    if len(ids) * _SPARSE < count:
        if not len(others):
            return np.zeros(len(ids), bool)
        places = np.minimum(np.searchsorted(others, ids), len(others) - 1)
        found: Array = others[places] == ids
        return found
    return mask([others], count)[ids]


def mask(some: Iterable[Array], count: int) -> Array:
    """Which documents of all are in any of some arrays."""
    there = np.zeros(count, bool)
    for ids in some:
        there[ids] = True
    return there
