"""How does an OpenSearch index hold the terms, the facets and the dates of an article?

The three forms of a word are in three fields, so that a field is as long as it has words. Beside
each index of articles stands one of words: the vocabulary, which OpenSearch cannot list.
"""

from itertools import product
from typing import Any

from indexer.analysis.terms import KINDS
from indexer.engines.document import DAY, UNDATED, Document, day_number, month_number
from indexer.engines.kind_fields import kind_field
from indexer.engines.request import MONTHS
from indexer.schema import FACETS, K1, KEYS, LABEL_MARK, TEXT_FIELDS, VALUE_GAP, B, split

# What stands in a field without words, so that statistics count the article: no term is written so
EMPTY = "\x1e"
# The longest term that Lucene takes, in bytes; letters have three at most in nearly all scripts
_LONGEST_BYTES = 32_766
_LONGEST_TERM = _LONGEST_BYTES // 3
# As long as the tokenizer lets words be: what it cuts in two would be two words
_LONGEST_WORD = 1_000_000

Json = dict[str, Any]

# An index while it is filled: no copies, nothing shown, nothing flushed
LOADING: Json = {
    "index.number_of_replicas": 0,
    "index.refresh_interval": "-1",
    "index.translog.durability": "async",
}
# How many results the first pages hold; those after them are walked to
WINDOW = 10_000


def words_of(index: str) -> str:
    """The index of words that stands beside one of articles."""
    return f"{index}-words"


def articles(shards: int) -> Json:
    """The settings and the mapping of an index of articles."""
    keyword = {"type": "keyword", "norms": False}
    properties: Json = {
        "article": {"type": "keyword", "index": False, "doc_values": False},
        "id": keyword,
        DAY: {"type": "integer"},
        MONTHS: {"type": "integer"},
        "newest": {"type": "long"},
        "oldest": {"type": "long"},
        **{key.name: {**keyword, "doc_values": False} for key in KEYS},
        **{facet.field: keyword for facet in FACETS},
    }
    for field, kind in product(TEXT_FIELDS, KINDS):
        properties[kind_field(field.name, kind)] = {
            "type": "text",
            "analyzer": "terms",
            "position_increment_gap": VALUE_GAP,
            "similarity": field.name,
        }
    return {
        "settings": {
            **LOADING,
            "index.number_of_shards": shards,
            "index.max_result_window": WINDOW,
            "index.similarity": {
                field.name: {"type": "BM25", "k1": K1, "b": B} for field in TEXT_FIELDS
            },
            "index.analysis": {
                "analyzer": {
                    "terms": {"type": "custom", "tokenizer": "terms", "filter": ["terms"]}
                },
                "filter": {"terms": {"type": "length", "max": _LONGEST_TERM}},
                # of white space, a term holds all but the space
                "tokenizer": {
                    "terms": {
                        "type": "char_group",
                        "tokenize_on_chars": [" "],
                        "max_token_length": _LONGEST_WORD,
                    }
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            # what is searched is never shown
            "_source": {"includes": ["article"]},
            "properties": properties,
        },
    }


def words() -> Json:
    """The settings and the mapping of an index of words."""
    return {
        "settings": {**LOADING, "index.number_of_shards": 1, "index.max_result_window": WINDOW},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "field": {"type": "keyword"},
                "term": {"type": "keyword"},
                "value": {"type": "keyword"},
                "count": {"type": "integer"},
            },
        },
    }


def row(document: Document) -> Json:
    """The document of an article."""
    article = document.article
    moment = int(article.published.timestamp()) if article.published else None
    found: Json = {
        "article": document.stored,
        "id": article.id,
        "newest": UNDATED if moment is None else moment,
        "oldest": -UNDATED if moment is None else moment,
        **{facet.field: [value for value, _ in document.facets[facet.name]] for facet in FACETS},
        **{name: list(keys) for name, keys in document.keys.items()},
    }
    if article.day:
        found[DAY] = day_number(article.day)
        found[MONTHS] = month_number(article.day)
    for field in TEXT_FIELDS:
        values = [value for value in document.terms[field.name] if value.stems]
        columns = zip(*values, strict=True) if values else [[EMPTY]] * len(KINDS)
        for kind, texts in zip(KINDS, columns, strict=True):
            found[kind_field(field.name, kind)] = list(texts)
    return found


def length(document: Document, name: str) -> int:
    """How many words a text field of a document holds."""
    values = document.terms[name]
    return sum(value.stems.count(" ") + 1 for value in values if value.stems)


def vocabulary(document: Document) -> set[tuple[str, str]]:
    """The terms of a document, and the spellings of its facets, with the fields they are in."""
    found = {
        (field.name, kind + term)
        for field in TEXT_FIELDS
        for value in document.terms[field.name]
        for kind, texts in zip(KINDS, value, strict=True)
        # of white space, a term may hold all but the space
        for term in split(texts)
        if 0 < len(term) <= _LONGEST_TERM
    }
    for facet in FACETS:
        pairs = document.facets[facet.name]
        found |= {(facet.labels, value + LABEL_MARK + label) for value, label in pairs}
    return {(field, term) for field, term in found if len(term.encode()) <= _LONGEST_BYTES}
