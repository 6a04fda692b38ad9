"""What does the home page show of an archive before any search?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from indexer import deadline
from indexer.schema import TAG
from indexer.search import counting, service, value_lists
from indexer.search.facets import FacetValue
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.results import Hit
from indexer.serving.open_generation import OpenGeneration

ARTICLES = 8
TAGS = 16
# The tags of the last days, or of more where these have few
TAG_DAYS = (90, 365)
SHOWN_EXAMPLES = 3
# Words, a quotation, a field with a pattern and an exclusion; only those that find something show.
EXAMPLES = (
    "réforme des retraites",
    '"conseil municipal"',
    "titre:élection* -sondage",
    '"pouvoir d’achat"',
    "titre:grève OU titre:mobilisation",
    "climat*",
    "justice",
)


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The newest articles, the tags of late, searches that find something.

    `partial` where a part of the archive did not answer, or there was no time for it.
    """

    newest: tuple[Hit, ...]
    tags: tuple[FacetValue, ...]
    examples: tuple[str, ...]
    partial: bool


def front_page(opened: OpenGeneration) -> FrontPage:
    """The front page of a generation, ten searches at most."""
    searcher = opened.searcher
    useful = (text for text in EXAMPLES if counting.total(ask(SearchRequest(text=text), searcher)))
    newest = service.run(ask(SearchRequest(size=ARTICLES), searcher))
    return FrontPage(
        newest=newest.hits,
        tags=tuple(_tags_of_late(opened)),
        examples=tuple(islice(useful, SHOWN_EXAMPLES)),
        partial=newest.partial or deadline.is_over(deadline.here()),
    )


def _tags_of_late(opened: OpenGeneration) -> Sequence[FacetValue]:
    last = opened.manifest.last_day
    tags: Sequence[FacetValue] = ()
    for days in TAG_DAYS:
        since = last and last - timedelta(days=days)
        tags = value_lists.values(ask(SearchRequest(since=since), opened.searcher), TAG).rows
        if len(tags) >= TAGS:
            break
    return tags[:TAGS]
