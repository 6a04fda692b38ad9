"""Count what a search finds in a tantivy index, beside the thread that reads and marks its hits.

tantivy lets go of Python's lock while it counts, so that two cores share the work of one search.
"""

import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from tantivy import Occur, Query, Searcher
from whoosh.query import Or, Term

from indexer.engines.request import EVERYTHING, MONTHS, EngineHit, EngineRequest
from indexer.engines.tantivy.query_builder import WHOLE, Emission, boolean
from indexer.engines.tantivy.schema import counted, number
from indexer.engines.tantivy.slices import Numbers, Part
from indexer.engines.tree_rewrites import deciding, found_by
from indexer.schema import FACETS, Facet, field_of

# The most buckets that tantivy gives in one answer
MOST_VALUES = 65_000
# How many values may be as frequent as the last of those asked for before all are asked for
_TIES = 400
# From which part of the articles on the others are counted: all their values have to be named
_MANY = 0.6
_COUNT = "count"
# Before the name of a tally, which may be that of a facet
_FORM = "form "
_COUNTED = {_COUNT: {"value_count": {"field": "newest"}}}
_FACETS = {facet.name: facet for facet in FACETS}


class Counts(NamedTuple):
    """See EngineResults."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    unselected: Mapping[str, int]
    months: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """See indexer.engines.request.EngineResults; the counts are those of two other threads."""

    counts: Future[Counts]
    tallied: Future[Mapping[str, int]] | None
    hits: tuple[EngineHit, ...]
    complete: bool = True
    whole: bool = True

    @property
    def total(self) -> int:
        """See EngineResults."""
        return self.counts.result().total

    @property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """See EngineResults."""
        return self.counts.result().facets

    @property
    def unselected(self) -> Mapping[str, int]:
        """See EngineResults."""
        return self.counts.result().unselected

    @property
    def months(self) -> Mapping[int, int]:
        """See EngineResults."""
        return self.counts.result().months

    @property
    def tallies(self) -> Mapping[str, int]:
        """See EngineResults."""
        return self.tallied.result() if self.tallied else {}


class Counting:
    """Counts the matches of requests, their facets, months and tallies."""

    def __init__(self, searcher: Searcher) -> None:
        """`searcher` is that of a whole generation."""
        self._searcher = searcher
        self._threads = ThreadPoolExecutor(os.cpu_count())
        self._values: dict[Facet, dict[int, str]] = {}

    def begin(
        self, request: EngineRequest
    ) -> tuple[Future[Counts], Future[Mapping[str, int]] | None]:
        """What will be counted of a request: matches, facets and months; tallies if it has any."""
        submit = self._threads.submit
        counts = submit(self._counts, request)
        return counts, submit(self._tallied, request) if request.tallies else None

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False)

    def _tallied(self, request: EngineRequest) -> Mapping[str, int]:
        """The tallies: counted alone where all that hold a word match, else in one pass."""
        tree, found, filters = deciding(request.matching), {}, {}
        for name, words in request.tallies.items():
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
        total, found = self._whole(whole, request.counted - filters.keys(), request.most)
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
        return Counts(total, facets, unselected, found.get(MONTHS, {}))

    def part(self, request: EngineRequest, emission: Emission) -> Part:
        """The counts of a request in a part of the archive, in as few passes as there can be."""
        names = request.counted - request.selections.keys()
        asked: dict[str, Any] = {name: _terms(name, None) for name in names}
        asked |= {_FORM + name: {"filter": _any(words)} for name, words in request.tallies.items()}
        whole = emission.together([deciding(request.matching), *request.selections.values()])
        answer = self._searcher.aggregate(whole, asked | _COUNTED)
        numbers = {name: _buckets(answer[name]) for name in names}
        tallies = {name: int(answer[_FORM + name]["doc_count"]) for name in request.tallies}
        total = int(answer[_COUNT]["value"])
        unselected, counts = self._selected(request, emission)
        unselected = dict.fromkeys(request.counted, total) | unselected
        return Part(total, unselected, numbers | counts, tallies)

    def _whole(
        self, found: Query, names: AbstractSet[str], most: int | None
    ) -> tuple[int, Numbers]:
        """What `_count` gives; where most articles match, it is the others that are counted."""
        total, _ = self._count(found)
        if not names:
            return total, {}
        if total < _MANY * self._searcher.num_docs:
            return self._count(found, names, most)
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
        self, found: Query, names: AbstractSet[str] = frozenset(), most: int | None = None
    ) -> tuple[int, Numbers]:
        """How many match, and how many of them have each number of some facets or of the months.

        With `most`, of a facet the so many most frequent ones and all that are as frequent. What
        all have is counted, not the matches, which would ask for their scores.
        """
        answer = self._searcher.aggregate(
            found, _COUNTED | {name: _terms(name, most) for name in names}
        )
        if most and any(_is_cut(answer[name]["buckets"], most) for name in names):
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
    return " OR ".join(f'{field_of(w.fieldname, w.text[:2])}:"{w.text[2:]}"' for w in words)


def _terms(name: str, most: int | None) -> dict[str, dict[str, str | int]]:
    field = MONTHS if name == MONTHS else counted(_FACETS[name])
    size = most + _TIES if most and name != MONTHS else MOST_VALUES
    # what is cut inside a segment would be missing in the sum
    return {"terms": {"field": field, "size": size, "segment_size": MOST_VALUES}}


def _buckets(counted: Mapping[str, Any]) -> dict[int, int]:
    return {row["key"]: row["doc_count"] for row in counted["buckets"]}


def _is_cut(buckets: list[dict[str, Any]], most: int) -> bool:
    """Whether values as frequent as the last one asked for may be missing."""
    cut = len(buckets) == most + _TIES
    return cut and bool(buckets[-1]["doc_count"] == buckets[most - 1]["doc_count"])
