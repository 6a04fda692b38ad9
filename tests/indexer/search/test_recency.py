"""Does it count for an article to be recent, moderately, and from the newest article on?"""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.building import write
from support.every_engine import EVERY_ENGINE, running

from indexer.article import PARIS, Article
from indexer.schema import RECENCY
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest

NEWEST = datetime(2019, 6, 30, 12, tzinfo=PARIS)
Found = Callable[..., list[tuple[str, float]]]


@pytest.fixture(params=EVERY_ENGINE)
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Found]:
    """The ids and scores of what a text finds among some articles."""

    with running(request, request.param) as engine:

        def answer(text: str, *articles: Article) -> list[tuple[str, float]]:
            write(engine, tmp_path, articles)
            with closing(engine.searcher(tmp_path)) as searcher:
                hits = service.run(ask(SearchRequest(text=text), searcher)).hits
                return [(hit.article.id, hit.score) for hit in hits]

        yield answer


def aged(days: int, title: str = "la mer") -> Article:
    return Article(id=f"{days:05}", title=title, published=NEWEST - timedelta(days=days))


def test_articles_of_the_last_month_and_year_score_more(found: Found) -> None:
    ages = [0, 31, 32, 366, 367, 4000]
    scores = dict(found("mer", *map(aged, ages), Article(id="undated", title="la mer")))
    least = scores["undated"]
    month, year = (boost for _, boost in RECENCY)
    gained = [scores[f"{days:05}"] - least for days in ages]
    assert gained == pytest.approx([month + year] * 2 + [year] * 2 + [0, 0], abs=1e-5)


def test_an_old_article_that_says_more_comes_before_a_recent_one(found: Found) -> None:
    others = [aged(5000 + rank, "le vent") for rank in range(20)]
    hits = found("marée OU noire", aged(0, "marée"), aged(3000, "marée noire"), *others)
    assert [article for article, _ in hits] == ["03000", "00000"]


def test_patterns_and_filters_alone_are_sorted_by_date(found: Found) -> None:
    articles = [aged(days) for days in (0, 100, 1000)]
    hits = found("mer*", *articles)
    assert [article for article, _ in hits] == ["00000", "00100", "01000"]
    assert len({score for _, score in hits}) == 1
