"""What does a person see before any search?"""

from pathlib import Path

from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find, texts

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

NBSP = "\u00a0"


def test_home_shows_the_archive_at_a_glance(client: FlaskClient) -> None:
    home = client.get("/").text
    assert texts(home, "h1") == ["Manchette"]
    assert f"60{NBSP}articles, de 2016 à 2026" in texts(home, "p", "masthead")
    newest = client.get("/api/v1/search?page_size=8").json
    assert newest is not None
    assert texts(home, "h3") == [hit["title"] for hit in newest["hits"]]
    assert find(home, "li", "cloud")
    assert len(find(home, "a", "examples")) == 3
    assert "Indexée" in home


def test_every_search_that_home_offers_finds_something(client: FlaskClient) -> None:
    home = client.get("/").text
    links = [e.attributes["href"] for e in find(home, "a", "examples") + find(home, "a", "cloud")]
    assert len(links) > 6
    for link in links:
        assert find(client.get(link).text, "article"), link


def test_an_archive_without_a_date_has_a_home(tmp_path: Path) -> None:
    publish(tmp_path, [Article(id="a" * 16, title="Sans date", tags=("mine",))])
    home = create_app(Settings(index=tmp_path)).test_client().get("/").text
    assert f"1{NBSP}article" in texts(home, "p", "masthead")
    assert find(home, "a", "examples") == []
    assert texts(home, "a", "cloud") == ["mine"]


def test_home_shows_the_generation_that_serves(tmp_path: Path) -> None:
    client = create_app(Settings(index=tmp_path)).test_client()
    for title, tag in (("La justice tranche", "justice"), ("Un port", "pêche")):
        publish(tmp_path, [Article(id="a" * 16, title=title, tags=(tag,))])
        for _ in range(2):
            home = client.get("/").text
            assert texts(home, "h3") == [title]
            assert texts(home, "a", "cloud") == [tag]
            assert texts(home, "a", "examples") == [tag] * (tag == "justice")
