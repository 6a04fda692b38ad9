"""How much is a term worth in a document?"""

from math import log
from typing import Any

from whoosh import scoring

K1, B = 1.2, 0.75


class BM25(scoring.WeightingModel):  # type: ignore[misc]
    """Okapi BM25 with Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5))."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> Any:
        """A scorer of one term; statistics are those of the whole index."""
        del qf
        parent = searcher.get_parent()
        n, count = parent.doc_frequency(fieldname, text), parent.doc_count_all()
        idf = log(1 + (count - n + 0.5) / (n + 0.5))
        return _TermScorer(searcher, fieldname, idf, parent.avg_field_length(fieldname) or 1.0)


class _TermScorer(scoring.BaseScorer):  # type: ignore[misc]
    def __init__(self, searcher: Any, fieldname: str, idf: float, average: float) -> None:
        self._length = searcher.reader().doc_field_length
        self._field, self._idf, self._average = fieldname, idf, average

    def score(self, matcher: Any) -> float:
        weight = matcher.weight()
        length = self._length(matcher.id(), self._field, 1)
        norm = K1 * (1 - B + B * length / self._average)
        return float(self._idf * weight * (K1 + 1) / (weight + norm))
