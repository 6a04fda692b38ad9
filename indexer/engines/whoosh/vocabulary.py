"""Which terms do the segments of a Whoosh index hold, and how many articles each of them?"""

from collections.abc import Collection, Sequence
from heapq import merge
from itertools import groupby

from indexer.engines import CountedTerms, Prefix, facet_labels
from indexer.engines.facet_labels import Labels
from indexer.engines.whoosh.segment_reader import Segment


class WhooshVocabulary:
    """See indexer.engines.Vocabulary."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """`segments` are all those of the index."""
        self._segments = segments
        self._labels = Labels()

    def terms(self, field: str, prefix: str, max_terms: int | None = None) -> CountedTerms:
        """See indexer.engines.Vocabulary."""
        if len(self._segments) == 1:
            return self._segments[0].terms(field, prefix, max_terms)
        rows = merge(*(segment.terms(field, prefix, max_terms) for segment in self._segments))
        groups = groupby(rows, key=lambda row: row[0])
        return ((term, sum(count for _, count in same)) for term, same in groups)

    def terms_of(
        self, prefixes: Collection[Prefix], max_terms: int | None = None
    ) -> dict[Prefix, list[tuple[str, int]]]:
        """See indexer.engines.Vocabulary."""
        return {each: list(self.terms(*each, max_terms)) for each in prefixes}

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """See indexer.engines.Vocabulary."""
        # in order, a term comes before all that it begins
        firsts = ((term, next(self.terms(field, term), ("", 0))) for term in terms)
        return {term: count if found == term else 0 for term, (found, count) in firsts}

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """See indexer.engines.Vocabulary."""
        return self._labels.of(field, values, facet_labels.spellings(self))
