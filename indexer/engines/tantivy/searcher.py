"""Search a tantivy index: matches, counts, one page of hits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import tantivy
from tantivy import DocAddress, Occur, Order, Query
from whoosh import query

from indexer.engines import (
    DAY,
    MONTHS,
    EngineHit,
    EngineRequest,
    EngineResults,
    Sort,
    looked_up,
    spelt,
)
from indexer.engines.tantivy.emission import boolean, emit, unscored
from indexer.engines.trees import constant
from indexer.fields import FACETS, KINDS, TEXT_FIELDS, field_of

# The most buckets that tantivy gives in one answer
MOST_VALUES = 65_000
_MORE = 4
_COUNT = "count"
_COUNTED = {_COUNT: {"value_count": {"field": "newest"}}}
_TEXT = {field.name for field in TEXT_FIELDS}

# What hits are ordered by, and where they are
_Keyed = list[tuple[Any, DocAddress]]


class TantivySearcher:
    """See indexer.engines.Searcher."""

    def __init__(self, index: tantivy.Index) -> None:
        """Searches what was committed last."""
        index.config_reader("manual")
        self._searcher = index.searcher()

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        matching = emit(request.matching)
        filters = {name: unscored(tree) for name, tree in request.selections.items()}
        whole = _together(matching, filters)
        total = self._count(whole)
        fields = {facet.name: facet.field for facet in FACETS} | {MONTHS: MONTHS}
        buckets: dict[str, dict[str, int]] = {field: {} for field in fields.values()}
        plain = [fields[name] for name in request.counted - filters.keys()]
        buckets |= self._buckets(whole, plain)
        for name in request.counted & filters.keys():
            field = fields[name]
            others = {other: tree for other, tree in filters.items() if other != name}
            buckets |= self._buckets(_together(matching, others), [field])
        return EngineResults(
            total=total,
            hits=tuple(self._page(whole, request, total)),
            facets={facet.name: buckets[facet.field] for facet in FACETS},
            months={int(float(month)): count for month, count in buckets[MONTHS].items()},
            tallies={
                name: self._count(_together(whole, {"": unscored(tree)}))
                for name, tree in request.tallies.items()
            },
            complete=True,
        )

    def _count(self, found: Query) -> int:
        """How many match; counted as values that all have, which asks for no score."""
        return int(self._searcher.aggregate(found, _COUNTED)[_COUNT]["value"])

    def _buckets(self, found: Query, fields: list[str]) -> dict[str, dict[str, int]]:
        """How many matches have each value of some fields."""
        asked = {
            field: {"terms": {"field": field, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
            for field in fields
        }
        answer = self._searcher.aggregate(found, asked) if asked else {}
        return {
            field: {str(row["key"]): row["doc_count"] for row in answer[field]["buckets"]}
            for field in fields
        }

    def _page(self, found: Query, request: EngineRequest, total: int) -> Iterator[EngineHit]:
        """The hits asked for, in order; ties go by date, the newest first, then by id."""
        last = min(request.offset + request.limit, total)
        if last <= request.offset:
            return
        score = 0.0
        match request.sort:
            case Sort.RELEVANCE if not constant(request.matching):
                hits = self._top(found, last, {})
                hits.sort(key=lambda hit: -hit[0])
            case Sort.OLDEST:
                hits = self._top(found, last, {"order_by_field": "oldest", "order": Order.Asc})
            case _:
                if request.sort is Sort.RELEVANCE:
                    ((score, _),) = self._searcher.search(found, 1).hits
                hits = self._top(found, last, {"order_by_field": "newest"})
        for key, address in self._ordered(hits, request.sort)[request.offset : last]:
            relevant = request.sort is Sort.RELEVANCE and not constant(request.matching)
            yield EngineHit(self._stored(address), float(key) if relevant else score)

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
        found = emit(query.Term("id", article_id))
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
        return looked_up(field, terms, self)

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Searcher."""
        return spelt(field, values, self)

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


def _together(matching: Query, filters: Mapping[str, Query]) -> Query:
    return boolean([(Occur.Must, one) for one in (matching, *filters.values())])
