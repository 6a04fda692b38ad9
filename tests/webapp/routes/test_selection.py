"""Does the address of a selection hold it, and the page all that one does with it?"""

import csv
import io
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find, having, texts

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app
from webapp.routes.selection import MOST, MOST_SEARCHES
from webapp.server import REQUEST_LINE_BYTES

NBSP = "\u00a0"
ARTICLES = [
    Article(id=f"{rank:016x}", title=f"Titre {rank}", url=f"https://exemple.info/{rank}")
    for rank in range(MOST + 20)
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of more articles than a selection holds."""
    root = tmp_path_factory.mktemp("selection")
    publish(root, ARTICLES)
    return create_app(Settings(index=root)).test_client()


def selection(*ids: str) -> str:
    return f"?{urlencode([('id', one) for one in ids])}"


def page(client: FlaskClient, *ids: str) -> str:
    response = client.get(f"/selection{selection(*ids)}")
    assert response.status_code == 200
    return response.text


def exported(client: FlaskClient, *ids: str) -> list[str]:
    text = client.get(f"/selection.csv{selection(*ids)}").data.decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    # an id in digits alone has an apostrophe, so that it stays text
    return [row["Identifiant"].removeprefix("'") for row in reader]


def test_a_selection_is_shown_in_the_order_of_its_address(reader: FlaskClient) -> None:
    ids = [ARTICLES[rank].id for rank in (7, 3, 5, 3)]
    text = page(reader, *ids)
    assert texts(text, "h1") == [f"3{NBSP}articles retenus"]
    assert texts(text, "h2", "picked") == ["Titre 7", "Titre 3", "Titre 5"]
    assert having(text, "warning") == []
    references = [element.text for element in having(text, "reference")]
    assert references[0] == f"«{NBSP}Titre 7{NBSP}», sans date, https://exemple.info/7"


def test_its_files_hold_the_same_in_the_same_order(reader: FlaskClient) -> None:
    ids = [ARTICLES[rank].id for rank in (7, 3, 5)]
    links = [a.attributes["href"] for a in find(page(reader, *ids), "a", "actions")]
    assert [urlsplit(link).path for link in links] == [
        f"/selection.{kind}" for kind in ("csv", "jsonl", "ris")
    ]
    for link in links:
        assert parse_qs(urlsplit(link).query)["id"] == ids
        response = reader.get(link)
        assert "manchette-selection-3-articles" in response.headers["Content-Disposition"]
        positions = [response.text.index(f"Titre {rank}") for rank in (7, 3, 5)]
        assert positions == sorted(positions)
    assert exported(reader, *ids) == ids


def test_an_article_is_taken_out_by_a_link(reader: FlaskClient) -> None:
    ids = [ARTICLES[rank].id for rank in (7, 3)]
    (drop, _) = having(page(reader, *ids), "drop")
    assert texts(reader.get(drop.attributes["href"]).text, "h2", "picked") == ["Titre 3"]


def test_what_is_beyond_the_limit_is_told_and_left_out(reader: FlaskClient) -> None:
    ids = [article.id for article in ARTICLES]
    text = page(reader, *ids)
    assert texts(text, "h1") == [f"{MOST}{NBSP}articles retenus"]
    (told,) = having(text, "warning")
    assert "au plus 100\u00a0articles" in told.text
    assert "20 derniers" in told.text
    assert exported(reader, *ids) == ids[:MOST]
    assert "le dernier est laissé" in having(page(reader, *ids[: MOST + 1]), "warning")[0].text


def test_what_the_archive_does_not_hold_is_told(reader: FlaskClient) -> None:
    text = page(reader, "absent", ARTICLES[0].id, "<script>", "'\x00")
    assert texts(text, "h1") == [f"1{NBSP}article retenu"]
    assert f"3{NBSP}articles de cette sélection ne sont plus" in having(text, "warning")[0].text
    assert exported(reader, "absent", ARTICLES[0].id) == [ARTICLES[0].id]


def test_an_empty_selection_says_what_to_do(reader: FlaskClient) -> None:
    text = page(reader)
    assert texts(text, "h1") == [f"0{NBSP}article retenu"]
    assert "Retenir" in text
    # what a browser keeps is shown by a script
    (dossier,) = having(text, "dossier")
    assert "hidden" in dossier.attributes
    assert exported(reader) == []


def test_results_and_articles_can_be_ticked(reader: FlaskClient) -> None:
    for target in ("/?q=titre", "/", f"/article/{ARTICLES[3].id}"):
        text = reader.get(target).text
        boxes = find(text, "input", "tick")
        assert boxes, target
        assert {box.attributes["form"] for box in boxes} == {"panier"}
        (form,) = having(text, "panier")
        assert (form.attributes["action"], form.attributes["method"]) == ("/selection", "get")
    assert [box.attributes["value"] for box in boxes] == [ARTICLES[3].id]


def test_passages_show_what_was_asked_for(tmp_path: Path) -> None:
    body = ("Le port dort.", "Une grève des dockers.", "Un phare, au loin.", "Rien.")
    publish(tmp_path, [Article(id="a" * 16, title="Titre", body=body), ARTICLES[0]])
    client = create_app(Settings(index=tmp_path)).test_client()
    address = f"/selection{selection('a' * 16, ARTICLES[0].id)}"
    assert having(client.get(address).text, "passage") == []
    asked = urlencode([("q", "greve -port"), ("q", "titre:phare OU phare"), ("q", '"')])
    shown = client.get(f"{address}&{asked}").text
    assert texts(shown, "mark") == ["grève", "phare"]
    # taking an article out keeps them
    (drop, _) = having(shown, "drop")
    assert urlsplit(drop.attributes["href"]).query.endswith(asked)


def test_the_longest_selection_fits_in_a_request() -> None:
    line = f"GET /selection.jsonl{selection(*(a.id for a in ARTICLES[:MOST]))} HTTP/1.1"
    assert len(line) < REQUEST_LINE_BYTES
    # with the searches that a dossier asks passages of, each below 100 characters
    searches = urlencode([("q", "é" * 99)] * MOST_SEARCHES)
    line = f"GET /selection{selection(*(a.id for a in ARTICLES[:MOST]))}&{searches} HTTP/1.1"
    assert len(line) < REQUEST_LINE_BYTES
