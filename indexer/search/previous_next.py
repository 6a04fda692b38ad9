"""Which articles stand before and after one among the results of a search?"""

from dataclasses import dataclass, replace

from indexer.article import Article
from indexer.search import service
from indexer.search.question import Question
from indexer.search.request import SearchRequest, last_page


@dataclass(frozen=True, slots=True)
class Step:
    """An article of the results, and the request for the page it stands on."""

    article: Article
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class Neighbours:
    """An article among the results: its rank, from 1, their number, the ones before and after."""

    rank: int
    total: int
    before: Step | None
    after: Step | None


def neighbours(question: Question, article_id: str) -> Neighbours | None:
    """The neighbours of an article, None if it is not on the page that the question asks for."""
    request = question.request
    start = (request.page - 1) * request.size
    first = max(0, start - 1)
    listed = service.listed(question, range(first, start + request.size + 1))
    ranks = {article.id: first + place for place, article in enumerate(listed.articles)}
    rank = ranks.get(article_id, -1)
    if not start <= rank < start + request.size:
        return None
    steps = {
        ranks[article.id]: Step(article, replace(request, page=page))
        for article in listed.articles
        if (page := ranks[article.id] // request.size + 1) <= last_page(request.size)
    }
    return Neighbours(rank + 1, listed.total, steps.get(rank - 1), steps.get(rank + 1))
