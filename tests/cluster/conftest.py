"""What do the tests of a cluster share: its settings, an index directory that writes to it?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from support.every_engine import chosen, needing_a_cluster

from indexer import config
from indexer.config import Settings
from indexer.engines import remote
from indexer.engines.opensearch import connection
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.indexing.summary import Summary
from tools.cluster.secured import Secured, running

ENGINE = "opensearch"
Build = Callable[..., Summary]


def variables_of(settings: Settings) -> dict[str, str]:
    """The variables of a command that has some settings; one as by default has none."""
    found = {one.name: (getattr(settings, one.name), one.default) for one in fields(Settings)}
    return {
        f"MANCHETTE_{name.upper()}": ",".join(value) if isinstance(value, tuple) else str(value)
        for name, (value, default) in found.items()
        if value != default
    }


def settings_of(secured: Secured, user: str, **others: Any) -> Settings:
    """The settings of a house whose cluster this is, for one user."""
    return Settings(
        engine=ENGINE,
        opensearch=tuple(node.url for node in secured.nodes),
        opensearch_ca=str(secured.authority),
        opensearch_user=user,
        opensearch_password=secured.passwords[user],
        opensearch_replicas=min(1, len(secured.nodes) - 1),
        **others,
    )


@pytest.fixture
def replicas() -> int:
    """How many copies each shard has besides."""
    return 0


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, replicas: int) -> Iterator[Settings]:
    """The settings of the index directory `index`, whose index is on the cluster."""
    with chosen(request, ENGINE, replicas) as found:
        settings = replace(found, index=tmp_path / "index")
        config.bind(settings)
        yield settings


@pytest.fixture
def variables(settings: Settings) -> dict[str, str]:
    """What they are to a command; it names its index directory itself."""
    return variables_of(replace(settings, index=Settings().index))


@pytest.fixture
def own(settings: Settings) -> connection.Cluster:
    """The cluster of the settings."""
    return connection.connect(settings)


@pytest.fixture
def build(settings: Settings) -> Build:
    """Reindex some sources on the cluster, from the index directory `index`."""

    def update(*sources: Path, full: bool = False) -> Summary:
        options = Options(allow_shrink=True, full=full, workers=1)
        return reindex(sources, settings.index, ENGINE, lambda *_: None, options)

    return update


@pytest.fixture
def indices(settings: Settings, own: connection.Cluster) -> Callable[[], Sequence[str]]:
    """The names of the indices of generations there are on the cluster, of this test."""
    alias = settings.opensearch_alias
    return lambda: sorted(
        own.client.indices.get(index=f"{alias}-*,-{alias}-journal", expand_wildcards="all")
    )


@pytest.fixture
def served(settings: Settings) -> Callable[[], str]:
    """The index that is published on the cluster."""
    engine = remote(ENGINE, settings)
    assert engine
    return lambda: engine.published()[0]


@pytest.fixture(scope="session")
def secured() -> Iterator[Secured]:
    """A node as deploy/ sets it up, with its users and their roles."""
    with ExitStack() as stack:
        with needing_a_cluster():
            found = stack.enter_context(running())
        yield found
