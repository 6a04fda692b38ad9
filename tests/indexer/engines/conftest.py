"""Which engine does a test run on, and what does it search?"""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from support.building import Built, write
from support.every_engine import EVERY_ENGINE, running

from indexer.article import Article
from indexer.engines import Engine, Searcher


@pytest.fixture(params=EVERY_ENGINE)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Every engine there is, one after the other."""
    with running(request, request.param) as engine:
        yield engine


@pytest.fixture
def built(engine: Engine, tmp_path: Path) -> Iterator[Built]:
    """Build a generation of some articles and open it."""
    with ExitStack() as stack:

        def build(*articles: Article) -> Searcher:
            write(engine, tmp_path / "generation", articles)
            return stack.enter_context(closing(engine.searcher(tmp_path / "generation")))

        yield build
