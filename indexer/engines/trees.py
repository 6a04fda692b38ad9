"""What can be said of a neutral tree without evaluating it?"""

from collections.abc import Sequence

from whoosh import query

from indexer.fields import TEXT_FIELDS, stem_of

_TEXT = {field.name for field in TEXT_FIELDS}
_Null = type(query.NullQuery)


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
