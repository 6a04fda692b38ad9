"""Search an index of a cluster: matches, counts, one page of hits."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any, NamedTuple

from whoosh import query

from indexer import deadline
from indexer.engines.document import DAY
from indexer.engines.opensearch import indices
from indexer.engines.opensearch.connection import (
    LEAST_SECONDS,
    MISSING,
    SEARCH_SECONDS,
    Cluster,
    ask,
    is_whole,
)
from indexer.engines.opensearch.deep_paging import Walk
from indexer.engines.opensearch.query_dsl import Emission
from indexer.engines.opensearch.schema import WINDOW, Json
from indexer.engines.opensearch.vocabulary import OpenSearchVocabulary
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
from indexer.errors import Unavailable
from indexer.schema import FACETS

# The most values that are counted for a facet
MOST_VALUES = 10_000
# Articles that are fetched at once where many are read one by one
PAGE = 500
# What of the time of a search its shards may take
_SHARE = 0.4
_COUNTED = {facet.name: facet.field for facet in FACETS} | {MONTHS: MONTHS, DAYS: DAY}
_TERM_COUNTS = "term counts"
_SORTS: Mapping[Sort, list[Any]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"newest": "desc"}, {"id": "asc"}],
    Sort.NEWEST: [{"newest": "desc"}, {"id": "asc"}],
    Sort.OLDEST: [{"oldest": "asc"}, {"id": "asc"}],
}


class _Extent(NamedTuple):
    """How many articles there are, and the day of the last one."""

    articles: int
    last_day: date | None


class OpenSearchSearcher:
    """See indexer.engines.Searcher."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        """`index` is that of the articles; UnreadableIndex where the cluster has none."""
        memory = indices.memory(cluster, index)
        self._client, self._index = cluster.client, index
        self._emission = Emission(memory.get("scales", {}))
        self.vocabulary = OpenSearchVocabulary(cluster, index, self._key_frequencies)
        self._walk = Walk(cluster, index)
        self._shards = int(memory.get("shards", 1))
        self._known: _Extent | None = None

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        asked, kind = self._asked(request), self._kind(request)
        ranks = range(request.offset, request.offset + request.limit)
        if ranks.stop <= WINDOW:
            asked |= {"from": ranks.start, "size": len(ranks)}
        answer = _allowed(
            lambda: ask(self._client.search, index=self._index, body=asked, search_type=kind)
        )
        if answer is None:
            return _nothing(request)
        if ranks.stop > WINDOW:
            answer["hits"]["hits"] = self._walk.hits(asked, kind, ranks)
        return _results(request, answer)

    def matches(self, request: EngineRequest) -> Matches:
        """See indexer.engines.Searcher; a page of articles is in memory."""
        asked, kind = self._asked(request), self._kind(request)
        count = request.offset + request.limit
        answer = _allowed(lambda: self._walk.begin(asked, kind, min(PAGE, count)))
        if answer is None:
            return Matches(iter(()), _nothing(request).counts)
        first = answer["hits"]["hits"]
        rows = chain(first, self._walk.rest(asked, kind, first, count - len(first)))
        stored = (row["_source"]["article"] for row in islice(rows, request.offset, None))
        return Matches(stored, _results(request, answer).counts)

    def _asked(self, request: EngineRequest) -> Json:
        scored = request.limit and request.sort is Sort.RELEVANCE
        filtering = self._emission.filtering
        write = self._emission.scored if scored else filtering
        filters = {name: filtering(tree) for name, tree in request.selections.items()}
        asked = {
            "query": write(request.matching),
            "sort": _SORTS[request.sort],
            "size": 0,
            "track_total_hits": True,
            "timeout": f"{round(1000 * _SHARE * deadline.remaining(SEARCH_SECONDS))}ms",
        }
        if filters:
            asked["post_filter"] = {"bool": {"filter": list(filters.values())}}
        aggregations = {
            name: _among({"terms": _terms(_COUNTED[name])}, filters, name)
            for name in request.counted
        }
        if request.term_counts:
            each = {n: filtering(query.Or(words)) for n, words in request.term_counts.items()}
            aggregations[_TERM_COUNTS] = _among({"filters": {"filters": each}}, filters, "")
        return {**asked, "aggs": aggregations} if aggregations else asked

    def _kind(self, request: EngineRequest) -> str:
        # scores are those of one index only if shards tell each other how frequent terms are
        apart = self._shards > 1 and request.sort is Sort.RELEVANCE and request.limit
        return "dfs_query_then_fetch" if apart else "query_then_fetch"

    def get(self, article_id: str) -> str | None:
        """See indexer.engines.Searcher."""
        asked = {"query": self._emission.filtering(query.Term("id", article_id)), "size": 1}
        answer = ask(self._client.search, index=self._index, body=asked)
        found = next((hit["_source"]["article"] for hit in answer["hits"]["hits"]), None)
        if found is None and not is_whole(answer):
            raise Unavailable(MISSING)
        return found

    def _key_frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """How many articles hold each of some keys, which are no words."""
        asked = EngineRequest(
            matching=query.Every(),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=0,
            term_counts={term: [query.Term(field, term)] for term in terms},
            counted=frozenset(),
        )
        return dict(self.search(asked).counts.term_counts)

    @property
    def last_day(self) -> date | None:
        """See indexer.engines.Searcher."""
        return self._extent().last_day

    def count(self) -> int:
        """See indexer.engines.Searcher."""
        return self._extent().articles

    def _extent(self) -> _Extent:
        if self._known is not None:
            return self._known
        asked = {"size": 0, "track_total_hits": True, "aggs": {DAY: {"max": {"field": DAY}}}}
        answer = ask(self._client.search, index=self._index, body=asked)
        last = answer["aggregations"][DAY]["value"]
        found = _Extent(
            answer["hits"]["total"]["value"], date.fromordinal(int(last)) if last else None
        )
        # what a shard that is away leaves out is there again with it
        self._known = found if is_whole(answer) else None
        return found

    def close(self) -> None:
        """See indexer.engines.Searcher; the client is the engine's."""
        self._walk.close()


