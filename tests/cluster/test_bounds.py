"""Is a question that a cluster finds too long answered, and told, all the same?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.pages import write_pages

from cluster.conftest import Build
from indexer.config import Settings
from indexer.engines.opensearch import connection
from webapp import create_app

pytestmark = pytest.mark.slow

LIMIT = "indices.query.bool.max_clause_count"
# Words near each other are written out step by step
LONG = '"le port et la mer"~5'


@pytest.fixture
def client(build: Build, settings: Settings, tmp_path: Path) -> FlaskClient:
    """A web host that follows the cluster."""
    build(write_pages(tmp_path / "pages", range(5)))
    return create_app(settings).test_client()


@pytest.fixture
def limit(own: connection.Cluster) -> Iterator[Callable[[int | None], None]]:
    """Set the most clauses of a question, None for what the cluster has."""

    def change(most: int | None) -> None:
        body = {"transient": {LIMIT: most}}
        connection.ask(own.client.cluster.put_settings, body=body)

    yield change
    change(None)


def test_words_near_each_other_are_found(client: FlaskClient) -> None:
    found = client.get("/api/v1/search", query_string={"q": LONG}).get_json()
    assert (found["total"], found["partial"]) == (5, False)


def test_what_is_too_long_is_told(client: FlaskClient, limit: Callable[[int | None], None]) -> None:
    limit(50)
    answer = client.get("/api/v1/search", query_string={"q": LONG})
    assert answer.status_code == 200
    found = answer.get_json()
    assert (found["total"], found["partial"]) == (0, True)
    assert "recherche trop longue" in found["warnings"][-1]["message"]
    page = client.get("/", query_string={"q": LONG})
    assert page.status_code == 200
    assert "echerche trop longue" in page.get_data(as_text=True)
