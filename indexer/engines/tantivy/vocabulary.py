"""Which terms does a tantivy index hold, and how many articles each of them?"""

from collections.abc import Collection, Sequence

from tantivy import Searcher

from indexer.analysis.terms import KINDS
from indexer.engines import CountedTerms, Prefix, facet_labels
from indexer.engines.facet_labels import Labels
from indexer.engines.kind_fields import kind_field, located
from indexer.schema import TEXT_FIELDS

_TEXT = {field.name for field in TEXT_FIELDS}


class TantivyVocabulary:
    """See indexer.engines.Vocabulary."""

    def __init__(self, searcher: Searcher) -> None:
        """`searcher` is that of a whole generation."""
        self._searcher = searcher
        self._labels = Labels()

    def terms(self, field: str, prefix: str, max_terms: int | None = None) -> CountedTerms:
        """See indexer.engines.Vocabulary."""
        return iter(self._rows(field, prefix, max_terms))

    def _rows(self, field: str, prefix: str, max_terms: int | None) -> list[tuple[str, int]]:
        listed = self._searcher.terms_with_prefix
        if field not in _TEXT:
            return sorted(listed(field, prefix, limit=max_terms))
        found: list[tuple[str, int]] = []
        for kind in sorted(KINDS):
            if prefix.startswith(kind) or kind.startswith(prefix):
                rest = prefix.removeprefix(kind) if prefix.startswith(kind) else ""
                rows = listed(kind_field(field, kind), rest, limit=max_terms)
                found += [(kind + term, count) for term, count in sorted(rows)]
        return found

    def terms_of(
        self, prefixes: Collection[Prefix], max_terms: int | None = None
    ) -> dict[Prefix, list[tuple[str, int]]]:
        """See indexer.engines.Vocabulary."""
        return {each: self._rows(*each, max_terms) for each in prefixes}

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Vocabulary."""
        return {term: self.frequency(field, term) for term in terms}

    def frequency(self, field: str, term: str) -> int:
        """The number of articles that hold a term in a field."""
        found = located(field, term)
        return int(self._searcher.doc_freq(*found)) if found else 0

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Vocabulary."""
        return self._labels.of(field, values, facet_labels.spellings(self))
