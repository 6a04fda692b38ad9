"""Do programs that watch the server learn whether an index is open and whole, and how old it is?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.pages import build, write_pages

from indexer.config import Settings
from indexer.errors import UsageError
from indexer.generations import checksums, last_run, pointer, store
from webapp import create_app

OK, REFUSED, UNAVAILABLE = 200, 400, 503


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def client(root: Path) -> FlaskClient:
    settings = Settings(index=root, trusted_hosts=("archives.example",))
    return create_app(settings).test_client()


def asked(client: FlaskClient, path: str, host: str = "127.0.0.1:8000") -> tuple[int, Any]:
    answer = client.get(path, headers={"Host": host})
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.json


def test_without_an_index_the_process_is_alive_and_not_ready(client: FlaskClient) -> None:
    alive, told = asked(client, "/healthz")
    ready, same = asked(client, "/readyz")
    assert (alive, ready) == (OK, UNAVAILABLE)
    assert told == same
    assert (told["status"], told["reason"]) == ("unavailable", "no index")
    assert {told["generation"], told["articles"], told["last_success_age_seconds"]} == {None}


def test_the_generation_and_the_age_of_the_last_success_are_told(
    client: FlaskClient, root: Path, tmp_path: Path
) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    path = root / last_run.NAME
    values = json.loads(path.read_text())
    values["succeeded"] = (datetime.now(UTC) - timedelta(hours=30)).isoformat()
    path.write_text(json.dumps(values))
    with pytest.raises(UsageError):
        build(root, tmp_path / "absent")
    code, told = asked(client, "/readyz")
    assert (code, told["status"]) == (OK, "ok")
    assert (told["generation"], told["articles"]) == (pointer.read(root).serving, 3)
    assert 0 <= told["generation_age_seconds"] < 60
    assert 30 * 3600 <= told["last_success_age_seconds"] < 30 * 3600 + 60
    build(root, pages)
    assert asked(client, "/readyz")[1]["last_success_age_seconds"] < 60


def test_an_older_generation_that_serves_for_a_damaged_one_is_ready_and_not_whole(
    client: FlaskClient, root: Path, tmp_path: Path
) -> None:
    for numbers in (range(3), range(4)):
        build(root, write_pages(tmp_path / "pages", numbers))
    published = pointer.read(root)
    (store.place(root, published.serving) / checksums.NAME).unlink()
    code, told = asked(client, "/readyz")
    assert (code, told["status"], told["reason"]) == (OK, "degraded", "damaged index")
    assert (told["generation"], told["articles"]) == (published.previous[0], 3)
    (store.place(root, published.previous[0]) / checksums.NAME).unlink()
    # as when what serves is found damaged by who reads it
    client = create_app(Settings(index=root, trusted_hosts=("archives.example",))).test_client()
    code, told = asked(client, "/readyz")
    assert (code, told["status"], told["reason"]) == (
        UNAVAILABLE,
        "unavailable",
        "unreadable index",
    )
    assert str(root) not in str(told)
    assert asked(client, "/healthz")[0] == OK


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "localhost:8000", "[::1]:8000", "LOCALHOST"]
)
def test_this_machine_may_ask_by_its_own_names_for_nothing_else(
    host: str, client: FlaskClient
) -> None:
    assert asked(client, "/healthz", host)[0] == OK
    for path in ("/", "/api/v1/search", "/healthz/", "/healthz/x"):
        assert client.get(path, headers={"Host": host}).status_code == REFUSED


@pytest.mark.parametrize("host", ["malin.example", "127.0.0.2", "localhost.malin.example", "-"])
def test_another_name_is_refused(host: str, client: FlaskClient) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path, headers={"Host": host}).status_code == REFUSED


def test_a_damaged_note_of_the_last_run_leaves_the_server_ready(
    client: FlaskClient, root: Path, tmp_path: Path
) -> None:
    build(root, write_pages(tmp_path / "pages", range(3)))
    (root / last_run.NAME).write_text("{")
    code, told = asked(client, "/readyz")
    assert (code, told["last_success_age_seconds"]) == (OK, None)
