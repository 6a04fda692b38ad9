"""What can be said of a neutral tree without evaluating it?"""

from whoosh import query

from indexer.fields import TEXT_FIELDS

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
