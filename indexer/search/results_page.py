"""What stands on a page of results, beside the articles found?"""

from dataclasses import dataclass

from indexer.search import missing_values, near_duplicates, service
from indexer.search.did_you_mean import Alternatives, alternatives
from indexer.search.filters import Filter, active_filters, text_filters, unfiltered
from indexer.search.missing_values import MissingValue
from indexer.search.near_duplicates import DuplicateGroup
from indexer.search.nearly import Nearly, nearly
from indexer.search.question import Question
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The results of a question and the ways on from them.

    `groups` are the hits of the page, near duplicates folded into one. `alternatives` are other
    searches, where this one found little. `typed` are the filters in the text, `filters` the
    others; `cleared` is the request without any of them. `missing` counts the articles that a
    filter leaves out because they have no value for it. `nearly` is the second tier.
    """

    results: SearchResults
    groups: tuple[DuplicateGroup, ...]
    alternatives: Alternatives
    typed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    cleared: SearchRequest
    missing: tuple[MissingValue, ...]
    nearly: Nearly


def results_page(question: Question, max_values: int) -> ResultsPage:
    """The page of a question; a facet shows `max_values` values at most, and those selected."""
    results = service.run(question, max_values)
    return ResultsPage(
        results=results,
        groups=near_duplicates.groups(question, results.hits),
        alternatives=alternatives(question, results),
        typed=tuple(text_filters(question)),
        filters=tuple(active_filters(question)),
        cleared=unfiltered(question),
        missing=tuple(missing_values.missing(question, results)),
        nearly=nearly(question, results),
    )
