"""What is asked of the engine? A compiled tree, line by line."""

from collections.abc import Iterator
from datetime import date

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    Every,
    Not,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from indexer.analysis.terms import FORM_MARK

_NAMES = {And: "ET", Or: "OU", AndMaybe: "DE PRÉFÉRENCE", Not: "SAUF", Every: "TOUT"}


def outline(tree: Query, depth: int = 0) -> Iterator[tuple[int, str]]:
    """The depth, from 0, and the French label of each node; boosts stand after ^, slops after ~."""
    if isinstance(tree, ConstantScoreQuery):
        yield depth, "SCORE CONSTANT"
        yield from outline(tree.child, depth + 1)
        return
    yield depth, _leaf(tree) if tree.is_leaf() else _NAMES[type(tree)]
    for child in tree.children():
        yield from outline(child, depth + 1)


def _leaf(tree: Query) -> str:
    match tree:
        case Term():
            return f"{tree.fieldname} {_shown(tree.text)}{_boost(tree.boost)}"
        case Phrase():
            terms = " ".join(map(_shown, tree.words))
            return f"{tree.fieldname} « {terms} »~{tree.slop}{_boost(tree.boost)}"
        case NumericRange():
            return f"{date.fromordinal(tree.start)} .. {date.fromordinal(tree.end)}"
    return _NAMES.get(type(tree), "RIEN")


def _shown(term: str) -> str:
    return term.replace(FORM_MARK, "/")


def _boost(boost: float) -> str:
    return "" if boost == 1 else f"^{boost:g}"
