"""Search a tantivy index: matches, counts, one page of hits."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
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
    lookups,
)
from indexer.engines.lookups import Labels
from indexer.engines.tantivy.emission import boolean, emit, unscored
from indexer.engines.tantivy.schema import counted, number
from indexer.engines.trees import constant
from indexer.fields import FACETS, KINDS, TEXT_FIELDS, Facet, field_of

# The most buckets that tantivy gives in one answer
MOST_VALUES = 65_000
_MORE = 4
_COUNT = "count"
_COUNTED = {_COUNT: {"value_count": {"field": "newest"}}}
_TEXT = {field.name for field in TEXT_FIELDS}
_FACETS = {facet.name: facet for facet in FACETS}

# What hits are ordered by, and where they are
_Keyed = list[tuple[Any, DocAddress]]


class TantivySearcher:
    """See indexer.engines.Searcher."""

    def __init__(self, index: tantivy.Index) -> None:
        """Searches what was committed last."""
        index.config_reader("manual")
        self._searcher = index.searcher()
        self._labels = Labels()
        self._values: dict[Facet, dict[int, str]] = {}

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        matching = emit(request.matching)
        filters = {name: unscored(tree) for name, tree in request.selections.items()}
        whole = _together(matching, filters)
        total, counts = self._count(whole, request.counted - filters.keys())
        for name in request.counted & filters.keys():
            others = {other: tree for other, tree in filters.items() if other != name}
            counts |= self._count(_together(matching, others), {name})[1]
        return EngineResults(
            total=total,
            hits=tuple(self._page(whole, request, total)),
            facets={facet.name: self._named(facet, counts.get(facet.name, {})) for facet in FACETS},
            months=counts.get(MONTHS, {}),
            tallies={
                name: self._count(_together(whole, {"": unscored(tree)}))[0]
                for name, tree in request.tallies.items()
            },
            complete=True,
        )

    def _count(
        self, found: Query, names: AbstractSet[str] = frozenset()
    ) -> tuple[int, dict[str, dict[int, int]]]:
        """How many match, and how many of them have each number of some facets or of the months.

        What all have is counted, not the matches, which would ask for their scores.
        """
        fields = {name: MONTHS if name == MONTHS else counted(_FACETS[name]) for name in names}
        answer = self._searcher.aggregate(
            found,
            _COUNTED
            | {
                name: {"terms": {"field": field, "size": MOST_VALUES, "segment_size": MOST_VALUES}}
                for name, field in fields.items()
            },
        )
        counts = {
            name: {row["key"]: row["doc_count"] for row in answer[name]["buckets"]}
            for name in names
        }
        return int(answer[_COUNT]["value"]), counts

    def _named(self, facet: Facet, counts: Mapping[int, int]) -> dict[str, int]:
        """The counts of a facet by value."""
        if not counts:
            return {}
        if facet not in self._values:
            listed = self._searcher.terms_with_prefix(facet.field, "")
            self._values[facet] = {number(value): value for value, _ in listed}
        values = self._values[facet]
        return {values[key]: count for key, count in counts.items()}

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
        return lookups.frequencies(self, field, terms)

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Searcher."""
        return self._labels.of(field, values, lookups.spellings(self))

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
