"""Does the help list all that can be typed, and do its examples lead to searches?"""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find

from indexer.article import Article
from indexer.config import Settings
from indexer.query.syntax_table import LANGUAGE
from webapp import create_app

ROWS = [row for section in LANGUAGE for row in section.rows]


def examples(client: FlaskClient) -> list[str]:
    """The examples that lead to a search, in order."""
    return [
        parse_qs(urlsplit(element.attributes["href"]).query)["q"][0]
        for element in find(client.get("/aide").text, "a")
        if element.attributes["href"].startswith("/?q=")
    ]


def test_every_row_of_the_language_is_listed_with_an_example(client: FlaskClient) -> None:
    response = client.get("/aide")
    assert response.status_code == 200
    codes = [element.text for element in find(response.text, "code")]
    assert codes[::2] == [row.sign for row in ROWS]
    assert codes[1::2] == examples(client)


def test_every_example_finds_something_in_the_archive(client: FlaskClient, tmp_path: Path) -> None:
    title = "Les ornithorynques ébahis traversent la rivière"
    article = Article(
        id="a",
        title=title,
        lede="Quelques marcheurs intrigués",
        body=("Une promenade matinale.",),
        tags=("zoologie",),
        authors=("Basile Quintrec",),
        source="Courrier",
        section="Nature",
        published=datetime(2031, 12, 31, 12, tzinfo=UTC),
    )
    other = replace(article, id="b", title="Concert improvisé", published=None)
    publish(tmp_path, [article, other])
    drawn = create_app(Settings(index=tmp_path)).test_client()
    for one in (client, drawn):
        shown = examples(one)
        assert len(shown) >= len(ROWS) - 1
        for text in shown:
            found = one.get("/api/v1/search", query_string={"q": text}).json
            assert found is not None
            assert (found["total"] > 0, found["warnings"]) == (True, []), text


def test_without_an_archive_the_examples_are_those_of_the_table(tmp_path: Path) -> None:
    client = create_app(Settings(index=tmp_path / "none")).test_client()
    assert examples(client) == [row.example for row in ROWS]


def test_the_contents_lead_to_every_section(client: FlaskClient) -> None:
    page = client.get("/aide").text
    links = [one.attributes["href"] for one in find(page, "a", "contents")]
    headings = [f"#{one.attributes['id']}" for one in find(page, "h2") if "id" in one.attributes]
    assert links == [one for one in headings if not one.endswith("-titre")]


def test_every_page_leads_to_the_help(client: FlaskClient) -> None:
    for path in ("/", "/?q=greve", "/?q=hippogriffe", "/aide", "/absent"):
        links = [element.attributes["href"] for element in find(client.get(path).text, "a")]
        assert {"/aide", "/selection", "/deja-traite"} <= set(links)
