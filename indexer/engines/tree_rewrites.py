"""What can be said of a neutral tree without evaluating it?"""

from collections.abc import Sequence

from whoosh import query

from indexer.analysis.terms import stem_of
from indexer.schema import TEXT_FIELDS, VALUE_GAP

_TEXT = {field.name for field in TEXT_FIELDS}
_Null = type(query.NullQuery)
_PAIR = 2


def constant(tree: query.Query) -> bool:
    """Whether all matches surely have one score."""
    match tree:
        case query.And() | query.Or():
            alike = all(constant(sub) for sub in tree.subqueries)
            return alike and (type(tree) is query.And or len(tree.subqueries) == 1)
        case query.Term():
            return tree.fieldname not in _TEXT
    return isinstance(
        tree, query.Not | query.ConstantScoreQuery | query.Every | query.NumericRange | _Null
    )


def found_by(tree: query.Query, words: Sequence[query.Term]) -> bool:
    """Whether a tree surely matches what holds any of some words, forms of its own only word."""
    match tree:
        case query.Every():
            return True
        case query.And():
            return all(found_by(sub, words) for sub in tree.subqueries)
        case query.Or():
            held = {(sub.fieldname, sub.text) for sub in tree.subqueries if type(sub) is query.Term}
            return all((word.fieldname, stem_of(word.text)) in held for word in words)
    return False


def deciding(tree: query.Query) -> query.Query:
    """The tree without what only adds to scores: its matches are the same."""
    match tree:
        case query.And() | query.Or():
            return type(tree)([deciding(sub) for sub in tree.subqueries])
        case query.AndMaybe():
            return deciding(tree.a)
        case query.Not():
            return query.Not(deciding(tree.query))
    return tree


def positions(length: int, slop: int) -> int:
    """How many lists of positions are read for a phrase of `length` words, on the engine that reads
    most: one a word, as often as there are ways of taking the steps; between two words, twice."""
    if length < _PAIR:
        return 0
    return int(length * (slop ** (length - 1) if length > _PAIR else min(slop, 2)))


def most_slop(length: int, most: int) -> int:
    """The largest slop below VALUE_GAP for which at most `most` lists of positions are read, or 1.

    `length` is the number of the words of the phrase.
    """
    return next(
        (slop for slop in range(VALUE_GAP - 1, 1, -1) if positions(length, slop) <= most), 1
    )
