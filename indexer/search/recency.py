"""How much does it count that an article is recent?"""

from datetime import date

from whoosh.query import AndMaybe, ConstantScoreQuery, NumericRange, Or, Query

from indexer.engines.document import DAY, day_number
from indexer.engines.tree_rewrites import constant
from indexer.schema import RECENCY


def recent(tree: Query, last_day: date | None) -> Query:
    """The tree, with the gains of RECENCY added to the scores of its matches.

    Days are counted back from `last_day`, that of the newest article, None without a dated one. A
    tree whose matches all have one score stays as it is: they are sorted by date.
    """
    if last_day is None or constant(tree):
        return tree
    last = day_number(last_day)
    steps = [
        ConstantScoreQuery(NumericRange(DAY, last - days, last), boost) for days, boost in RECENCY
    ]
    return AndMaybe(tree, Or(steps))
