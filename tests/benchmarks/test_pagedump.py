"""A rendered page dump must read back as the article it was written from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import pagedump
from indexer.article import Article
from indexer.readers import pagedump as reader
from indexer.readers.part import Part, Rules

URL = "https://www.gazette.example/20240229/un-titre-1000000001.html"

letters = "abcdefghijlmnopqrstuvxyzàâçéèêëîïôùûœ"
words = st.text(letters, min_size=2, max_size=12)
runs = st.lists(words, min_size=3, max_size=25).map(" ".join)
headings = runs.map(lambda text: text[0].upper() + text[1:])
sentences = headings.map(lambda text: f"{text}.")
paragraphs = st.lists(sentences, min_size=1, max_size=5).map(" ".join)
names = st.lists(words.map(str.capitalize), min_size=2, max_size=3).map(" ".join)
minutes = st.integers(min_value=0, max_value=30 * 365 * 24 * 60)
moments = minutes.map(lambda count: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=count))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Articles of plain sentences; a name that is twice on a page could not be told apart."""
    published = draw(moments)
    source, author = draw(st.lists(names, min_size=2, max_size=2, unique=True))
    return Article(
        id="",
        url=URL,
        title=draw(headings),
        lede=draw(paragraphs),
        body=tuple(draw(st.lists(paragraphs, min_size=1, max_size=6))),
        tags=tuple(draw(st.lists(words, max_size=6, unique=True))),
        authors=draw(st.sampled_from([(), (author,)])),
        source=source,
        section=draw(words.map(str.capitalize)),
        language="fr",
        published=published,
        modified=published + timedelta(minutes=draw(minutes)),
        image=draw(st.none() | st.just("https://img.gazette.example/1000000001.jpg")),
    )


@given(articles())
def test_a_rendered_article_is_read_back(article: Article) -> None:
    part = Part(name="dump.txt", content=pagedump.render(article).encode())
    (found,) = reader.read(part, Rules())

    assert isinstance(found, Article)
    assert found == replace(article, id=found.id)


PARAGRAPH = (
    "Les élus se sont retrouvés hier matin sur le quai pour inaugurer le pont du fleuve, dont les"
    " travaux avaient commencé au printemps dernier."
)
ARTICLE = Article(
    id="7",
    title="Un pont",
    url=URL,
    body=(PARAGRAPH, PARAGRAPH),
    source="Gazette du Val",
    published=datetime(2024, 2, 29, 8, 30, tzinfo=UTC),
)


def test_the_clean_body_is_broken_and_the_glued_one_is_not() -> None:
    lines = pagedump.render(ARTICLE).splitlines()

    assert PARAGRAPH * 2 in lines
    assert PARAGRAPH not in lines
    assert "09:30 29.02.2024" in lines


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(replace(ARTICLE, url=None), id="address"),
        pytest.param(replace(ARTICLE, published=None), id="date"),
        pytest.param(replace(ARTICLE, source=""), id="source"),
    ],
)
def test_an_article_that_no_dump_could_hold_is_refused(article: Article) -> None:
    with pytest.raises(ValueError, match="no dump of 7"):
        pagedump.render(article)
