"""Are results found past those that OpenSearch counts off itself?"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from support.building import ask, ids, write
from support.every_engine import chosen
from whoosh.query import Or, Term

from indexer.article import Article
from indexer.config import Settings
from indexer.engines import Searcher, load
from indexer.engines.opensearch import connection
from indexer.engines.opensearch.schema import WINDOW
from indexer.engines.request import Sort
from indexer.maintenance import stored_articles

pytestmark = pytest.mark.slow

ARTICLES = [
    Article(id=f"{rank:05}", title="mer", tags=("Port",) if rank % 50 else ())
    for rank in range(WINDOW + 30)
]
TAGGED = [article.id for article in ARTICLES if article.tags]


@pytest.fixture(scope="module")
def settings(request: pytest.FixtureRequest) -> Iterator[Settings]:
    """The settings of the archive."""
    with chosen(request, "opensearch") as found:
        yield found


@pytest.fixture(scope="module")
def searcher(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """An archive of a few more articles than are counted off."""
    place = tmp_path_factory.mktemp("walk") / "generation"
    engine = load("opensearch", settings)
    write(engine, place, ARTICLES)
    with closing(engine.searcher(place)) as opened:
        yield opened


def test_every_article_is_found_once_and_in_order(searcher: Searcher) -> None:
    stored = [Article.load(text).id for text in stored_articles.stored(searcher)]
    assert stored == [article.id for article in ARTICLES]


@pytest.mark.parametrize("sort", Sort)
def test_a_page_over_the_edge_is_whole(sort: Sort, searcher: Searcher) -> None:
    for offset in (WINDOW - 5, WINDOW + 3, WINDOW - 5, WINDOW + 29, WINDOW + 30):
        found = ask(searcher, Term("title", "l:mer"), sort=sort, page=(offset, 10))
        assert ids(found) == [one.id for one in ARTICLES[offset : offset + 10]]
        assert found.total == len(ARTICLES)
        assert found.facets["tag"] == {"port": len(TAGGED)}


def test_a_walk_goes_on_when_its_point_in_time_is_over(
    searcher: Searcher, settings: Settings
) -> None:
    asked = {"tag": Or([Term("tag_facet", "port")])}
    page = (len(TAGGED) - 3, WINDOW)
    for _ in range(2):
        assert ids(ask(searcher, selections=asked, page=page)) == TAGGED[-3:]
        connection.connect(settings).client.delete_all_pits()
