"""Search the arrays of a Whoosh index: matches, counts, one page of hits."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer import deadline
from indexer.engines.document import UNDATED
from indexer.engines.request import (
    DAYS,
    MONTHS,
    Counts,
    EngineHit,
    EngineRequest,
    EngineResults,
    Matches,
    Sort,
)
from indexer.engines.whoosh import docsets
from indexer.engines.whoosh.arrays import Array
from indexer.engines.whoosh.docsets import Found
from indexer.engines.whoosh.evaluation import Evaluation, Statistics
from indexer.engines.whoosh.segment_reader import Segment
from indexer.engines.whoosh.vocabulary import WhooshVocabulary
from indexer.schema import FACETS


class _Answer(NamedTuple):
    """What one segment answers: all matches of the tree, and those that each selection allows."""

    segment: Segment
    found: Found
    allowed: dict[str, Array]
    term_counts: Counter[str]
    timed_out: bool

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
        self.vocabulary = WhooshVocabulary(segments)

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        answers = self._answers(request)
        counts = self._counts(answers, request)
        return EngineResults(tuple(self._page(answers, request)), lambda: counts)

    def matches(self, request: EngineRequest) -> Matches:
        """See indexer.engines.Searcher; the places of all that match are in memory."""
        answers = self._answers(request)
        stored = (hit.stored for hit in self._page(answers, request))
        return Matches(stored, self._counts(answers, request))

    def _answers(self, request: EngineRequest) -> list[_Answer]:
        end = deadline.here()
        return [
            self._answer(rank, segment, request, end) for rank, segment in enumerate(self._segments)
        ]

    def _counts(self, answers: Sequence[_Answer], request: EngineRequest) -> Counts:
        facets = {facet.name: Counter[str]() for facet in FACETS}
        term_counts: Counter[str] = Counter(dict.fromkeys(request.term_counts, 0))
        unselected: Counter[str] = Counter()
        months: Counter[int] = Counter()
        days: Counter[date] = Counter()
        total = 0
        # what is rare in one segment may not be in another
        max_values = request.max_values if len(answers) == 1 else None
        for answer in answers:
            ids = answer.matches().ids
            total += len(ids)
            term_counts.update(answer.term_counts)
            if MONTHS in request.counted:
                months.update(answer.segment.months(ids))
            if DAYS in request.counted:
                days.update(answer.segment.days(ids))
            for facet in (facet for facet in FACETS if facet.name in request.counted):
                if facet.name in request.selections:
                    there = answer.matches(facet.name).ids
                    counts = answer.segment.counts(facet, there)
                else:
                    there, counts = ids, answer.segment.counts(facet, ids, max_values)
                facets[facet.name].update(counts)
                unselected[facet.name] += len(there)
        return Counts(
            total=total,
            facets=facets,
            unselected=unselected,
            months=months,
            days=days,
            term_counts=term_counts,
            timed_out=any(answer.timed_out for answer in answers),
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
        answer = _Answer(segment, found, allowed, Counter(), evaluation.timed_out)
        if request.term_counts:
            matches = docsets.mask([answer.matches().ids], segment.count)
            for name, words in request.term_counts.items():
                holding = docsets.mask(map(evaluation.ids, words), segment.count)
                answer.term_counts[name] = int(np.count_nonzero(holding & matches))
        return answer._replace(timed_out=evaluation.timed_out)

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
        self.vocabulary = WhooshVocabulary(())
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
