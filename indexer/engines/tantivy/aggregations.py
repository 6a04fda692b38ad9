"""Count what a search finds in a tantivy index, beside the thread that reads and marks its hits.

tantivy lets go of Python's lock while it counts, so that two cores share the work of one search.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from tantivy import Occur, Query, Searcher
from whoosh.query import Or, Term

from indexer.engines.kind_fields import located
from indexer.engines.request import DAYS, EVERYTHING, MONTHS, Counts, EngineRequest
from indexer.engines.tantivy.query_builder import WHOLE, Emission, boolean
from indexer.engines.tantivy.schema import counted, number
from indexer.engines.tantivy.slices import Numbers, Part
from indexer.engines.tree_rewrites import deciding, found_by
from indexer.schema import FACETS, Facet

# The most buckets that tantivy gives in one answer
MOST_VALUES = 65_000
# How many values may be as frequent as the last of those asked for before all are asked for
_TIES = 400
# From which part of the articles on the others are counted: all their values have to be named
_MANY = 0.6
_COUNT = "count"
# Before the name of a count of terms, which may be that of a facet
_FORM = "form "
_COUNTED = {_COUNT: {"value_count": {"field": "newest"}}}
_FACETS = {facet.name: facet for facet in FACETS}


class Counting:
    """Counts the matches of requests, their facets, months and term_counts."""

    def __init__(self, searcher: Searcher) -> None:
        """`searcher` is that of a whole generation."""
        self._searcher = searcher
        self._threads = ThreadPoolExecutor(os.cpu_count())
        self._values: dict[Facet, dict[int, str]] = {}

    def begin(self, request: EngineRequest) -> Callable[[], Counts]:
        """Count what matches a request; the counts, waited for when they are asked for."""
        submit = self._threads.submit
        counts = submit(self._counts, request)
        if not request.term_counts:
            return counts.result
        term_counts = submit(self._term_counts, request)
        return lambda: replace(counts.result(), term_counts=term_counts.result())

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False)

    def _term_counts(self, request: EngineRequest) -> Mapping[str, int]:
        """Those of terms: counted alone where all that hold a word match, else in one pass."""
        tree, found, filters = deciding(request.matching), {}, {}
        for name, words in request.term_counts.items():
            if found_by(tree, words) and not request.selections:
                found[name], _ = self._count(WHOLE.emit(Or(words)))
            else:
                filters[name] = {"filter": _any(words)}
        if not filters:
            return found
        whole = WHOLE.together((tree, *request.selections.values()))
        answer = self._searcher.aggregate(whole, filters)
        return found | {name: int(answer[name]["doc_count"]) for name in filters}

    def _counts(self, request: EngineRequest) -> Counts:
        tree, filters = deciding(request.matching), request.selections
        whole = WHOLE.together([tree, *filters.values()])
        total, found = self._whole(whole, request.counted - filters.keys(), request.max_values)
        unselected, counts = self._selected(request, WHOLE)
        return self.counts(
            total, dict.fromkeys(request.counted, total) | unselected, found | counts
        )

    def _selected(
        self, request: EngineRequest, emission: Emission
    ) -> tuple[dict[str, int], Numbers]:
        """What matches whatever the selection of each facet that has one, and its counts."""
        totals: dict[str, int] = {}
        found: Numbers = {}
        for name in request.counted & request.selections.keys():
            others = (tree for other, tree in request.selections.items() if other != name)
            among = emission.together([deciding(request.matching), *others])
            totals[name], counts = self._count(among, {name})
            found |= counts
        return totals, found

    def counts(
        self, total: int, unselected: Mapping[str, int], found: Mapping[str, Mapping[int, int]]
    ) -> Counts:
        """What was counted, each value under its name."""
        facets = {facet.name: self._named(facet, found.get(facet.name, {})) for facet in FACETS}
        return Counts(
            total=total,
            facets=facets,
            unselected=unselected,
            months=found.get(MONTHS, {}),
            days={date.fromordinal(day): n for day, n in found.get(DAYS, {}).items() if day},
            term_counts={},
        )

    def part(self, request: EngineRequest, emission: Emission) -> Part:
        """The counts of a request in a part of the archive, in as few passes as there can be."""
        names = request.counted - request.selections.keys()
        asked: dict[str, Any] = {name: _terms(name, None) for name in names}
        asked |= {
            _FORM + name: {"filter": _any(words)} for name, words in request.term_counts.items()
        }
        whole = emission.together([deciding(request.matching), *request.selections.values()])
        answer = self._searcher.aggregate(whole, asked | _COUNTED)
        numbers = {name: _buckets(answer[name]) for name in names}
        term_counts = {name: int(answer[_FORM + name]["doc_count"]) for name in request.term_counts}
        total = int(answer[_COUNT]["value"])
        unselected, counts = self._selected(request, emission)
        unselected = dict.fromkeys(request.counted, total) | unselected
        return Part(total, unselected, numbers | counts, term_counts)

    def _whole(
        self, found: Query, names: AbstractSet[str], max_values: int | None
    ) -> tuple[int, Numbers]:
        """What `_count` gives; where most articles match, it is the others that are counted."""
        total, _ = self._count(found)
        if not names:
            return total, {}
        if DAYS in names or total < _MANY * self._searcher.num_docs:
            return self._count(found, names, max_values)
        others = boolean([(Occur.Must, Query.all_query()), (Occur.MustNot, found)])
        return total, {
            name: {
                number: rest
                for number, count in self._everything[name].items()
                if (rest := count - counts.get(number, 0))
            }
            for name, counts in self._count(others, names)[1].items()
        }

    @cached_property
    def _everything(self) -> Numbers:
        """The counts of the whole generation."""
        return self._count(Query.all_query(), EVERYTHING)[1]

    def _count(
        self, found: Query, names: AbstractSet[str] = frozenset(), max_values: int | None = None
    ) -> tuple[int, Numbers]:
        """How many match, and how many of them have each number of some facets or of the months.

        With `max_values`, of a facet that many of the most frequent ones, and all as frequent. What
        all have is counted, not the matches, which would ask for their scores.
        """
        answer = self._searcher.aggregate(
            found, _COUNTED | {name: _terms(name, max_values) for name in names}
        )
        if max_values and any(_is_cut(answer[name]["buckets"], max_values) for name in names):
            return self._count(found, names)
        return int(answer[_COUNT]["value"]), {name: _buckets(answer[name]) for name in names}

    def _named(self, facet: Facet, counts: Mapping[int, int]) -> dict[str, int]:
        """The counts of a facet by value."""
        if not counts:
            return {}
        if facet not in self._values:
            listed = self._searcher.terms_with_prefix(facet.field, "")
            self._values[facet] = {number(value): value for value, _ in listed}
        values = self._values[facet]
        return {values[key]: count for key, count in counts.items()}


def _any(words: Sequence[Term]) -> str:
    """What asks for any of some words in the query language of tantivy."""
    # no word holds a quote or a backslash, which would have to be escaped
    places = (located(word.fieldname, word.text) for word in words)
    return " OR ".join(f'{place[0]}:"{place[1]}"' for place in places if place)


def _terms(name: str, max_values: int | None) -> dict[str, dict[str, str | int]]:
    is_facet = name in _FACETS
    field = counted(_FACETS[name]) if is_facet else name
    size = max_values + _TIES if max_values and is_facet else MOST_VALUES
    # what is cut inside a segment would be missing in the sum
    return {"terms": {"field": field, "size": size, "segment_size": MOST_VALUES}}


def _buckets(counted: Mapping[str, Any]) -> dict[int, int]:
    return {row["key"]: row["doc_count"] for row in counted["buckets"]}


def _is_cut(buckets: list[dict[str, Any]], max_values: int) -> bool:
    """Whether values as frequent as the last one asked for may be missing."""
    cut = len(buckets) == max_values + _TIES
    return cut and bool(buckets[-1]["doc_count"] == buckets[max_values - 1]["doc_count"])
