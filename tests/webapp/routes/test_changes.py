"""Can a program read the archive out, then have what changed since, and know when it cannot?"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.every_engine import LOCAL
from support.pages import write_pages
from support.wire import ask

from indexer.article import Article
from indexer.config import Settings
from indexer.generations import pointer
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.maintenance.purge import purge
from webapp import create_app

Serving = Callable[[Path], AbstractContextManager[str]]
CHANGES = "/api/v1/changes"


def build(root: Path, pages: Path, engine: str = "whoosh") -> str:
    reindex([pages], root, engine, lambda *_: None, Options(allow_shrink=True, workers=1))
    return pointer.read(root).serving


def since(client: FlaskClient, generation: str, **values: str) -> list[dict[str, str]]:
    """All changes since a generation, page by page."""
    found: list[dict[str, str]] = []
    url: str | None = f"{CHANGES}?{urlencode({'since': generation, **values})}"
    while url:
        answer: Any = client.get(url).json
        found += answer["changes"]
        url = answer["next_url"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("engine", LOCAL)
def test_a_copy_that_follows_is_what_a_new_one_would_be(
    engine: str, serving: Serving, tmp_path: Path
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(20))
    build(root, pages, engine)
    with serving(root) as server:
        copy, generation = read_out(server)
        write_pages(pages, range(5), body="Une éclaircie.", modified="2025-01-01T10:00+0100")
        write_pages(pages, range(20, 24))
        (pages / "00010.txt").unlink()
        build(root, pages, engine)
        purge(root, [min(copy)], "retrait demandé")
        found = ask(server, f"{CHANGES}?since={generation}").json()
        kinds = sorted(change["kind"] for change in found["changes"])
        assert kinds == ["added"] * 4 + ["changed"] * 5 + ["removed"] * 2
        for change in found["changes"]:
            if change["kind"] == "removed":
                del copy[change["id"]]
        for one in {change["id"] for change in found["changes"] if change["kind"] != "removed"}:
            answer = ask(server, f"/api/v1/articles/{one}")
            if answer.status == 200:
                copy[one] = answer.json()
        assert (copy, found["generation"]) == read_out(server)


def read_out(server: str) -> tuple[dict[str, Any], str]:
    """Every article by its id, and the generation they are of."""
    answer = ask(server, "/search.jsonl")
    rows = [json.loads(line) for line in answer.text.split("\n")[:-1]]
    assert answer.headers["x-manchette-exported"] == str(len(rows))
    return {row["id"]: row for row in rows}, answer.headers["x-manchette-generation"]


def test_changes_come_in_pages_to_their_end(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    first = build(root, pages)
    client = create_app(Settings(index=root)).test_client()
    begin: Any = client.get(CHANGES).json
    assert begin == {"since": first, "generation": first, "changes": [], "next_url": None}
    second = build(root, write_pages(pages, range(7)))
    third = build(root, write_pages(pages, range(10)))
    whole = since(client, first)
    assert [change["generation"] for change in whole] == [second] * 4 + [third] * 3
    for size in ("1", "2", "3", "4", "7"):
        assert since(client, first, page_size=size) == whole
    assert since(client, third) == []


def test_a_generation_older_than_the_journal_is_410_and_told_what_to_do(tmp_path: Path) -> None:
    publish(tmp_path, [Article(id="a" * 16, title="Titre")])
    client = create_app(Settings(index=tmp_path)).test_client()
    for values in ({"since": "20200101T000000-000000"}, {"cursor": "99.0"}):
        answer = client.get(f"{CHANGES}?{urlencode(values)}")
        assert (answer.status_code, answer.mimetype) == (410, "application/problem+json")
        problem: Any = answer.json
        assert problem["title"] == "Trop ancien"
        assert "/search.jsonl" in problem["detail"]
        assert "X-Manchette-Generation" in problem["detail"]
    # what it says to do
    exported = client.get("/search.jsonl")
    assert since(client, exported.headers["X-Manchette-Generation"]) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cursor", "x"),
        ("cursor", "1"),
        ("cursor", "-1.0"),
        ("page_size", "0"),
        ("page_size", "10001"),
        ("page_size", "٣"),
        ("depuis", "1"),
    ],
)
def test_what_cannot_be_used_is_refused(name: str, value: str, client: FlaskClient) -> None:
    answer = client.get(f"{CHANGES}?{urlencode({name: value})}")
    assert answer.status_code == 400
    problem: Any = answer.json
    assert problem["param"] == name


@pytest.mark.slow
def test_the_next_url_leads_to_the_end_of_any_result(tmp_path: Path) -> None:
    count = 10_250
    publish(tmp_path, [Article(id=f"{rank:016x}", title="Titre") for rank in range(count)])
    client = create_app(Settings(index=tmp_path)).test_client()
    url: str | None = "/api/v1/search?page=99&page_size=100"
    found: list[str] = []
    cursors = []
    while url:
        page: Any = client.get(url).json
        assert page["page"] == 99 + len(found) // 100
        found += [hit["id"] for hit in page["hits"]]
        url = page["next_url"]
        cursors.append(url)
    assert found == [f"{rank:016x}" for rank in range(9_800, count)]
    beyond = [cursor for cursor in cursors if cursor and "cursor=" in cursor]
    assert len(beyond) == 3
    for wrong in ("x", "x.y", f"{page['index']['generation']}.99999999"):
        assert client.get(f"/api/v1/search?cursor={wrong}").status_code == 400
    publish(tmp_path, [Article(id="b" * 16, title="Seul")])
    gone: Any = client.get(beyond[0])
    assert gone.status_code == 410
    assert "reprendre la recherche à sa première page" in gone.json["detail"]
