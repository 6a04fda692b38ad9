"""Which terms does an index hold, and how many articles each of them?

OpenSearch cannot list the terms of a field. They stand, counted, in an index of their own, which is
brought up to date by what is written to the other one and taken out of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from indexer.engines.facet_labels import Labels
from indexer.engines.opensearch import bulk
from indexer.engines.opensearch.bulk import Action
from indexer.engines.opensearch.connection import (
    BUILD_SECONDS,
    MISSING,
    Cluster,
    ask,
    is_whole,
    stored,
)
from indexer.engines.opensearch.schema import WINDOW, Json, words_of
from indexer.errors import BuildFailed, Unavailable
from indexer.schema import FACETS, LABEL_MARK, TEXT_FIELDS

# So many counts are kept in memory before they are written
_COUNTED = 500_000
_BATCH = 5_000
# Most questions have few answers, and a look-up wants one
_FIRST = 64
_QUESTIONS_CACHED = 4096
# Longer than what can be typed; a cluster looks for prefixes of a few thousand letters at most
_LONGEST_PREFIX = 1_000
_TEXT = tuple(field.name for field in TEXT_FIELDS)
_LABELS = {facet.labels for facet in FACETS}

Term = tuple[str, str]
Rows = tuple[tuple[str, int], ...]


class Counts:
    """The counts of an index of words while it is written."""

    def __init__(self, cluster: Cluster, index: str, *, is_new: bool) -> None:
        """`index` is that of the articles; nothing is looked up in one that is new."""
        self._cluster, self._index, self._known = cluster, words_of(index), not is_new
        self._changes: Counter[Term] = Counter()

    def add(self, terms: Iterable[Term], articles: int) -> None:
        """Add to the number of articles that hold some terms, or take from it."""
        for term in terms:
            self._changes[term] += articles
        if len(self._changes) > _COUNTED:
            self.write()

    def write(self) -> None:
        """Write what has changed."""
        changes = [(term, count) for term, count in self._changes.items() if count]
        for start in range(0, len(changes), _BATCH):
            self._write(changes[start : start + _BATCH])
        self._changes.clear()
        self._known = True

    def _write(self, changes: Sequence[tuple[Term, int]]) -> None:
        keys = [_id(term) for term, _ in changes] if self._known else []
        before = stored(self._cluster, self._index, keys, BUILD_SECONDS)
        actions = []
        for term, count in changes:
            key = _id(term)
            total = before.get(key, {"count": 0})["count"] + count
            actions.append(Action(key, _row(term, total) if total > 0 else None))
        for reason in bulk.send(self._cluster, self._index, actions).values():
            raise BuildFailed(f"un mot n’a pu être compté, {reason}")


def _id(term: Term) -> str:
    return blake2b("\0".join(term).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _row(term: Term, count: int) -> Json:
    field, text = term
    row: Json = {"field": field, "term": text, "count": count}
    if field in _LABELS:
        row["value"] = text.partition(LABEL_MARK)[0]
    return row


class Vocabulary:
    """The counted terms of an index that nothing changes any more."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        """`index` is that of the articles."""
        self._cluster, self._index = cluster, words_of(index)
        self._begun = lru_cache(_QUESTIONS_CACHED)(self._begin)
        self._labels = Labels()

    def terms(self, field: str, prefix: str, most: int | None) -> Iterator[tuple[str, int]]:
        """See indexer.engines.Searcher."""
        if field in _TEXT and len(prefix) > _LONGEST_PREFIX:
            return
        # what is asked of one text field is asked of the others too
        rows = self._begun(_TEXT if field in _TEXT else (field,), prefix, most)[field]
        yield from rows
        while most is None and len(rows) in (_FIRST, WINDOW):
            after = [rows[-1][0]]
            asked = {**_question(field, prefix, None), "size": WINDOW, "search_after": after}
            (rows,) = self._ask([asked])
            yield from rows

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Searcher."""
        keys = {term: _id((field, term)) for term in terms}
        found = stored(self._cluster, self._index, list(keys.values()))
        return {term: found[key]["count"] if key in found else 0 for term, key in keys.items()}

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Searcher."""
        return self._labels.of(field, values, self._spellings)

    def _spellings(self, field: str, values: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        clauses = [{"term": {"field": field}}, {"terms": {"value": list(values)}}]
        asked = {
            "query": {"bool": {"filter": clauses}},
            "sort": [{"count": "desc"}],
            "size": WINDOW,
        }
        found: dict[str, list[tuple[str, int]]] = {}
        for hit in ask(self._cluster.client.search, index=self._index, body=asked)["hits"]["hits"]:
            row = hit["_source"]
            found.setdefault(row["value"], []).append((row["term"], row["count"]))
        return found

    def _begin(self, fields: tuple[str, ...], prefix: str, most: int | None) -> Mapping[str, Rows]:
        answers = self._ask([_question(field, prefix, most) for field in fields])
        return dict(zip(fields, answers, strict=True))

    def _ask(self, questions: Sequence[Json]) -> list[Rows]:
        body = [line for question in questions for line in ({}, question)]
        answer = ask(self._cluster.client.msearch, index=self._index, body=body)
        found = []
        for one in answer["responses"]:
            if "error" in one or one["timed_out"] or not is_whole(one):
                raise Unavailable(MISSING)
            rows = (hit["_source"] for hit in one["hits"]["hits"])
            found.append(tuple(sorted((row["term"], row["count"]) for row in rows)))
        return found


def _question(field: str, prefix: str, most: int | None) -> Json:
    begins = {"prefix": {"term": {"value": prefix}}} if prefix else {"match_all": {}}
    return {
        "query": {"bool": {"filter": [{"term": {"field": field}}, begins]}},
        "sort": [{"count": "desc"}, "term"] if most else ["term"],
        "size": min(most, WINDOW) if most else _FIRST,
        "track_total_hits": False,
    }
