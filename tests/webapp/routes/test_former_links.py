"""Do links and selections that hold a former id still lead where they led?"""

from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find, having, texts

from indexer.article import Article
from indexer.config import Settings
from indexer.identity import article_id, former_id
from webapp import create_app

HOST = "https://journal.example"


def article(url: str, title: str) -> Article:
    return Article(id=article_id(url, title, None), title=title, url=url, body=("La mer.",))


ALONE = article(f"{HOST}/spip.php?article8532", "Seul de son script")
SIBLINGS = [article(f"{HOST}/{name}-20241122", f"Le {name} du jour") for name in ("pont", "match")]
NUMBERED = article(f"{HOST}/titre-1000001.html", "Numéroté")
OLD, SHARED = (former_id(one.url, "", None) for one in (ALONE, SIBLINGS[0]))


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the four articles."""
    root: Path = tmp_path_factory.mktemp("former")
    publish(root, [ALONE, *SIBLINGS, NUMBERED])
    return create_app(Settings(index=root)).test_client()


def test_a_former_id_leads_to_its_article_and_keeps_the_search(reader: FlaskClient) -> None:
    response = reader.get(f"/article/{OLD}?q=mer&page=2")
    assert response.status_code == 302
    target = urlsplit(response.headers["Location"])
    assert target.path == f"/article/{ALONE.id}"
    assert parse_qs(target.query) == {"q": ["mer"], "page": ["2"]}
    page = reader.get(response.headers["Location"]).text
    assert texts(page, "h1") == [ALONE.title]
    assert texts(page, "mark", "prose") == ["mer"]


def test_an_id_of_today_is_no_detour(reader: FlaskClient) -> None:
    for one in (ALONE, *SIBLINGS, NUMBERED):
        assert reader.get(f"/article/{one.id}").status_code == 200


def test_an_id_that_several_had_says_which(reader: FlaskClient) -> None:
    response = reader.get(f"/article/{SHARED}")
    assert response.status_code == 300
    links = {a.text: a.attributes["href"] for a in find(response.text, "a", "links")}
    assert links == {one.title: f"/article/{one.id}" for one in SIBLINGS}
    assert "Plusieurs articles" in texts(response.text, "h1")[0]


def test_the_api_answers_to_former_ids(reader: FlaskClient) -> None:
    found = reader.get(f"/api/v1/articles/{OLD}")
    assert found.status_code == 200
    assert found.json == reader.get(f"/api/v1/articles/{ALONE.id}").json
    several = reader.get(f"/api/v1/articles/{SHARED}")
    assert (several.status_code, several.mimetype) == (300, "application/problem+json")
    assert several.json
    assert {row["id"] for row in several.json["articles"]} == {one.id for one in SIBLINGS}
    assert reader.get(f"/api/v1/articles/{'0' * 16}").status_code == 404


def selection(reader: FlaskClient, *ids: str, name: str = "selection") -> str:
    response = reader.get(f"/{name}?{urlencode([('id', one) for one in ids])}")
    assert response.status_code == 200
    return response.text


def test_a_selection_holds_an_article_once_by_whichever_id(reader: FlaskClient) -> None:
    page = selection(reader, OLD, NUMBERED.id, ALONE.id)
    assert texts(page, "h2", "picked") == [ALONE.title, NUMBERED.title]
    assert having(page, "warning") == []
    assert ALONE.id in selection(reader, OLD, name="selection.csv")


def test_a_selection_asks_which_of_several_is_meant(reader: FlaskClient) -> None:
    page = selection(reader, SHARED, NUMBERED.id)
    assert texts(page, "h2", "picked") == [NUMBERED.title]
    links = find(page, "a", "warning")
    assert [a.attributes["href"] for a in links[::2]] == [f"/article/{a.id}" for a in SIBLINGS]
    chosen = reader.get(links[1].attributes["href"]).text
    assert texts(chosen, "h2", "picked") == [NUMBERED.title, SIBLINGS[0].title]
    assert having(chosen, "warning") == []
    # what is taken out leaves the question
    (drop,) = having(page, "drop")
    assert having(reader.get(drop.attributes["href"]).text, "warning")
