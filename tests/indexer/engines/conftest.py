"""Which engine does a test run on, and what does it search?"""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from support.building import Built, write
from support.every_engine import EVERY_ENGINE, running

from indexer.article import Article
from indexer.engines import Engine, Searcher


@pytest.fixture(scope="module", params=EVERY_ENGINE)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine there is, one after the other."""
    with running(request, request.param) as engine:
        yield engine


@pytest.fixture(scope="module")
def built(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Build a generation of some articles and open it, once for all who ask for the same ones."""
    opened: dict[tuple[Article, ...], Searcher] = {}
    with ExitStack() as stack:

        def build(*articles: Article) -> Searcher:
            if articles not in opened:
                place = tmp_path_factory.mktemp("generation")
                write(engine, place, articles)
                opened[articles] = stack.enter_context(closing(engine.searcher(place)))
            return opened[articles]

        yield build
