"""Which terms does an index hold, and how many articles each of them?

OpenSearch cannot list the terms of a field. They stand, counted, in an index of their own, which is
brought up to date by what is written to the other one and taken out of it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from indexer.engines.opensearch import bulk
from indexer.engines.opensearch.bulk import Action
from indexer.engines.opensearch.connection import BUILD_SECONDS, ask, client, is_whole
from indexer.engines.opensearch.schema import WINDOW, Json, words_of
from indexer.errors import BuildFailed, Unavailable
from indexer.fields import FACETS, LABEL_MARK, TEXT_FIELDS

# So many counts are kept in memory before they are written
_COUNTED = 500_000
_BATCH = 5_000
# Most questions have few answers, and a look-up wants one
_FIRST = 64
_QUESTIONS_CACHED = 4096
# Longer than what can be typed; a cluster looks for prefixes of a few thousand letters at most
_LONGEST_PREFIX = 1_000
_LABELS_CACHED = 50_000
_TEXT = tuple(field.name for field in TEXT_FIELDS)
_LABELS = {facet.labels for facet in FACETS}

_MISSING = "les mots de l’archive ne sont pas tous là : réessayer plus tard"

Term = tuple[str, str]
Rows = tuple[tuple[str, int], ...]


class Counts:
    """The counts of an index of words while it is written."""

    def __init__(self, index: str, *, is_new: bool) -> None:
        """`index` is that of the articles; nothing is looked up in one that is new."""
        self._index, self._known = words_of(index), not is_new
        self._changes: Counter[Term] = Counter()

    def add(self, terms: Iterable[Term], articles: int) -> None:
        """Some terms are in so many articles more, or fewer."""
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
        before = self._before([_id(term) for term, _ in changes]) if self._known else {}
        actions = []
        for term, count in changes:
            key = _id(term)
            total = before.get(key, 0) + count
            actions.append(Action(key, _row(term, total) if total > 0 else None))
        for reason in bulk.send(self._index, actions).values():
            raise BuildFailed(f"un mot n’a pu être compté, {reason}")

    def _before(self, ids: Sequence[str]) -> dict[str, int]:
        answer = ask(
            client().mget,
            BUILD_SECONDS,
            index=self._index,
            body={"docs": [{"_id": key, "_source": "count"} for key in ids]},
        )
        return {row["_id"]: row["_source"]["count"] for row in answer["docs"] if row["found"]}


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

    def __init__(self, index: str) -> None:
        """`index` is that of the articles."""
        self._index = words_of(index)
        self._begun = lru_cache(_QUESTIONS_CACHED)(self._begin)
        self._labels: dict[Term, Rows] = {}

    def terms(self, field: str, prefix: str, most: int | None) -> Iterator[tuple[str, int]]:
        """See indexer.engines.Searcher."""
        known = self._labels.get((field, prefix))
        if known is not None:
            yield from known
            return
        # what is asked of one text field is asked of the others too
        if field in _TEXT and len(prefix) > _LONGEST_PREFIX:
            return
        rows = self._begun(_TEXT if field in _TEXT else (field,), prefix, most)[field]
        yield from rows
        while most is None and len(rows) in (_FIRST, WINDOW):
            after = [rows[-1][0]]
            asked = {**_question(field, prefix, None), "size": WINDOW, "search_after": after}
            (rows,) = self._ask([asked])
            yield from rows

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Searcher."""
        keys = {_id((field, term)): term for term in terms}
        found = dict.fromkeys(terms, 0)
        if keys:
            body = {"docs": [{"_id": key, "_source": "count"} for key in keys]}
            for row in ask(client().mget, index=self._index, body=body)["docs"]:
                if "error" in row:
                    raise Unavailable(_MISSING)
                found[keys[row["_id"]]] = row["_source"]["count"] if row["found"] else 0
        return found

    def _begin(self, fields: tuple[str, ...], prefix: str, most: int | None) -> Mapping[str, Rows]:
        answers = self._ask([_question(field, prefix, most) for field in fields])
        return dict(zip(fields, answers, strict=True))

    def _ask(self, questions: Sequence[Json]) -> list[Rows]:
        body = [line for question in questions for line in ({}, question)]
        answer = ask(client().msearch, index=self._index, body=body)
        found = []
        for one in answer["responses"]:
            if "error" in one or one["timed_out"] or not is_whole(one):
                raise Unavailable(_MISSING)
            rows = (hit["_source"] for hit in one["hits"]["hits"])
            found.append(tuple(sorted((row["term"], row["count"]) for row in rows)))
        return found

    def prepare(self, counts: Mapping[str, Mapping[str, int]], most: int) -> None:
        """Have the spellings of the most frequent values of some facets at hand, all in one go."""
        wanted = []
        for facet in FACETS:
            values = sorted(counts.get(facet.name, {}).items(), key=lambda one: (-one[1], one[0]))
            keys = [(facet.labels, value + LABEL_MARK) for value, _ in values[:most]]
            wanted += [key for key in keys if key not in self._labels]
        if not wanted:
            return
        if len(self._labels) > _LABELS_CACHED:
            self._labels.clear()
        found: dict[Term, list[tuple[str, int]]] = {key: [] for key in wanted}
        for row in self._spellings(wanted):
            key = (row["field"], row["value"] + LABEL_MARK)
            if key in found:
                found[key].append((row["term"], row["count"]))
        # what is cut off may lack rows: it is looked up one by one
        self._labels.update((key, tuple(sorted(rows))) for key, rows in found.items() if rows)

    def _spellings(self, wanted: Sequence[Term]) -> list[Json]:
        values: dict[str, list[str]] = {}
        for field, begin in wanted:
            values.setdefault(field, []).append(begin.removesuffix(LABEL_MARK))
        clauses = [
            {"bool": {"filter": [{"term": {"field": field}}, {"terms": {"value": some}}]}}
            for field, some in values.items()
        ]
        asked = {
            "query": {"bool": {"filter": [{"bool": {"should": clauses}}]}},
            "sort": [{"count": "desc"}],
            "size": WINDOW,
        }
        answer = ask(client().search, index=self._index, body=asked)
        return [hit["_source"] for hit in answer["hits"]["hits"]]


def _question(field: str, prefix: str, most: int | None) -> Json:
    begins: Json = {"prefix": {"term": {"value": prefix}}} if prefix else {"match_all": {}}
    if field in _LABELS and prefix.endswith(LABEL_MARK):
        begins = {"term": {"value": prefix.removesuffix(LABEL_MARK)}}
    return {
        "query": {"bool": {"filter": [{"term": {"field": field}}, begins]}},
        "sort": [{"count": "desc"}, "term"] if most else ["term"],
        "size": min(most, WINDOW) if most else _FIRST,
        "track_total_hits": False,
    }
