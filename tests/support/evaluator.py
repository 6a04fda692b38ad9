"""Evaluate a query tree over documents by brute force: what every engine must agree with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from whoosh.query import (
    And,
    AndMaybe,
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

from indexer.analysis.terms import ACCENTED, LITERAL, STEM
from indexer.engines.document import Document, day_number
from indexer.engines.request import Sort
from indexer.schema import FACETS

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
        case ConstantScoreQuery() | AndMaybe():
            return holds(tree.child if isinstance(tree, ConstantScoreQuery) else tree.a, document)
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
        [
            (STEM + stem, LITERAL + literal, ACCENTED + accented)
            for stem, literal, accented in zip(*(kind.split(" ") for kind in value), strict=True)
        ]
        for value in document.terms[field]
        if value.stems
    ]


def _phrase(tree: Phrase, document: Document) -> bool:
    return any(
        _follows(tree.words, value, start, tree.slop)
        for value in _terms(tree.fieldname, document)
        for start in range(len(value))
    )


def _follows(terms: Sequence[str], value: Sequence[Sequence[str]], start: int, slop: int) -> bool:
    """Whether the terms stand in order from `start` on, each at most `slop` words further."""
    if terms[0] not in value[start]:
        return False
    following = range(start + 1, min(start + slop + 1, len(value)))
    return len(terms) == 1 or any(_follows(terms[1:], value, next_, slop) for next_ in following)


def by_date(documents: Iterable[Document], sort: Sort) -> list[Document]:
    """The documents newest or oldest first; undated ones last, ties by id."""

    def rank(document: Document) -> tuple[bool, float, str]:
        published = document.article.published
        moment = published.timestamp() if published else 0.0
        return published is None, moment if sort is Sort.OLDEST else -moment, document.article.id

    return sorted(documents, key=rank)


def months(documents: Iterable[Document]) -> Counter[int]:
    """The articles of each month, as year * 100 + month."""
    days = [document.article.day for document in documents]
    return Counter(day.year * 100 + day.month for day in days if day)


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


def unselected(
    tree: Query, selections: Mapping[str, Query], documents: Sequence[Document]
) -> dict[str, int]:
    """How many articles match whatever is selected in each facet."""
    return {
        facet.name: sum(
            all(holds(sub, one) for name, sub in selections.items() if name != facet.name)
            for one in documents
            if holds(tree, one)
        )
        for facet in FACETS
    }
