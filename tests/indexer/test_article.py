"""Does an article come back from its stored text as it was?"""

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.article import PARIS, Article

MOMENTS = st.none() | st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))]),
)
TEXTS = st.text(max_size=20)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)


@given(
    st.builds(
        Article, id=TEXTS, title=TEXTS, url=st.none() | TEXTS, lede=TEXTS, body=LISTS, tags=LISTS,
        authors=LISTS, published=MOMENTS, modified=MOMENTS, degraded=st.booleans(),
    )
)  # fmt: skip
def test_what_is_stored_comes_back(article: Article) -> None:
    assert Article.load(article.dump()) == article


def test_dates_are_stored_as_iso_8601_with_a_colon() -> None:
    article = Article(id="a", title="t", published=datetime(2023, 9, 14, 9, 13, tzinfo=PARIS))
    assert json.loads(article.dump())["published"] == "2023-09-14T09:13:00+02:00"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"id": "a", "title": "t", "x": 1}'])
def test_another_text_is_refused(text: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Article.load(text)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        (None, None),
        (datetime(2023, 12, 31, 23, 30, tzinfo=UTC), date(2024, 1, 1)),
        (datetime(2023, 7, 1, 22, 30, tzinfo=UTC), date(2023, 7, 2)),
        (datetime(2023, 7, 1, 21, 30, tzinfo=UTC), date(2023, 7, 1)),
        (datetime(2023, 7, 1, 0, 0, tzinfo=PARIS), date(2023, 7, 1)),
    ],
)
def test_the_day_of_an_article_is_that_of_paris(
    published: datetime | None, day: date | None
) -> None:
    assert Article(id="a", title="t", published=published).day == day
