"""What is an engine asked for a question?"""

from collections.abc import Sequence

from whoosh.query import And, Not, Or, Query, Term

from indexer.engines.request import EngineRequest
from indexer.query.leaves import between
from indexer.schema import FACETS
from indexer.search import facets
from indexer.search.question import Question
from indexer.search.recency import recent
from indexer.search.request import SearchRequest


def asked(question: Question) -> EngineRequest:
    """The articles of its page, newer ones preferred a little, and all that is counted."""
    request = question.request
    scored = recent(question.parsed.tree, question.searcher.last_day)
    return EngineRequest(
        matching=And([scored, *filters(request)]),
        selections=facets.trees(request.filters, request.all_of),
        sort=request.order,
        offset=(request.page - 1) * request.size,
        limit=request.size,
    )


def both(matching: Query, among: Query | None) -> Query:
    """What matches a tree, and another where there is one."""
    return matching if among is None else And([matching, among])


def filters(request: SearchRequest) -> Sequence[Query]:
    """The trees of the dates and exclusions of a request."""
    trees: list[Query] = []
    if request.since or request.until:
        trees.append(between(request.since, request.until))
    unwanted = [
        Term(facet.field, value)
        for facet in FACETS
        for value in request.exclusions.get(facet.name, ())
    ]
    if unwanted:
        trees.append(Not(Or(unwanted)))
    return trees
