"""How does a tantivy index hold the terms, the facets and the dates of an article?

The three forms of a word are in three fields, so that a field is as long as it has words.
"""

from hashlib import blake2b

import tantivy

from indexer.analysis.terms import KINDS
from indexer.engines.document import DAY
from indexer.engines.kind_fields import kind_field
from indexer.schema import FACETS, KEYS, TEXT_FIELDS, VALUE_GAP, Facet

# Between two values of a field: words that are counted as positions and then dropped
_GAP = "\x1e"
VALUES_APART = f" {' '.join([_GAP] * VALUE_GAP)} "
# The name of one that tantivy has: filters of aggregations know no other
TERMS = "whitespace"
_HALF = 8


def halves(article_id: str) -> tuple[int, int]:
    """The first sixteen bytes of an id as two numbers, which sort as the bytes do."""
    data = article_id.encode("utf-8", "surrogatepass").ljust(2 * _HALF, b"\0")
    return int.from_bytes(data[:_HALF]), int.from_bytes(data[_HALF : 2 * _HALF])


def counted(facet: Facet) -> str:
    """The field of the numbers that stand for the values of a facet."""
    return f"{facet.name}_number"


def number(value: str) -> int:
    """What stands for a value of a facet where it is counted, 64 bits of its digest.

    tantivy spells every value it counts for each segment, which takes longer than the rest.
    """
    return int.from_bytes(blake2b(value.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field("article", stored=True)
    for name in ("id_high", "id_low", "month"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_unsigned_field(DAY, indexed=True, fast=True)
    for name in ("newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    for field in TEXT_FIELDS:
        for kind in KINDS:
            builder.add_text_field(kind_field(field.name, kind), tokenizer_name=TERMS)
    for facet in FACETS:
        builder.add_unsigned_field(counted(facet), fast=True)
        for name in (facet.field, facet.labels):
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for key in KEYS:
        builder.add_text_field(key.name, tokenizer_name="raw", index_option="basic")
    return builder.build()


SCHEMA = _schema()


def analyser() -> tantivy.TextAnalyzer:
    """What cuts texts of terms, which are analysed already, at their spaces."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return builder.filter(tantivy.Filter.custom_stopword([_GAP])).build()
