"""Is what a reader keeps asked for again only once something that it depends on has changed?"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from werkzeug.test import TestResponse

from indexer import deadline
from indexer.article import PARIS, Article
from indexer.config import Settings
from indexer.generations import tombstones
from indexer.query.equivalents_file import NAME
from webapp import create_app
from webapp.middleware import validators

ONE, OTHER = "a" * 16, "b" * 16
ARTICLES = [Article(id=ONE, title="Titre du port"), Article(id=OTHER, title="Titre de la mer")]
KEPT = (
    *("/", "/?q=titre", "/valeurs/tag", f"/article/{OTHER}", f"/selection?id={OTHER}"),
    *("/search.csv?q=titre", "/search.jsonl", "/search.ris?q=mer", f"/selection.csv?id={OTHER}"),
    *("/api/v1/search?q=titre", "/api/v1/suggest?q=ti", "/api/v1/facets/tag"),
    *(f"/api/v1/articles/{OTHER}", "/suggestions?q=ti", "/opensearch.xml"),
)
STILL = ("/aide", "/robots.txt", "/api/docs", "/api/v1/openapi.json")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a server of two articles, that has no file of equivalents of its own."""
    monkeypatch.chdir(tmp_path)
    publish(tmp_path / "index", ARTICLES)
    return Settings(index=tmp_path / "index")


def again(client: FlaskClient, url: str, before: TestResponse, **headers: str) -> TestResponse:
    """The answer to who has one already."""
    return client.get(url, headers={"If-None-Match": before.headers["ETag"], **headers})


@pytest.mark.parametrize("url", [*KEPT, *STILL])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_nothing_is_sent_again_while_nothing_changed(
    url: str, coding: str, settings: Settings
) -> None:
    client = create_app(settings).test_client()
    first = client.get(url, headers={"Accept-Encoding": coding})
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    # another process of the same server
    client = create_app(settings).test_client()
    same = again(client, url, first, **{"Accept-Encoding": coding})
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert same.headers["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in same.headers["Content-Security-Policy"]


def published(settings: Settings) -> Settings:
    publish(settings.index, ARTICLES)
    return settings


def spelt(settings: Settings) -> Settings:
    (settings.index.parent / NAME).write_text("mer, océan\n", "utf-8")
    return settings


def shown(settings: Settings) -> Settings:
    return replace(settings, image_hosts=("img.exemple",))


@pytest.mark.parametrize("change", [published, spelt, shown])
@pytest.mark.parametrize("url", KEPT)
def test_what_changes_is_sent_again(
    url: str, change: Callable[[Settings], Settings], settings: Settings
) -> None:
    first = create_app(settings).test_client().get(url)
    client = create_app(change(settings)).test_client()
    other = again(client, url, first)
    assert other.status_code == 200
    assert other.headers["ETag"] != first.headers["ETag"]
    assert again(client, url, other).status_code == 304


def test_a_server_that_runs_tells_a_change(settings: Settings) -> None:
    client = create_app(settings).test_client()
    for change in (published, spelt):
        first = client.get("/api/v1/search?q=titre")
        change(settings)
        assert again(client, "/api/v1/search?q=titre", first).status_code == 200


def test_who_keeps_a_purged_article_is_sent_what_is_left(
    samples_index: Path, tmp_path: Path
) -> None:
    """From the first line of a purge on: the generation is the same still."""
    root = Path(shutil.copytree(samples_index, tmp_path / "index"))
    client = create_app(Settings(index=root)).test_client()
    urls = ("/", "/?q=le", "/search.csv?q=le", "/api/v1/search?q=le", "/api/v1/facets/tag")
    before = {url: client.get(url) for url in urls}
    found = before["/api/v1/search?q=le"].json
    assert found is not None
    gone = found["hits"][0]["id"]
    stone = tombstones.Tombstone(article_id=gone, purged=datetime.now(PARIS), reason="")
    tombstones.add(root, stone)
    for url, first in before.items():
        after = again(client, url, first)
        assert after.status_code == 200
        assert gone not in after.text


def test_another_day_is_another_answer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    client = create_app(settings).test_client()
    first = client.get("/?q=depuis:hier")

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + timedelta(days=1)

    monkeypatch.setattr(validators, "datetime", Tomorrow)
    assert again(client, "/?q=depuis:hier", first).status_code == 200


def test_another_version_of_a_file_is_another_program(tmp_path: Path) -> None:
    found = set()
    for rank, text in enumerate(("<p>a</p>", "<p>b</p>", "<p>a</p>")):
        folder = tmp_path / str(rank) / "templates"
        folder.mkdir(parents=True)
        (folder / "page.html").write_text(text)
        found.add(validators.program((folder.parent,)))
    assert len(found) == 2


def test_a_validator_without_its_weakness_is_the_same(settings: Settings) -> None:
    client = create_app(settings).test_client()
    tag = client.get("/?q=titre").headers["ETag"].removeprefix("W/")
    assert client.get("/?q=titre", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("other", ["/?q=mer", "/api/v1/search?q=titre&page=x", "/absent"])
def test_the_validator_of_one_address_is_of_no_other(other: str, settings: Settings) -> None:
    client = create_app(settings).test_client()
    first = client.get("/?q=titre")
    assert again(client, other, first).status_code != 304
    assert client.get(other, headers={"If-None-Match": "*"}).status_code != 304


@pytest.mark.parametrize("url", ["/absent", "/api/v1/search?page=x", "/deja-traite", "/search.pdf"])
def test_what_is_not_kept_has_no_validator(url: str, settings: Settings) -> None:
    assert "ETag" not in create_app(settings).test_client().get(url).headers


def test_an_index_that_is_not_there_is_no_validator(tmp_path: Path) -> None:
    client = create_app(Settings(index=tmp_path)).test_client()
    for url in ("/", "/api/v1/search"):
        answer = client.get(url)
        assert answer.status_code == 503
        assert "ETag" not in answer.headers


@pytest.mark.parametrize("url", ["/?q=titre", "/api/v1/search?q=titre"])
def test_a_partial_answer_is_asked_for_again(
    url: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "HERE_SECONDS", -1.0)
    answer = create_app(settings).test_client().get(url)
    assert answer.status_code == 200
    assert "ETag" not in answer.headers
