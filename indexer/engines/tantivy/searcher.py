"""Search a tantivy index: matches, counts, one page of hits."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import tantivy
from tantivy import DocAddress, Order, Query
from whoosh import query

from indexer.engines.document import DAY
from indexer.engines.request import Counts, EngineHit, EngineRequest, EngineResults, Matches, Sort
from indexer.engines.tantivy.aggregations import Counting
from indexer.engines.tantivy.query_builder import WHOLE, Emission
from indexer.engines.tantivy.schema import SCHEMA
from indexer.engines.tantivy.slices import Parts, are_due, in_time, work
from indexer.engines.tantivy.vocabulary import TantivyVocabulary
from indexer.engines.tree_rewrites import constant

_MORE = 4

# What hits are ordered by, and where they are
_Keyed = Sequence[tuple[Any, DocAddress]]


class _Page(NamedTuple):
    """Hits, and the score of each where they are ordered by date."""

    hits: _Keyed = ()
    score: float = 0.0


class TantivySearcher:
    """See indexer.engines.Searcher."""

    def __init__(self, index: tantivy.Index) -> None:
        """Searches what was committed last."""
        index.config_reader("manual")
        self._searcher = index.searcher()
        self.vocabulary = TantivyVocabulary(self._searcher)
        self._counting = Counting(self._searcher)

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        page, counting = self._answered(request)
        return EngineResults(tuple(self._shown(page, request)), counting)

    def matches(self, request: EngineRequest) -> Matches:
        """See indexer.engines.Searcher; the addresses of all articles asked for are in memory."""
        page, counting = self._answered(request)
        return Matches((hit.stored for hit in self._shown(page, request)), counting())

    def _answered(self, request: EngineRequest) -> tuple[_Page, Callable[[], Counts]]:
        """The first hits up to the last one asked for, and the counts, once they are there."""
        trees = (request.matching, *request.selections.values())
        postings = sum(work(tree, self.vocabulary.frequency) for tree in trees)
        if are_due(postings):
            return self._sliced(request, postings)
        counting = self._counting.begin(request)
        return self._first(request, WHOLE), counting

    def _sliced(self, request: EngineRequest, postings: int) -> tuple[_Page, Callable[[], Counts]]:
        """The answer as far as there is time for it, of one slice of the archive after another."""
        parts, page, timed_out = Parts(request), _Page(), False
        last = request.offset + request.limit
        for pattern in in_time(postings):
            if pattern is None:
                timed_out = True
                break
            emission = Emission(Query.regex_query(SCHEMA, "id", pattern))
            parts.add(self._counting.part(request, emission))
            more = self._first(request, emission)
            ordered = self._ordered([*page.hits, *more.hits], request.sort)
            page = _Page(tuple(ordered[:last]), max(page.score, more.score))
        counts = replace(
            self._counting.counts(parts.total, parts.unselected, parts.numbers),
            term_counts=parts.term_counts,
            timed_out=timed_out,
        )
        return page, lambda: counts

    def _first(self, request: EngineRequest, emission: Emission) -> _Page:
        """The first hits up to the last one asked for, and all that tie with it."""
        if not request.limit:
            return _Page()
        found = emission.together([request.matching], request.selections.values())
        last = request.offset + request.limit
        match request.sort:
            case Sort.RELEVANCE if not constant(request.matching):
                hits = self._top(found, last, {})
                return _Page(sorted(hits, key=lambda hit: -hit[0]))
            case Sort.OLDEST:
                return _Page(
                    self._top(found, last, {"order_by_field": "oldest", "order": Order.Asc})
                )
        score = 0.0
        if request.sort is Sort.RELEVANCE:
            score = max((hit[0] for hit in self._searcher.search(found, 1).hits), default=0)
        return _Page(self._top(found, last, {"order_by_field": "newest"}), score)

    def _shown(self, page: _Page, request: EngineRequest) -> Iterator[EngineHit]:
        """The hits asked for, in order; ties go by date, the newest first, then by id.

        Those that tie are ordered when they are come to: there may be as many hits as articles.
        """
        relevant = request.sort is Sort.RELEVANCE and not constant(request.matching)
        rank, last = 0, request.offset + request.limit
        for key, tied in groupby(page.hits, key=lambda hit: hit[0]):
            hits = list(tied)
            first, rank = rank, rank + len(hits)
            if rank > request.offset:
                wanted = slice(max(0, request.offset - first), last - first)
                for _, address in self._ordered(hits, request.sort)[wanted]:
                    yield EngineHit(self._stored(address), float(key) if relevant else page.score)
            if rank >= last:
                return

    def _stored(self, address: DocAddress) -> str:
        stored: Any = self._searcher.doc(address).get_first("article")
        return bytes(stored).decode()

    def _top(self, found: Query, count: int, order: Mapping[str, Any]) -> _Keyed:
        """The first hits and all that tie with the last of them."""
        limit = count + 1
        while True:
            hits = self._searcher.search(found, limit, count=False, **order).hits
            if len(hits) < limit or hits[-1][0] != hits[count - 1][0]:
                return list(hits)
            limit *= _MORE

    def _ordered(self, hits: _Keyed, sort: Sort) -> _Keyed:
        addresses = [address for _, address in hits]
        columns: Any = [
            self._searcher.fast_field_values(name, addresses)
            for name in ("newest", "id_high", "id_low")
        ]
        way = 1 if sort is Sort.OLDEST else -1
        keyed = zip(hits, *columns, strict=True)
        ranked = sorted(keyed, key=lambda row: (way * row[0][0], -row[1], row[2], row[3]))
        return [hit for hit, *_ in ranked]

    def get(self, article_id: str) -> str | None:
        """See indexer.engines.Searcher."""
        found = WHOLE.emit(query.Term("id", article_id))
        for _, address in self._searcher.search(found, 1).hits:
            return self._stored(address)
        return None

    @cached_property
    def last_day(self) -> date | None:
        """See indexer.engines.Searcher."""
        newest = self._searcher.search(Query.all_query(), 1, order_by_field=DAY).hits
        days = self._searcher.fast_field_values(DAY, [address for _, address in newest])
        return next((date.fromordinal(int(day)) for day in days if day), None)

    def count(self) -> int:
        """See indexer.engines.Searcher."""
        return int(self._searcher.num_docs)

    def close(self) -> None:
        """See indexer.engines.Searcher; tantivy frees its files with the object."""
        self._counting.close()
