"""How many articles does a filter leave out because they have no value for it?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from indexer.schema import FACETS, YEAR
from indexer.search import counting, typed_filters
from indexer.search.question import Question
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults


@dataclass(frozen=True, slots=True)
class MissingValue:
    """A value that articles lack: its French name, how many lack it, the request with them."""

    lack: str
    count: int
    including: SearchRequest


def missing(question: Question, results: SearchResults) -> Iterator[MissingValue]:
    """The values that filters ask for and that articles lack; each count is at least 1.

    `results` are those of the question.
    """
    request = replace(question.request, page=1)
    undated = _undated(question)
    counts = dict(results.lacking)
    if undated != request:
        counts[YEAR.name] = counting.lacking(question.instead(undated), YEAR)
    for facet in FACETS:
        if count := counts.get(facet.name):
            wider = undated if facet is YEAR else request
            others = {name: v for name, v in request.filters.items() if name != facet.name}
            yield MissingValue(facet.lack, count, replace(wider, filters=others))


def _undated(question: Question) -> SearchRequest:
    """The request without the periods that its text and its dates ask for."""
    text = typed_filters.without(
        question.request.text, question.parsed.lexemes, attrgetter("dated")
    )
    return replace(question.request, text=text, since=None, until=None, page=1)
