"""Which of several captures of an article is kept?"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from indexer.article import Article
from indexer.spool import Spool

DAYS = [None, *(datetime(2024, 1, day, tzinfo=UTC) for day in (1, 2))]
CAPTURES = st.builds(
    Article,
    id=st.sampled_from("ab"),
    title=st.sampled_from(["un", "deux"]),
    published=st.sampled_from(DAYS),
    modified=st.sampled_from(DAYS),
    degraded=st.booleans(),
)


@contextmanager
def spool() -> Iterator[Spool]:
    with TemporaryDirectory() as folder, closing(Spool(Path(folder) / "spool")) as found:
        yield found


def kept(articles: list[Article]) -> list[Article]:
    with spool() as found:
        for article in articles:
            found.add(article)
        assert found.received == len(articles)
        assert len(found) == len(list(found))
        return list(found)


@given(
    st.lists(CAPTURES, max_size=6).flatmap(
        lambda some: st.tuples(st.just(some), st.permutations(some))
    )
)
def test_the_order_of_captures_changes_nothing(orders: tuple[list[Article], list[Article]]) -> None:
    one, other = orders
    assert kept(one) == kept(other)
    assert [article.id for article in kept(one)] == sorted({article.id for article in one})
    assert all(article in one for article in kept(one))


@given(CAPTURES, CAPTURES)
def test_the_newest_wins_then_the_one_whose_paragraphs_are_true(
    one: Article, other: Article
) -> None:
    other = replace(other, id=one.id)

    def rank(article: Article) -> tuple[float, bool]:
        moment = article.modified or article.published
        return moment.timestamp() if moment else 0.0, not article.degraded

    (best,) = kept([one, other])
    assert rank(best) == max(rank(one), rank(other))
