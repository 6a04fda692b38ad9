"""What stands on a page of results, beside the articles found?"""

from dataclasses import dataclass

from indexer.search import missing_values, near_duplicates, service
from indexer.search.did_you_mean import Alternatives, alternatives
from indexer.search.filters import Filter, active_filters, text_filters, unfiltered
from indexer.search.missing_values import MissingValue
from indexer.search.near_duplicates import DuplicateGroup
from indexer.search.question import Question
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The results of a question and the ways on from them.

    `groups` are the hits of the page, near duplicates folded into one. `alternatives` is empty
    unless nothing was found. `typed` are the filters in the text, `filters` the others; `cleared`
    is the request without any of them. `missing` counts the articles that a filter leaves out
    because they have no value for it.
    """

    results: SearchResults
    groups: tuple[DuplicateGroup, ...]
    alternatives: Alternatives
    typed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    cleared: SearchRequest
    missing: tuple[MissingValue, ...]


def results_page(question: Question, most: int) -> ResultsPage:
    """The page of a question; each facet shows `most` values, and the selected ones."""
    results = service.run(question, most)
    return ResultsPage(
        results=results,
        groups=near_duplicates.groups(question, results.hits),
        alternatives=Alternatives() if results.total else alternatives(question, results),
        typed=tuple(text_filters(question)),
        filters=tuple(active_filters(question)),
        cleared=unfiltered(question),
        missing=tuple(missing_values.missing(question, results)),
    )
