"""What stands on a page of results, beside the articles found?"""

from dataclasses import dataclass

from indexer import completeness, narrowing, reprises, search
from indexer.completeness import Omission
from indexer.narrowing import Filter
from indexer.question import Question
from indexer.reprises import Story
from indexer.rescue import Proposals, proposals
from indexer.search_request import SearchRequest
from indexer.search_results import SearchResults


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPage:
    """The results of a question and the ways on from them.

    `stories` are the hits, those that are one text folded. `proposals` are none but where nothing
    is found. `typed` are the filters in the text, `filters` the others, `cleared` is the request
    without any of them; `omissions` says what they leave out for want of a value.
    """

    results: SearchResults
    stories: tuple[Story, ...]
    proposals: Proposals
    typed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    cleared: SearchRequest
    omissions: tuple[Omission, ...]


def results_page(question: Question, most: int) -> ResultsPage:
    """The page of a question, with so many values a facet, and those chosen."""
    results = search.run(question, most)
    return ResultsPage(
        results=results,
        stories=reprises.stories(question, results.hits),
        proposals=Proposals() if results.total else proposals(question, results),
        typed=tuple(narrowing.in_text(question)),
        filters=tuple(narrowing.active(question)),
        cleared=narrowing.cleared(question),
        omissions=tuple(completeness.omissions(question, results)),
    )
