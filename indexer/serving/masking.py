"""How is an article kept out of every answer of a generation that still holds it? By a mask.

A purge takes as long as a build; from its first line on, what serves is read through a mask.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from whoosh.query import And, Every, Not, Or, Term

from indexer.analysis.terms import KINDS
from indexer.article import Article
from indexer.engines import Searcher, facet_labels
from indexer.engines.document import Document, to_document
from indexer.engines.facet_labels import Labels
from indexer.engines.request import EngineRequest, EngineResults, Sort
from indexer.generations.manifest import Manifest
from indexer.schema import FACETS, LABEL_MARK, TEXT_FIELDS


def masked(
    manifest: Manifest, searcher: Searcher, purged: Collection[str]
) -> tuple[Manifest, Searcher]:
    """A generation as if it did not hold the articles of these ids; as it is without any."""
    held = [stored for one in sorted(purged) if (stored := searcher.get(one)) is not None]
    if not held:
        return manifest, searcher
    mask = Masked(searcher, [Article.load(stored) for stored in held])
    first, last = mask.edge(Sort.OLDEST), mask.last_day
    return replace(manifest, articles=mask.count(), first_day=first, last_day=last), mask


class Masked:
    """A Searcher that neither finds, counts nor spells what only some articles hold."""

    def __init__(self, searcher: Searcher, articles: Sequence[Article]) -> None:
        """`articles` are left out, all of which the searcher holds."""
        self._searcher = searcher
        self._ids = {article.id for article in articles}
        self._others = Not(Or([Term("id", article.id) for article in articles]))
        documents = [to_document(article) for article in articles]
        self._terms = Counter(term for document in documents for term in _terms(document))
        self._spelt = {
            (facet.labels, value)
            for document in documents
            for facet in FACETS
            for value, _ in document.facets[facet.name]
        }
        self._labels = Labels()

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        matching = And([request.matching, self._others])
        return self._searcher.search(replace(request, matching=matching))

    def get(self, article_id: str) -> str | None:
        """See indexer.engines.Searcher."""
        return None if article_id in self._ids else self._searcher.get(article_id)

    def terms(self, field: str, prefix: str, most: int | None = None) -> Iterator[tuple[str, int]]:
        """See indexer.engines.Searcher."""
        for term, count in self._searcher.terms(field, prefix, most):
            if left := count - self._terms[field, term]:
                yield term, left

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Searcher."""
        found = self._searcher.frequencies(field, terms)
        return {term: count - self._terms[field, term] for term, count in found.items()}

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Searcher."""
        respelt = [value for value in values if (field, value) in self._spelt]
        found = self._labels.of(field, respelt, facet_labels.spellings(self))
        return {**self._searcher.labels(field, values), **found}

    @cached_property
    def last_day(self) -> date | None:
        """See indexer.engines.Searcher."""
        return self.edge(Sort.NEWEST)

    def edge(self, sort: Sort) -> date | None:
        """The day of the first article in an order by date; None where no article is dated."""
        first = EngineRequest(
            matching=Every(), selections={}, sort=sort, offset=0, limit=1, counted=frozenset()
        )
        return next((Article.load(hit.stored).day for hit in self.search(first).hits), None)

    def count(self) -> int:
        """See indexer.engines.Searcher."""
        return self._searcher.count() - len(self._ids)

    def close(self) -> None:
        """See indexer.engines.Searcher."""
        self._searcher.close()


def _terms(document: Document) -> set[tuple[str, str]]:
    """What a document adds 1 to the count of: its terms, facets, labels and keys, by field."""
    found = {
        (field.name, kind + term)
        for field in TEXT_FIELDS
        for value in document.terms[field.name]
        for kind, texts in zip(KINDS, value, strict=True)
        for term in texts.split(" ")
    }
    for facet in FACETS:
        for value, label in document.facets[facet.name]:
            found |= {(facet.field, value), (facet.labels, value + LABEL_MARK + label)}
    return found | {(name, key) for name, keys in document.keys.items() for key in keys}
