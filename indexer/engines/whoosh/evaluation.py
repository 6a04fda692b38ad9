"""Which documents of a segment answer a tree, and with which scores?"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from whoosh import query

from indexer import deadline
from indexer.engines.document import DAY
from indexer.engines.whoosh import bm25, docsets
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.bm25 import Floats
from indexer.engines.whoosh.docsets import NOTHING, Found
from indexer.engines.whoosh.schema import ID
from indexer.engines.whoosh.segment_reader import Postings, Segment
from indexer.errors import UnsupportedQuery
from indexer.schema import TEXT_FIELDS

# Apart enough for no word of a document to be near one of the next
_APART = 1 << 33
_Null = type(query.NullQuery)


class Statistics:
    """What scores depend on besides a document: the whole index, deleted documents included."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """`segments` are all those of the index."""
        self._segments = segments
        self._documents = sum(segment.count for segment in segments)

    def idf(self, field: str, term: str) -> float:
        """The idf of a term in a field."""
        found = (segment.postings(field, term) for segment in self._segments)
        holding = sum(len(postings.ids) for postings in found if postings)
        return bm25.idf(holding, self._documents)

    @cached_property
    def norms(self) -> Mapping[str, list[Floats]]:
        """The norms of the documents of each segment, by field."""
        found = {}
        for name in (field.name for field in TEXT_FIELDS):
            words = sum(int(segment.lengths[name].sum()) for segment in self._segments)
            average = (words / self._documents if self._documents else 0.0) or 1.0
            found[name] = [bm25.norms(one.lengths[name], average) for one in self._segments]
        return found


class Evaluation:
    """Evaluates trees on one segment until `end`; `timed_out` tells that it took longer.

    What was found when time is up is an answer, but nothing is taken for absent then.
    """

    def __init__(self, rank: int, segment: Segment, statistics: Statistics, end: float) -> None:
        """`rank` is the segment's among those of the statistics, `end` a monotonic time."""
        self._rank, self._segment, self._statistics = rank, segment, statistics
        self._end = end
        self.timed_out = False

    def found(self, tree: query.Query) -> Found:
        """Every match in order; UnsupportedQuery for a node that no engine promises."""
        match tree:
            case query.And():
                return self._all(tree.subqueries)
            case query.Or():
                found = [self.found(sub) for sub in tree.subqueries]
                return docsets.union(found, self._segment.count)
            case query.AndMaybe():
                least, more = self.found(tree.a), self.found(tree.b)
                return docsets.preferred(least, more, self._segment.count)
            case query.Not():
                return self._all([tree])
            case query.ConstantScoreQuery():
                return _flat(self.ids(tree.child), float(tree.score))
        return self._leaf(tree)

    def ids(self, tree: query.Query) -> Array:
        """Every match in order, without the scores, which cost most."""
        match tree:
            case query.Or():
                there = docsets.mask(map(self.ids, tree.subqueries), self._segment.count)
                return np.flatnonzero(there).astype(np.int32)
            case query.And():
                return self._all_ids(tree.subqueries)
            case query.Not():
                return self._all_ids([tree])
            case query.AndMaybe(a=inner) | query.ConstantScoreQuery(child=inner):
                return self.ids(inner)
            case query.Term() if tree.fieldname != ID and self._in_time():
                postings = self._segment.postings(tree.fieldname, tree.text)
                return NOTHING.ids if postings is None else self._kept_ids(postings.ids)
        return self.found(tree).ids

    def _kept_ids(self, ids: Array) -> Array:
        kept = self._segment.kept(ids)
        return ids if kept is None else ids[kept]

    def _in_time(self) -> bool:
        self.timed_out = self.timed_out or deadline.is_over(self._end)
        return not self.timed_out

    def _all(self, trees: Sequence[query.Query]) -> Found:
        """All but what stands under Not, which changes no score."""
        wanted = [self.found(tree) for tree in trees if not isinstance(tree, query.Not)]
        found = docsets.intersection(wanted or [self._every()], self._segment.count)
        kept = self._kept_by(trees, found.ids)
        return Found(found.ids[kept], found.scores[kept])

    def _all_ids(self, trees: Sequence[query.Query]) -> Array:
        wanted = [self.ids(tree) for tree in trees if not isinstance(tree, query.Not)]
        least, *others = sorted(wanted or [self._every().ids], key=len)
        for other in others:
            least = least[docsets.within(least, other, self._segment.count)]
        return least[self._kept_by(trees, least)]

    def _kept_by(self, trees: Sequence[query.Query], ids: Array) -> Array | slice:
        """Which of some documents nothing that stands under Not matches."""
        unwanted = [self.ids(tree.query) for tree in trees if isinstance(tree, query.Not)]
        if not unwanted:
            return slice(None)
        if self.timed_out:
            return slice(0)
        return ~docsets.mask(unwanted, self._segment.count)[ids]

    def _every(self) -> Found:
        return _flat(np.flatnonzero(self._segment.alive).astype(np.int32), 1.0)

    def _leaf(self, tree: query.Query) -> Found:
        in_time = self._in_time()
        match tree:
            case query.Every():
                return self._every()
            case query.Term() if tree.fieldname == ID:
                return self._kept(_flat(self._segment.named(tree.text), 0.0))
            case query.Term() if in_time:
                return self._term(tree)
            case query.Phrase() if in_time:
                return self._phrase(tree)
            case query.NumericRange() if tree.fieldname == DAY:
                days = self._segment.day
                there = (days >= tree.start) & (days <= tree.end) & (days > 0)
                return _flat(np.flatnonzero(there & self._segment.alive).astype(np.int32), 0.0)
            case query.Term() | query.Phrase() | _Null():
                return NOTHING
        raise UnsupportedQuery(type(tree).__name__)

    def _term(self, tree: query.Term) -> Found:
        postings = self._segment.postings(tree.fieldname, tree.text)
        if postings is None:
            return NOTHING
        if tree.fieldname not in self._segment.lengths:
            return self._kept(_flat(postings.ids, 0.0))
        idf = self._statistics.idf(tree.fieldname, tree.text)
        return self._scored(tree, idf, postings.ids, postings.frequencies)

    def _phrase(self, tree: query.Phrase) -> Found:
        """A phrase scores as a word whose idf is the sum of those of its words.

        One with room between its words scores as these do.
        """
        terms = [self._segment.postings(tree.fieldname, term) for term in tree.words]
        postings = [one for one in terms if one is not None]
        if len(postings) < len(terms):
            return NOTHING
        common = postings[0].ids
        for other in postings[1:]:
            common = common[docsets.within(common, other.ids, self._segment.count)]
        places = (_places(one, common) for one in postings if self._in_time())
        ids, frequencies = _follow(places, tree.slop, common)
        if self.timed_out:
            return NOTHING
        if tree.slop > 1:
            words = [query.Term(tree.fieldname, term, tree.boost) for term in tree.words]
            found = [self._term(word) for word in words]
            return docsets.intersection([_flat(ids, 0.0), *found], self._segment.count)
        idf = sum(self._statistics.idf(tree.fieldname, term) for term in tree.words)
        return self._scored(tree, idf, ids, frequencies)

    def _scored(
        self, tree: query.Term | query.Phrase, idf: float, ids: Array, frequencies: Array
    ) -> Found:
        norms = self._statistics.norms[tree.fieldname][self._rank]
        scores = bm25.scores(tree.boost * idf, frequencies, norms[ids])
        return self._kept(Found(ids, scores))

    def _kept(self, found: Found) -> Found:
        kept = self._segment.kept(found.ids)
        return found if kept is None else Found(found.ids[kept], found.scores[kept])


def _flat(ids: Array, score: float) -> Found:
    return Found(ids, np.full(len(ids), score))


def _places(postings: Postings, common: Array) -> Array:
    """The positions of a term in some of its documents, each document a long way from the next."""
    held = postings.frequencies.astype(np.int64)
    wanted = np.zeros(len(held), bool)
    wanted[np.searchsorted(postings.ids, common)] = True
    positions: Array = postings.positions[np.repeat(wanted, held)].astype(np.int64)
    positions += np.repeat(np.arange(len(common)) * _APART, held[wanted])
    return positions


def _follow(places: Iterator[Array], slop: int, common: Array) -> tuple[Array, Array]:
    """The documents where words follow each other at most `slop` apart, and how often they do.

    Counted are the places where a phrase ends.
    """
    ends = next(places, NOTHING.ids)
    for following in places:
        # some end stands in [place - slop, place)
        reached = np.searchsorted(ends, following) > np.searchsorted(ends, following - slop)
        ends = following[reached]
    counts = np.bincount(ends // _APART, minlength=len(common))
    return common[counts > 0], counts[counts > 0]
