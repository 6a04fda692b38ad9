"""Evaluate a query tree over documents by brute force: what every engine must agree with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from whoosh.query import (
    And,
    ConstantScoreQuery,
    Every,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from indexer.engines import Document, Sort, day_number
from indexer.fields import ACCENTED, FACETS, LITERAL, STEM

_Null = type(NullQuery)
_FACET_FIELDS = {facet.field: facet.name for facet in FACETS}


def holds(tree: Query, document: Document) -> bool:
    """Whether a document answers a tree."""
    match tree:
        case And():
            return all(holds(sub, document) for sub in tree.subqueries)
        case Or():
            return any(holds(sub, document) for sub in tree.subqueries)
        case Not():
            return not holds(tree.query, document)
        case ConstantScoreQuery():
            return holds(tree.child, document)
        case Every() | _Null():
            return isinstance(tree, Every)
    return _leaf(tree, document)


def _leaf(tree: Query, document: Document) -> bool:
    match tree:
        case NumericRange():
            day = document.article.day
            return day is not None and tree.start <= day_number(day) <= tree.end
        case Phrase():
            return _phrase(tree, document)
        case Term() if tree.fieldname in _FACET_FIELDS:
            pairs = document.facets[_FACET_FIELDS[tree.fieldname]]
            return tree.text in dict(pairs)
        case Term():
            return any(
                tree.text in word for value in _terms(tree.fieldname, document) for word in value
            )
    raise TypeError(tree)


def _terms(field: str, document: Document) -> list[list[tuple[str, str, str]]]:
    return [
        [(STEM + word.stem, LITERAL + word.literal, ACCENTED + word.accented) for word in value]
        for value in document.words[field]
    ]


def _phrase(tree: Phrase, document: Document) -> bool:
    length = len(tree.words)
    return any(
        all(
            term in word
            for term, word in zip(tree.words, value[start : start + length], strict=True)
        )
        for value in _terms(tree.fieldname, document)
        for start in range(len(value) - length + 1)
    )


def by_date(documents: Iterable[Document], sort: Sort) -> list[Document]:
    """The documents newest or oldest first; undated ones last, ties by id."""

    def rank(document: Document) -> tuple[bool, float, str]:
        published = document.article.published
        moment = published.timestamp() if published else 0.0
        return published is None, moment if sort is Sort.OLDEST else -moment, document.article.id

    return sorted(documents, key=rank)


def counts(
    tree: Query, selections: Mapping[str, Query], documents: Sequence[Document]
) -> dict[str, Counter[str]]:
    """The articles of each value of each facet, which ignores its own selection."""
    found: dict[str, Counter[str]] = {}
    for facet in FACETS:
        others = [sub for name, sub in selections.items() if name != facet.name]
        matching = [one for one in documents if all(holds(sub, one) for sub in (tree, *others))]
        found[facet.name] = Counter(
            value for one in matching for value, _ in one.facets[facet.name]
        )
    return found
