"""Search the arrays of a Whoosh index: matches, counts, one page of hits."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from heapq import merge
from itertools import groupby
from typing import NamedTuple

import numpy as np

from indexer import deadline
from indexer.engines import facet_labels
from indexer.engines.document import UNDATED
from indexer.engines.facet_labels import Labels
from indexer.engines.request import MONTHS, Counted, EngineHit, EngineRequest, EngineResults, Sort
from indexer.engines.whoosh import docsets
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.docsets import Found
from indexer.engines.whoosh.evaluation import Evaluation, Statistics
from indexer.engines.whoosh.segment_reader import Segment
from indexer.schema import FACETS


class _Answer(NamedTuple):
    """What one segment answers: all matches of the tree, and those that each selection allows."""

    segment: Segment
    found: Found
    allowed: dict[str, Array]
    tallies: Counter[str]
    complete: bool

    def matches(self, facet: str | None = None) -> Found:
        """The documents found that every selection but a facet's own allows."""
        masks = [mask for name, mask in self.allowed.items() if name != facet]
        if not masks:
            return self.found
        there = np.logical_and.reduce(masks)
        return Found(self.found.ids[there], self.found.scores[there])

    def rows(self, rank: int) -> tuple[Array, ...]:
        """The rank given, numbers, scores and dates of the matches, a column each."""
        numbers, scores = self.matches()
        return np.full(len(numbers), rank), numbers, scores, self.segment.published[numbers]


class WhooshSearcher:
    """See indexer.engines.Searcher."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """`segments` are all those of the index."""
        self._segments = segments
        self._statistics = Statistics(segments)
        self._labels = Labels()

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        end = deadline.here()
        answers = [
            self._answer(rank, segment, request, end) for rank, segment in enumerate(self._segments)
        ]
        facets = {facet.name: Counter[str]() for facet in FACETS}
        tallies: Counter[str] = Counter(dict.fromkeys(request.tallies, 0))
        unselected: Counter[str] = Counter()
        months: Counter[int] = Counter()
        total = 0
        # what is rare in one segment may not be in another
        enough = request.most if len(answers) == 1 else None
        for answer in answers:
            ids = answer.matches().ids
            total += len(ids)
            tallies.update(answer.tallies)
            if MONTHS in request.counted:
                months.update(answer.segment.months(ids))
            for facet in (facet for facet in FACETS if facet.name in request.counted):
                if facet.name in request.selections:
                    there = answer.matches(facet.name).ids
                    counts = answer.segment.counts(facet, there)
                else:
                    there, counts = ids, answer.segment.counts(facet, ids, enough)
                facets[facet.name].update(counts)
                unselected[facet.name] += len(there)
        return Counted(
            total=total,
            hits=tuple(self._page(answers, request)),
            facets=facets,
            unselected=unselected,
            months=months,
            tallies=tallies,
            complete=all(answer.complete for answer in answers),
        )

    def _answer(self, rank: int, segment: Segment, request: EngineRequest, end: float) -> _Answer:
        evaluation = Evaluation(rank, segment, self._statistics, end)
        if request.limit and request.sort is Sort.RELEVANCE:
            found = evaluation.found(request.matching)
        else:  # scores cost most
            ids = evaluation.ids(request.matching)
            found = Found(ids, np.zeros(len(ids)))
        allowed = {
            name: docsets.within(found.ids, evaluation.ids(tree), segment.count)
            for name, tree in request.selections.items()
        }
        answer = _Answer(segment, found, allowed, Counter(), evaluation.complete)
        if request.tallies:
            matches = docsets.mask([answer.matches().ids], segment.count)
            for name, words in request.tallies.items():
                holding = docsets.mask(map(evaluation.ids, words), segment.count)
                answer.tallies[name] = int(np.count_nonzero(holding & matches))
        return answer._replace(complete=evaluation.complete)

    def _page(self, answers: Sequence[_Answer], request: EngineRequest) -> Iterator[EngineHit]:
        """The hits asked for, in order; ties go by date, the newest first, then by id."""
        rows = [answer.rows(rank) for rank, answer in enumerate(answers) if request.limit]
        if not rows:
            return
        holders, numbers, scores, dates = map(np.concatenate, zip(*rows, strict=True))
        first, second = _keys(request.sort, scores, dates)
        count = request.offset + request.limit
        places = _smallest(first, second, count)
        ids = self._ids(holders[places], numbers[places])
        order = np.lexsort((ids, second[places], first[places]))[:count]
        for place in places[order][request.offset :].tolist():
            stored = self._segments[holders[place]].stored(int(numbers[place]))
            score = float(scores[place]) if request.sort is Sort.RELEVANCE else 0.0
            yield EngineHit(stored, score)

    def _ids(self, holders: Array, numbers: Array) -> Array:
        """The ids of documents, given the ranks of their segments and their numbers in these."""
        ids = np.empty(len(numbers), max(segment.id.dtype for segment in self._segments))
        for rank, segment in enumerate(self._segments):
            there = holders == rank
            ids[there] = segment.id[numbers[there]]
        return ids

    def get(self, article_id: str) -> str | None:
        """See indexer.engines.Searcher."""
        key = article_id.encode("utf-8", "surrogatepass")
        for segment in self._segments:
            for number in np.flatnonzero((segment.id == key) & segment.alive).tolist():
                return segment.stored(number)
        return None

    def terms(self, field: str, prefix: str, most: int | None = None) -> Iterator[tuple[str, int]]:
        """See indexer.engines.Searcher."""
        if len(self._segments) == 1:
            return self._segments[0].terms(field, prefix, most)
        rows = merge(*(segment.terms(field, prefix, most) for segment in self._segments))
        groups = groupby(rows, key=lambda row: row[0])
        return ((term, sum(count for _, count in same)) for term, same in groups)

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Searcher."""
        # in order, a term comes before all that it begins
        firsts = ((term, next(self.terms(field, term), ("", 0))) for term in terms)
        return {term: count if found == term else 0 for term, (found, count) in firsts}

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Searcher."""
        return self._labels.of(field, values, facet_labels.spellings(self))

    @cached_property
    def last_day(self) -> date | None:
        """See indexer.engines.Searcher."""
        last = max((int((one.day * one.alive).max(initial=0)) for one in self._segments), default=0)
        return date.fromordinal(last) if last else None

    def count(self) -> int:
        """See indexer.engines.Searcher."""
        return sum(int(segment.alive.sum()) for segment in self._segments)

    def close(self) -> None:
        """See indexer.engines.Searcher."""
        self._segments = ()
        self._statistics = Statistics(())


def _keys(sort: Sort, scores: Array, dates: Array) -> tuple[Array, Array]:
    """What to sort by, the smallest first, and what then."""
    match sort:
        case Sort.RELEVANCE:
            return -scores, -dates
        case Sort.NEWEST:
            return -dates, np.zeros(len(dates))
    return np.where(dates == UNDATED, np.iinfo(np.int64).max, dates), np.zeros(len(dates))


def _smallest(first: Array, second: Array, count: int) -> Array:
    """The places of the `count` smallest by two keys, and of all that tie with the last of them."""
    if not 0 < count < len(first):
        return np.arange(len(first))
    limit = np.partition(first, count - 1)[count - 1]
    surely, ties = np.flatnonzero(first < limit), np.flatnonzero(first == limit)
    missing = count - len(surely)
    if missing < len(ties):
        limit = np.partition(second[ties], missing - 1)[missing - 1]
        ties = ties[second[ties] <= limit]
    return np.concatenate([surely, ties])
