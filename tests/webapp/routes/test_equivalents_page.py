"""Does a person see which equivalents were searched, and leave them out with a click?"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find, having

from indexer.article import Article
from indexer.config import Settings
from indexer.query.equivalents_file import NAME
from webapp import create_app

BODIES = ("Le RN défile.", "Le Rassemblement national défile.", "Une soupe.")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the house, beside the settings of the server."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / NAME
    path.write_text("RN, Rassemblement national\n", "utf-8")
    return path


@pytest.fixture
def serving(house: Path) -> FlaskClient:
    """A client of three articles under that file."""
    day = datetime(2024, 5, 2, 8, tzinfo=UTC)
    articles = [
        Article(id=f"{rank:016x}", title=f"Titre {rank}", body=(text,), published=day)
        for rank, text in enumerate(BODIES)
    ]
    root = house.with_name("index")
    publish(root, articles)
    return create_app(Settings(index=root)).test_client()


def answer(client: FlaskClient, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return response.json


def test_a_click_leaves_equivalents_out_and_another_takes_them_back(serving: FlaskClient) -> None:
    shown = serving.get("/?q=rn+d%C3%A9file").text
    (explanation,) = having(shown, "explanation")
    assert "rn ou Rassemblement national" in explanation.text
    assert [one.text for one in having(shown, "found-by")] == [
        "trouvé par\u00a0: Rassemblement national"
    ]
    (link,) = find(shown, "a", "equivalents")
    assert link.text == "rn"

    alone = serving.get(link.attributes["href"]).text
    assert "1\u00a0article" in find(alone, "h1")[0].text
    assert having(alone, "equivalents") == having(alone, "found-by") == []
    # what was left out is kept from page to page, and is told
    hidden = {
        one.attributes["name"]: one.attributes["value"] for one in find(alone, "input", "search")
    }
    assert hidden["exclude.equivalents"] == "rn"
    chip = next(one for one in find(alone, "a", "chips") if "équivalent" in one.text)
    back = serving.get(chip.attributes["href"]).text
    assert find(back, "h1")[0].text.split(" ")[0] == find(shown, "h1")[0].text.split(" ")[0]


def test_programs_are_told_the_same(serving: FlaskClient) -> None:
    found = answer(serving, "/api/v1/search?q=RN")
    (spelt,) = found["query"]["equivalents"]
    assert (spelt["typed"], spelt["others"]) == ("RN", ["Rassemblement national"])
    assert {int(hit["id"], 16): hit.get("found_by", []) for hit in found["hits"]} == {
        0: [],
        1: ["Rassemblement national"],
    }
    alone = answer(serving, spelt["url"])
    assert (alone["total"], "equivalents" in alone["query"]) == (1, False)
    assert answer(serving, "/api/v1/search?q=RN&exclude.equivalents=R.N.")["total"] == 1
    near = answer(serving, "/api/v1/search?q=RN+soupe")["nearly"]["hits"]
    assert {int(hit["id"], 16): hit.get("found_by", []) for hit in near} == {
        0: [],
        1: ["Rassemblement national"],
        2: [],
    }


def test_a_file_that_changed_is_felt_by_a_server_that_runs(
    serving: FlaskClient, house: Path
) -> None:
    assert answer(serving, "/api/v1/search?q=potage")["total"] == 0
    house.write_text("potage → soupe\n", "utf-8")
    assert answer(serving, "/api/v1/search?q=potage")["total"] == 1
    assert answer(serving, "/api/v1/search?q=RN")["total"] == 1
    house.write_bytes(b"\xff\xfe\n")
    assert answer(serving, "/api/v1/search?q=potage")["total"] == 0


@pytest.mark.parametrize("rest", ["", "&exclude.equivalents=", "&exclude.equivalents=inconnu"])
def test_what_names_no_spelling_leaves_nothing_out(rest: str, serving: FlaskClient) -> None:
    assert answer(serving, f"/api/v1/search?q=RN{rest}")["total"] == 2


def test_what_is_no_word_is_refused(serving: FlaskClient) -> None:
    refused = serving.get("/api/v1/search?q=RN&exclude.equivalents=!!")
    assert refused.status_code == 400
    assert (refused.json or {})["param"] == "exclude.equivalents"


def test_files_and_feeds_search_the_same(serving: FlaskClient) -> None:
    assert serving.get("/search.jsonl?q=RN").text.count("\n") == 2
    assert serving.get("/search.jsonl?q=RN&exclude.equivalents=rn").text.count("\n") == 1
    assert serving.get("/search.atom?q=RN").text.count("<entry>") == 2


def test_an_article_is_marked_with_the_equivalents(serving: FlaskClient) -> None:
    shown = serving.get(f"/article/{1:016x}?q=RN").text
    assert [one.text for one in find(shown, "mark")] == ["Rassemblement national"]


def test_a_month_in_words_is_taken_away_whole(serving: FlaskClient) -> None:
    shown = serving.get("/?q=soupe+date:septembre+2023").text
    chip = next(one for one in find(shown, "a", "chips") if "2023" in one.text)
    assert chip.attributes["href"] == "/?q=soupe"
