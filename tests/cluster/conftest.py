"""What do the tests of a cluster share: its settings, an index directory that writes to it?"""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from every_engine import running

from indexer.engines import load
from indexer.engines.opensearch import connection
from indexer.reindex import Options, Summary, reindex

ENGINE = "opensearch"
Build = Callable[..., Summary]


@pytest.fixture
def variables(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The settings of who writes to the cluster and of who follows it, for this test alone."""
    with running(request, ENGINE):
        names = (name for name in os.environ if name.startswith("MANCHETTE_OPENSEARCH"))
        yield {"MANCHETTE_ENGINE": ENGINE, **{name: os.environ[name] for name in names}}


@pytest.fixture
def build(variables: dict[str, str], tmp_path: Path) -> Build:
    """Reindex some sources on the cluster, from the index directory `index`."""
    assert variables

    def update(*sources: Path, full: bool = False) -> Summary:
        options = Options(allow_shrink=True, full=full, workers=1)
        return reindex(sources, tmp_path / "index", ENGINE, lambda *_: None, options)

    return update


@pytest.fixture
def indices(variables: dict[str, str]) -> Callable[[], Sequence[str]]:
    """The names of the indices there are on the cluster, of this test."""
    alias = variables["MANCHETTE_OPENSEARCH_ALIAS"]

    def names() -> Sequence[str]:
        return sorted(connection.client().indices.get(index=f"{alias}-*", expand_wildcards="all"))

    return names


@pytest.fixture
def served(variables: dict[str, str]) -> Callable[[], str]:
    """The index that is published on the cluster."""
    assert variables
    engine = load(ENGINE)
    return lambda: engine.published()[0]  # type: ignore[attr-defined]
