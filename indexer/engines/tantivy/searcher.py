"""Search a tantivy index: matches, counts, one page of hits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import tantivy
from tantivy import DocAddress, Order, Query
from whoosh import query

from indexer.analysis.terms import KINDS
from indexer.engines import facet_labels
from indexer.engines.document import DAY
from indexer.engines.facet_labels import Labels
from indexer.engines.request import Counted, EngineHit, EngineRequest, EngineResults, Sort
from indexer.engines.tantivy.aggregations import Answer, Counting
from indexer.engines.tantivy.query_builder import WHOLE, Emission
from indexer.engines.tantivy.schema import SCHEMA, place
from indexer.engines.tantivy.slices import Parts, are_due, in_time, work
from indexer.engines.tree_rewrites import constant
from indexer.schema import TEXT_FIELDS, field_of

_MORE = 4
_TEXT = {field.name for field in TEXT_FIELDS}

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
        self._labels = Labels()
        self._counting = Counting(self._searcher)

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        trees = (request.matching, *request.selections.values())
        postings = sum(work(tree, self._frequency) for tree in trees)
        if are_due(postings):
            return self._sliced(request, postings)
        begun = self._counting.begin(request)
        return Answer(*begun, hits=tuple(self._shown(self._first(request, WHOLE), request)))

    def _sliced(self, request: EngineRequest, postings: int) -> EngineResults:
        """The answer as far as there is time for it, of one slice of the archive after another."""
        parts, page, complete = Parts(request), _Page(), True
        last = request.offset + request.limit
        for pattern in in_time(postings):
            if pattern is None:
                complete = False
                break
            emission = Emission(Query.regex_query(SCHEMA, "id", pattern))
            parts.add(self._counting.part(request, emission))
            more = self._first(request, emission)
            ordered = self._ordered([*page.hits, *more.hits], request.sort)
            page = _Page(tuple(ordered[:last]), max(page.score, more.score))
        counts = self._counting.counts(parts.total, parts.unselected, parts.numbers)
        return Counted(
            total=counts.total,
            hits=tuple(self._shown(page, request)),
            facets=counts.facets,
            unselected=counts.unselected,
            months=counts.months,
            tallies=parts.tallies,
            complete=complete,
        )

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
        """The hits asked for, in order; ties go by date, the newest first, then by id."""
        relevant = request.sort is Sort.RELEVANCE and not constant(request.matching)
        ordered = self._ordered(page.hits, request.sort)
        for key, address in ordered[request.offset : request.offset + request.limit]:
            yield EngineHit(self._stored(address), float(key) if relevant else page.score)

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

    def terms(self, field: str, prefix: str, most: int | None = None) -> Iterator[tuple[str, int]]:
        """See indexer.engines.Searcher."""
        listed = self._searcher.terms_with_prefix
        if field not in _TEXT:
            yield from sorted(listed(field, prefix, limit=most))
            return
        for kind in sorted(KINDS):
            if prefix.startswith(kind) or kind.startswith(prefix):
                rest = prefix.removeprefix(kind) if prefix.startswith(kind) else ""
                rows = listed(field_of(field, kind), rest, limit=most)
                yield from ((kind + term, count) for term, count in sorted(rows))

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Searcher."""
        return {term: self._frequency(field, term) for term in terms}

    def _frequency(self, field: str, term: str) -> int:
        found = place(field, term)
        return int(self._searcher.doc_freq(*found)) if found else 0

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Searcher."""
        return self._labels.of(field, values, facet_labels.spellings(self))

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
