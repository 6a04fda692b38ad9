"""Search a Whoosh index: matches, counts, one page of hits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from math import inf
from threading import Lock
from typing import Any

from whoosh import query
from whoosh.index import FileIndex

from indexer.engines import EngineHit, EngineRequest, EngineResults, Sort
from indexer.engines.whoosh.evaluation import Evaluation, Scores
from indexer.engines.whoosh.schema import SEPARATOR, UNDATED
from indexer.engines.whoosh.scoring import BM25
from indexer.fields import FACETS


class WhooshSearcher:
    """See indexer.engines.Searcher."""

    def __init__(self, store: FileIndex) -> None:
        """Reads dates, ids and facet values, which stay in memory."""
        self._searcher = store.searcher(weighting=BM25())
        self._reader = self._searcher.reader()
        # Whoosh's matchers seek in files that a searcher shares
        self._lock = Lock()
        self._dates = self._column("published")
        self._ids = self._column("id")
        self._values = {facet.name: self._facet_values(facet.field) for facet in FACETS}

    def _column(self, name: str) -> list[Any]:
        return [
            value
            for leaf, _ in self._reader.leaf_readers()
            if leaf.doc_count_all()  # the reader of an empty index has no columns
            for value in leaf.column_reader(name, translate=False)
        ]

    def _facet_values(self, field: str) -> list[tuple[str, ...]]:
        column = self._column(field)
        seen = {value: tuple(value.decode().split(SEPARATOR)) for value in set(column)}
        seen[b""] = ()
        return [seen[value] for value in column]

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        with self._lock:
            evaluation = Evaluation(self._searcher)
            scores = evaluation.scores(request.matching)
            allowed = {
                name: evaluation.scores(tree).keys() for name, tree in request.selections.items()
            }
            matches = set(scores).intersection(*allowed.values())
            tallies = {
                name: len(matches.intersection(evaluation.scores(tree)))
                for name, tree in request.tallies.items()
            }
            hits = tuple(
                EngineHit(self._reader.stored_fields(number)["article"], scores[number])
                for number in self._page(matches, scores, request)
            )
        facets = {}
        for facet in FACETS:
            others = [docs for name, docs in allowed.items() if name != facet.name]
            counted = set(scores).intersection(*others) if facet.name in allowed else matches
            values = self._values[facet.name]
            facets[facet.name] = Counter(value for number in counted for value in values[number])
        return EngineResults(len(matches), hits, facets, tallies, evaluation.complete)

    def _page(self, matches: Iterable[int], scores: Scores, request: EngineRequest) -> list[int]:
        def rank(number: int) -> tuple[float, float, str]:
            date = self._dates[number]
            if request.sort is Sort.OLDEST:
                return inf if date == UNDATED else date, 0.0, self._ids[number]
            score = scores[number] if request.sort is Sort.RELEVANCE else 0.0
            return -score, -date, self._ids[number]

        return nsmallest(request.offset + request.limit, matches, rank)[request.offset :]

    def get(self, article_id: str) -> str | None:
        """See indexer.engines.Searcher."""
        with self._lock:
            for number in self._searcher.docs_for_query(query.Term("id", article_id)):
                return str(self._reader.stored_fields(number)["article"])
        return None

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """See indexer.engines.Searcher."""
        with self._lock:
            found = [
                (term.decode(), self._reader.doc_frequency(field, term))
                for term in self._reader.expand_prefix(field, prefix)
            ]
        return iter(found)

    def count(self) -> int:
        """See indexer.engines.Searcher."""
        return int(self._reader.doc_count())

    def close(self) -> None:
        """See indexer.engines.Searcher."""
        self._searcher.close()
