"""Which of some articles, known by their ids, does a search find?"""

from collections.abc import Sequence
from dataclasses import replace

from whoosh.query import ConstantScoreQuery, Or, Term

from indexer.article import Article
from indexer.engines.request import Sort
from indexer.search import service
from indexer.search.question import Question
from indexer.search.results import Listed

# An engine takes a bounded number of terms in one query
_AT_ONCE = 1000


def among(question: Question, ids: Sequence[str], most: int) -> Listed:
    """Those that a question finds: how many, and the `most` newest, the newest first."""
    newest = question.instead(replace(question.request, sort=Sort.NEWEST, page=1))
    parts = [
        service.listed(newest, range(most), _any_of(ids[start : start + _AT_ONCE]))
        for start in range(0, len(ids), _AT_ONCE)
    ]
    articles = sorted((article for part in parts for article in part.articles), key=_age)
    return Listed(
        total=sum(part.total for part in parts),
        articles=tuple(articles[:most]),
        timed_out=any(part.timed_out for part in parts),
        shards_missing=any(part.shards_missing for part in parts),
    )


def _any_of(ids: Sequence[str]) -> ConstantScoreQuery:
    return ConstantScoreQuery(Or([Term("id", one) for one in ids]))


def _age(article: Article) -> tuple[float, str]:
    """As engines order by date: the undated last, then by id."""
    return -article.published.timestamp() if article.published else float("inf"), article.id
