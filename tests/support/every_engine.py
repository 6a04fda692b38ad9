"""Run a test on every engine, those of a cluster too."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from indexer import engines
from indexer.config import Settings
from indexer.engines import ENGINES, Engine
from tools.cluster.releases import Missing

# A cluster takes its time to start
EVERY_ENGINE = [
    pytest.param(name, marks=[pytest.mark.slow] if one.is_remote else [])
    for name, one in ENGINES.items()
]
LOCAL = [name for name, one in ENGINES.items() if not one.is_remote]
SHARDS = 2


@contextmanager
def running(request: pytest.FixtureRequest, name: str) -> Iterator[Engine]:
    """An engine for a block; what it wrote on a cluster is deleted then."""
    with chosen(request, name) as settings:
        yield engines.load(name, settings)


@contextmanager
def chosen(request: pytest.FixtureRequest, name: str, replicas: int = 0) -> Iterator[Settings]:
    """The settings of an engine for a block; what was written on a cluster is deleted then."""
    if not ENGINES[name].is_remote:
        yield Settings(engine=name)
        return
    settings = Settings(
        engine=name,
        opensearch=request.getfixturevalue("cluster").urls,
        opensearch_alias=f"test-{uuid4().hex}",
        opensearch_shards=SHARDS,
        opensearch_replicas=replicas,
    )
    from indexer.engines.opensearch import connection  # noqa: PLC0415 - of an extra

    try:
        yield settings
    finally:
        indices = connection.connect(settings).client.indices
        connection.ask(indices.delete, 60, index=f"{settings.opensearch_alias}-*")


@contextmanager
def needing_a_cluster() -> Iterator[None]:
    """Start a node in the block: skip the test where none can be, fail it where one should."""
    try:
        yield
    except Missing as missing:
        if "CLUSTER_REQUIRED" in os.environ:
            pytest.fail(f"cette machine devrait pouvoir lancer un cluster : {missing}")
        pytest.skip(f"pas de cluster OpenSearch : {missing}")
