"""Does what waits for a cluster end, and say what it waited for?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.pages import write_pages

from cluster.conftest import Build
from indexer.config import Settings
from indexer.engines.opensearch import connection
from indexer.engines.opensearch import indices as opensearch
from indexer.errors import Unavailable

pytestmark = pytest.mark.slow

Allocate = Callable[[str | None], None]


@pytest.fixture
def allocate(own: connection.Cluster) -> Iterator[Allocate]:
    """Choose which shards the cluster gives a node: all, primaries, none."""

    def change(which: str | None) -> None:
        body = {"transient": {"cluster.routing.allocation.enable": which}}
        connection.ask(own.client.cluster.put_settings, body=body)

    yield change
    change(None)


@pytest.mark.parametrize("replicas", [1])
def test_an_index_whose_copies_do_not_come_is_published_and_told(
    build: Build,
    allocate: Allocate,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(opensearch, "GREEN_SECONDS", 0.5)
    allocate("primaries")
    assert build(write_pages(tmp_path / "pages", range(3))).generation
    assert [one for one in caplog.messages if "sans toutes ses copies" in one]


def test_shards_that_do_not_close_are_given_up(
    own: connection.Cluster, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opensearch, "CLOSED_SECONDS", 0.0)
    index = f"{settings.opensearch_alias}-alone"
    opensearch.create(own, index)
    # more copies than there are nodes
    body = {"index.number_of_replicas": 5, "index.write.wait_for_active_shards": 6}
    connection.ask(own.client.indices.put_settings, index=index, body=body)
    with pytest.raises(Unavailable, match=f"n’a pas fermé l’index {index} en 0 s : "):
        opensearch.close(own, index)
