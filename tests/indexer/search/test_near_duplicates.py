"""Are the articles that are one text folded, and nothing else changed?"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from support.building import write
from support.every_engine import EVERY_ENGINE, running
from support.rewritings import different, taken_over
from support.work import calls

from indexer.analysis import minhash
from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.search import near_duplicates, service
from indexer.search.near_duplicates import DuplicateGroup
from indexer.search.question import ask
from indexer.search.request import SearchRequest

FIRST, SECOND, *OTHERS = different(30)
# In the order they were published, which is not that of their ids.
COPIES = [
    taken_over(FIRST, name, hours)
    for hours, name in enumerate(("Dépêche", "Aurore", "Courrier", "Bulletin"))
]
UNDATED = replace(taken_over(FIRST, "Affiche", 0), published=None)
ARTICLES = [SECOND, *OTHERS, *COPIES, UNDATED]


@pytest.fixture(scope="module", params=EVERY_ENGINE)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """An archive in which one text stands five times."""
    place = tmp_path_factory.mktemp("reprises") / "generation"
    with running(request, request.param) as engine:
        write(engine, place, ARTICLES)
        with closing(engine.searcher(place)) as opened:
            yield opened


def told(request: SearchRequest, searcher: Searcher) -> tuple[DuplicateGroup, ...]:
    question = ask(request, searcher)
    return near_duplicates.groups(question, service.run(question).hits)


def sources(group: DuplicateGroup) -> list[str]:
    return [group.hit.article.source, *(article.source for article in group.reprises)]


def test_one_text_is_one_story_the_earliest_first(searcher: Searcher) -> None:
    groups = told(SearchRequest(size=100), searcher)
    assert len(groups) == len(ARTICLES) - 4
    (group,) = [group for group in groups if group.reprises]
    assert sources(group) == ["Dépêche", "Aurore", "Courrier", "Bulletin", "Affiche"]


@pytest.mark.parametrize("sort", list(Sort))
def test_a_text_heads_one_page_whatever_the_order(sort: Sort, searcher: Searcher) -> None:
    text = "le OU la OU les"
    pages = [
        told(SearchRequest(text=text, sort=sort, size=3, page=page), searcher)
        for page in range(1, 2 + len(ARTICLES) // 3)
    ]
    ids = {*(one.id for one in COPIES), UNDATED.id}
    groups = [group for page in pages for group in page if group.hit.article.id in ids]
    assert len(groups) > 1
    assert [group.is_known for group in groups] == [False] + [True] * (len(groups) - 1)


def test_a_story_stands_where_its_first_hit_is(searcher: Searcher) -> None:
    request = SearchRequest(size=100)
    hits = [hit.article.id for hit in service.run(ask(request, searcher)).hits]
    places = [hits.index(group.hit.article.id) for group in told(request, searcher)]
    first = min(hits.index(article.id) for article in (*COPIES, UNDATED))
    order = [group.hit.article.id for group in told(request, searcher)]
    assert order.index(COPIES[0].id) == first
    others = [place for place in places if hits[place] != COPIES[0].id]
    assert others == sorted(others)


def test_reprises_on_other_pages_are_listed(searcher: Searcher) -> None:
    """The card is the earliest of the page; an earlier one is the first of the list."""
    request = SearchRequest(filters={"source": ("bulletin", "aurore", "courrier")}, size=2)
    (group,) = told(replace(request, sort=Sort.NEWEST), searcher)
    assert sources(group) == ["Courrier", "Aurore", "Bulletin"]
    (group,) = told(replace(request, sort=Sort.NEWEST, page=2), searcher)
    assert sources(group) == ["Aurore", "Courrier", "Bulletin"]


def test_only_what_the_search_finds_is_a_reprise(searcher: Searcher) -> None:
    request = SearchRequest(filters={"source": ("aurore", "courrier")})
    (group,) = told(request, searcher)
    assert sources(group) == ["Aurore", "Courrier"]
    excluding = SearchRequest(exclusions={"source": ("dépêche", "depeche")}, size=100)
    (group,) = [group for group in told(excluding, searcher) if group.reprises]
    assert "Dépêche" not in sources(group)


def test_totals_and_counts_are_of_articles(searcher: Searcher) -> None:
    results = service.run(ask(SearchRequest(size=100), searcher))
    assert results.total == len(results.hits) == len(ARTICLES)
    assert sum(row.count for row in results.facets["source"]) == len(ARTICLES)


def test_a_page_without_hits_has_no_story(searcher: Searcher) -> None:
    assert told(SearchRequest(text="hippogriffe"), searcher) == ()


NAMES = ("depeche", "aurore", "courrier", "bulletin", "affiche")


@pytest.mark.parametrize(
    ("request_", "analysed"),
    [
        pytest.param(SearchRequest(size=100), 5, id="copies and others"),
        pytest.param(SearchRequest(exclusions={"source": NAMES}, size=100), 0, id="others alone"),
        pytest.param(SearchRequest(filters={"source": ("aurore",)}), 0, id="one of the copies"),
    ],
)
def test_only_texts_that_share_a_key_are_analysed(
    searcher: Searcher, request_: SearchRequest, analysed: int
) -> None:
    question = ask(request_, searcher)
    hits = service.run(question).hits
    assert hits
    cost = calls(lambda: near_duplicates.groups(question, hits), minhash.shingles.__code__)
    assert cost == analysed


def test_keys_come_back_with_the_article(searcher: Searcher) -> None:
    for article in (SECOND, COPIES[0]):
        stored = Article.load(searcher.get(article.id) or "")
        drawn = near_duplicates.Text(replace(stored, near=())).keys
        assert len(drawn) == minhash.BANDS
        assert near_duplicates.Text(stored).keys == drawn
