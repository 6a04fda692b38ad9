"""Which documents answer a tree, and with which scores?

Whoosh matches terms and phrases; branches are set operations here, because its own matcher of
exclusions lets the first document through.
"""

from collections.abc import Iterable, Mapping, Sequence
from time import monotonic
from typing import Any

from whoosh import query

from indexer.engines.whoosh.schema import day_term
from indexer.errors import UnsupportedQuery

SECONDS = 2.0
_LOOK_EVERY = 1024
_Null = type(query.NullQuery)

# Document numbers and their scores
Scores = dict[int, float]


class Evaluation:
    """Evaluates trees within a time limit; `complete` tells whether it was enough.

    What was found when time is up is an answer, but nothing is taken for absent then.
    """

    def __init__(self, searcher: Any) -> None:
        """`searcher` is Whoosh's."""
        self._searcher = searcher
        self._end = monotonic() + SECONDS
        self.complete = True

    def scores(self, tree: query.Query) -> Scores:
        """Every match with its score; UnsupportedQuery for a node that no engine promises."""
        match tree:
            case query.And():
                return self._all(tree.subqueries)
            case query.Or():
                return _sum(map(self.scores, tree.subqueries))
            case query.AndMaybe():
                return self._preferred(tree)
            case query.Not():
                return self._without(self._every(), [tree.query])
            case query.ConstantScoreQuery():
                return dict.fromkeys(self.scores(tree.child), tree.score)
        return self._every() if isinstance(tree, query.Every) else self._leaf(tree)

    def _every(self) -> Scores:
        return dict.fromkeys(self._searcher.reader().all_doc_ids(), 1.0)

    def _all(self, trees: Iterable[query.Query]) -> Scores:
        """All but the nodes under Not, which change no score."""
        wanted = [tree for tree in trees if not isinstance(tree, query.Not)]
        unwanted = [tree.query for tree in trees if isinstance(tree, query.Not)]
        found = _product([self.scores(tree) for tree in wanted]) if wanted else self._every()
        return self._without(found, unwanted)

    def _preferred(self, tree: query.AndMaybe) -> Scores:
        """The matches of the first tree; those that the second matches too score for both."""
        found, more = self.scores(tree.a), self.scores(tree.b)
        return {number: score + more.get(number, 0.0) for number, score in found.items()}

    def _without(self, found: Scores, unwanted: Sequence[query.Query]) -> Scores:
        for tree in unwanted:
            excluded = self.scores(tree)
            found = {number: score for number, score in found.items() if number not in excluded}
        return found if self.complete or not unwanted else {}

    def _leaf(self, tree: query.Query) -> Scores:
        match tree:
            case query.NumericRange():
                tree = query.TermRange(tree.fieldname, day_term(tree.start), day_term(tree.end))
            case query.Term() | query.Phrase() | _Null():
                pass
            case _:
                raise UnsupportedQuery(type(tree).__name__)
        found: Scores = {}
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = tree.matcher(leaf, leaf.context())
            while matcher.is_active() and self.complete:
                found[offset + matcher.id()] = matcher.score()
                matcher.next()
                if not len(found) % _LOOK_EVERY:
                    self.complete = monotonic() < self._end
        return found


def _sum(found: Iterable[Mapping[int, float]]) -> Scores:
    total: Scores = {}
    for scores in found:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + score
    return total


def _product(found: list[Scores]) -> Scores:
    """The documents of all, their scores added up."""
    least = min(found, key=len)
    common = set(least).intersection(*found)
    return {number: sum(scores[number] for scores in found) for number in common}
