"""Run a test on every engine, those of a cluster too."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from indexer import engines
from indexer.engines import ENGINES, REMOTE, Engine

# A cluster takes its time to start
EVERY_ENGINE = [
    pytest.param(name, marks=[pytest.mark.slow] if name in REMOTE else []) for name in ENGINES
]
LOCAL = [name for name in ENGINES if name not in REMOTE]
SHARDS, REPLICAS = 2, 0


@contextmanager
def running(request: pytest.FixtureRequest, name: str) -> Iterator[Engine]:
    """An engine for a block; what it wrote on a cluster is deleted then."""
    if name not in REMOTE:
        yield engines.load(name)
        return
    cluster = request.getfixturevalue("cluster")
    with pytest.MonkeyPatch.context() as patch:
        alias = f"test-{uuid4().hex}"
        values = {"": ",".join(cluster.urls), "_ALIAS": alias, "_SHARDS": SHARDS}
        for suffix, value in (values | {"_REPLICAS": REPLICAS}).items():
            patch.setenv(f"MANCHETTE_OPENSEARCH{suffix}", str(value))
        from indexer.engines.opensearch import connection  # noqa: PLC0415 - of an extra

        connection.settings.cache_clear()
        try:
            yield engines.load(name)
        finally:
            connection.ask(connection.client().indices.delete, 60, index=f"{alias}-*")
            connection.settings.cache_clear()