def _results(request: EngineRequest, answer: Json) -> EngineResults:
    """What the cluster answered to a request."""
    found = answer.get("aggregations", {})
    term_counts = found.get(_TERM_COUNTS, {})
    term_counts = term_counts.get("found", term_counts).get("buckets", {})
    total = answer["hits"]["total"]["value"]
    counts = Counts(
        total=total,
        facets={facet.name: _counts(found.get(facet.name)) for facet in FACETS},
        unselected={
            name: found[name]["doc_count"] if name in request.selections else total
            for name in request.counted
        },
        months={int(month): n for month, n in _counts(found.get(MONTHS)).items()},
        days={date.fromordinal(int(day)): n for day, n in _counts(found.get(DAYS)).items()},
        term_counts={name: term_counts[name]["doc_count"] for name in request.term_counts},
        timed_out=answer["timed_out"],
        shards_missing=not is_whole(answer),
    )
    return EngineResults(tuple(map(_hit, answer["hits"]["hits"])), lambda: counts)


def _nothing(request: EngineRequest) -> EngineResults:
    counts = Counts(
        total=0,
        facets={facet.name: {} for facet in FACETS},
        unselected=dict.fromkeys(request.counted, 0),
        months={},
        term_counts=dict.fromkeys(request.term_counts, 0),
        timed_out=True,
    )
    return EngineResults((), lambda: counts)


def _allowed(asking: Callable[[], Json]) -> Json | None:
    """What the cluster answers, None where there is no time for it, or where it has too much."""
    if deadline.remaining(SEARCH_SECONDS) < LEAST_SECONDS:
        return None
    try:
        return asking()
    except Unavailable as error:
        if not _is_too_long(error):
            raise
        return None


def _is_too_long(error: Unavailable) -> bool:
    """Whether a question has more clauses than the cluster is set to take."""
    return "too_many" in str(getattr(error.__cause__, "info", ""))


def _terms(field: str) -> Json:
    return {"field": field, "size": MOST_VALUES, "shard_size": MOST_VALUES}


def _among(counted: Json, filters: Mapping[str, Json], but: str) -> Json:
    """An aggregation over what all selections allow but one, which a facet's own is."""
    if not filters:
        return counted
    others: Sequence[Json] = [found for name, found in filters.items() if name != but]
    return {"filter": {"bool": {"filter": others}}, "aggs": {"found": counted}}


def _counts(aggregation: Json | None) -> dict[str, int]:
    """The number of documents of each value of an aggregation."""
    found = aggregation or {"buckets": []}
    return {str(row["key"]): row["doc_count"] for row in found.get("found", found)["buckets"]}


def _hit(found: Json) -> EngineHit:
    return EngineHit(found["_source"]["article"], found.get("_score") or 0.0)
