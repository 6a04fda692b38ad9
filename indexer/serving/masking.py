"""How is an article kept out of every answer of a generation that still holds it? By a mask.

A purge takes as long as a build; from its first line on, what serves is read through a mask.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from whoosh.query import And, Every, Not, Or, Term

from indexer.analysis.terms import KINDS
from indexer.article import Article
from indexer.engines import CountedTerms, Prefix, Searcher, Vocabulary, facet_labels
from indexer.engines.document import Document, to_document
from indexer.engines.facet_labels import Labels
from indexer.engines.request import EngineRequest, EngineResults, Matches, Sort
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
        self.vocabulary = MaskedVocabulary(searcher.vocabulary, map(to_document, articles))

    def search(self, request: EngineRequest) -> EngineResults:
        """See indexer.engines.Searcher."""
        return self._searcher.search(self._masked(request))

    def matches(self, request: EngineRequest) -> Matches:
        """See indexer.engines.Searcher."""
        return self._searcher.matches(self._masked(request))

    def _masked(self, request: EngineRequest) -> EngineRequest:
        return replace(request, matching=And([request.matching, self._others]))

    def get(self, article_id: str) -> str | None:
        """See indexer.engines.Searcher."""
        return None if article_id in self._ids else self._searcher.get(article_id)

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


class MaskedVocabulary:
    """A Vocabulary that counts no term where only some documents hold it."""

    def __init__(self, vocabulary: Vocabulary, documents: Iterable[Document]) -> None:
        """`documents` are left out, all of which are counted in the vocabulary."""
        self._vocabulary = vocabulary
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._spelt: set[tuple[str, str]] = set()
        for document in documents:
            self._left_out.update(_terms(document))
            self._spelt |= {
                (facet.labels, value)
                for facet in FACETS
                for value, _ in document.facets[facet.name]
            }
        self._labels = Labels()

    def terms(self, field: str, prefix: str, max_terms: int | None = None) -> CountedTerms:
        """See indexer.engines.Vocabulary."""
        return self._kept(field, self._vocabulary.terms(field, prefix, max_terms))

    def terms_of(
        self, prefixes: Collection[Prefix], max_terms: int | None = None
    ) -> dict[Prefix, list[tuple[str, int]]]:
        """See indexer.engines.Vocabulary."""
        found = self._vocabulary.terms_of(prefixes, max_terms)
        return {prefix: list(self._kept(prefix[0], rows)) for prefix, rows in found.items()}

    def _kept(self, field: str, rows: Iterable[tuple[str, int]]) -> CountedTerms:
        for term, count in rows:
            if left := count - self._left_out[field, term]:
                yield term, left

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Vocabulary."""
        found = self._vocabulary.frequencies(field, terms)
        return {term: count - self._left_out[field, term] for term, count in found.items()}

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Vocabulary."""
        respelt = [value for value in values if (field, value) in self._spelt]
        found = self._labels.of(field, respelt, facet_labels.spellings(self))
        return {**self._vocabulary.labels(field, values), **found}


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
