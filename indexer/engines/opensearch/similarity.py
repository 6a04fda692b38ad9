"""How does an index of OpenSearch come to score as the other engines do?

Lucene's BM25 counts the documents that have a field, the other engines all documents. A field
without words therefore holds one term of its own (schema.EMPTY), which makes the counts equal and
the average length too large; k1 and b of the field make up for that. With the length l of a field,
its average a over all documents and a' of Lucene,

    k1' (1 - b' + b' l / a') = k1 (1 - b + b l / a)

for every l if k1' (1 - b') = k1 (1 - b) and k1' b' = k1 b a' / a. What is left is the factor
(k1 + 1) of Lucene's older formula.
"""

from collections import Counter
from typing import NamedTuple

from indexer.engines.document import Document
from indexer.engines.opensearch.schema import length
from indexer.schema import K1, TEXT_FIELDS, B


class Similarity(NamedTuple):
    """The k1 and b of a field, and what its scores are multiplied by."""

    k1: float
    b: float
    scale: float


class Lengths:
    """The words of the documents that an index is built of, field by field."""

    def __init__(self) -> None:
        """Without any document."""
        self._words: Counter[str] = Counter()
        self._empty: Counter[str] = Counter()

    def add(self, document: Document) -> None:
        """Count a document."""
        for field in TEXT_FIELDS:
            words = length(document, field.name)
            self._words[field.name] += words
            self._empty[field.name] += not words

    def similarities(self, *, has_factor: bool) -> dict[str, Similarity]:
        """The similarity of each field; `has_factor` where scores are multiplied by k1 + 1."""
        return {field.name: self._similarity(field.name, has_factor) for field in TEXT_FIELDS}

    def _similarity(self, name: str, has_factor: bool) -> Similarity:  # noqa: FBT001
        words, empty = self._words[name], self._empty[name]
        varying = K1 * B * ((words + empty) / words if words else 1.0)
        k1 = K1 * (1 - B) + varying
        return Similarity(k1, varying / k1, (K1 + 1) / (k1 + 1 if has_factor else 1))
