"""A vocabulary that a test lists itself."""

from collections.abc import Callable, Collection, Iterator, Sequence

from indexer.engines import CountedTerms, Prefix

Listed = Callable[[str, str], Iterator[tuple[str, int]]]


class Words:
    """See indexer.engines.Vocabulary; it has no facets."""

    def __init__(self, listed: Listed) -> None:
        """`listed` gives the terms of a field that begin so, and how many articles hold each."""
        self._listed = listed

    def terms(self, field: str, prefix: str, max_terms: int | None = None) -> CountedTerms:
        rows = list(self._listed(field, prefix))
        return iter(sorted(sorted(rows, key=lambda row: -row[1])[:max_terms]))

    def terms_of(
        self, prefixes: Collection[Prefix], max_terms: int | None = None
    ) -> dict[Prefix, list[tuple[str, int]]]:
        return {prefix: list(self.terms(*prefix, max_terms)) for prefix in prefixes}

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        return {term: dict(self.terms(field, term)).get(term, 0) for term in terms}

    def labels(self, _field: str, values: Sequence[str]) -> dict[str, str]:
        return {value: value for value in values}


NO_WORDS = Words(lambda *_: iter(()))
