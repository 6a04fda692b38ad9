"""What stands on a page of results, beside the articles found?"""

from dataclasses import dataclass

from indexer.search import missing_values, near_duplicates, service
from indexer.search.did_you_mean import Proposals, proposals
from indexer.search.filters import Filter, active_filters, text_filters, unfiltered
from indexer.search.missing_values import Omission
from indexer.search.near_duplicates import Story
from indexer.search.nearly import Nearly, nearly
from indexer.search.question import Question
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The results of a question and the ways on from them.

    `stories` are the hits, those that are one text folded. `proposals` are none but where nothing
    is found. `typed` are the filters in the text, `filters` the others, `cleared` is the request
    without any of them; `omissions` says what they leave out for want of a value. `nearly` is the
    second tier.
    """

    results: SearchResults
    stories: tuple[Story, ...]
    proposals: Proposals
    typed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    cleared: SearchRequest
    omissions: tuple[Omission, ...]
    nearly: Nearly


def results_page(question: Question, most: int) -> ResultsPage:
    """The page of a question, with so many values a facet, and those chosen."""
    results = service.run(question, most)
    return ResultsPage(
        results=results,
        stories=near_duplicates.stories(question, results.hits),
        proposals=Proposals() if results.total else proposals(question, results),
        typed=tuple(text_filters(question)),
        filters=tuple(active_filters(question)),
        cleared=unfiltered(question),
        omissions=tuple(missing_values.omissions(question, results)),
        nearly=nearly(question, results),
    )
