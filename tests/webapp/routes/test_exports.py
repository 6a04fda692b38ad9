"""Does a file hold what the search holds, and nothing that a program would run?"""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.hostile import FORMULAE, HOSTILE
from support.markup import find
from support.pages import build
from support.places import DUMPS
from werkzeug.test import TestResponse

from indexer import deadline
from indexer.article import Article
from indexer.config import Settings
from indexer.generations import store
from webapp import create_app
from webapp.sanitize import flat
from webapp.views.export_formats import MOST_REFERENCES

MANY = MOST_REFERENCES + 3
FIRST = datetime(2020, 1, 1, 12, tzinfo=UTC)
SEARCHES = (
    "",
    "q=greve",
    "q=le&sort=oldest",
    "q=le&tag=politique&exclude.year=2020&from=2017-01-01",
    "source=agence+quatre-vents&to=2018-12-31&sort=newest",
    "q=greve&exclude.form=grève",
    "q=hippogriffe",
    "q=%22greve&inconnu=1&page=x",
)
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def answer(client: FlaskClient, target: str) -> TestResponse:
    response = client.get(target)
    assert response.status_code == 200, target
    return response


def rows(response: TestResponse) -> list[dict[str, str]]:
    """The rows of a table as a French spreadsheet reads them."""
    text = response.data.decode("utf-8-sig")
    assert response.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def lines(response: TestResponse) -> list[dict[str, object]]:
    """The objects of JSON Lines."""
    return [json.loads(line) for line in response.data.decode().split("\n")[:-1]]


def records(response: TestResponse) -> list[list[tuple[str, str]]]:
    """The records of RIS: pairs of tag and value."""
    found = []
    for record in response.data.decode().split("ER  - \r\n\r\n")[:-1]:
        pairs = [line.partition("  - ") for line in record.split("\r\n")[:-1]]
        assert all(mark and len(tag) == 2 for tag, mark, _ in pairs), record
        found.append([(tag, value) for tag, _, value in pairs])
    return found


def ids(client: FlaskClient, query: str) -> list[str]:
    """The ids of all results, as the API gives them."""
    known = "&".join(part for part in query.split("&") if part.split("=")[0] not in IGNORED)
    found: list[str] = []
    target: str | None = f"/api/v1/search?{known}"
    while target:
        page = client.get(target).json
        assert page is not None
        found += [hit["id"] for hit in page["hits"]]
        target = page["next_url"]
    return found


IGNORED = {"inconnu", "page"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an archive of hostile texts in every field."""
    root = tmp_path_factory.mktemp("hostile")
    articles = [
        Article(
            id=f"{rank:016x}",
            title=text,
            url=text,
            lede=text,
            body=(text,),
            tags=(text,),
            authors=(text,),
            source=text,
            section=text,
            language=text,
            published=FIRST + timedelta(days=rank),
        )
        for rank, text in enumerate((*FORMULAE, *HOSTILE, "a\nTY  - BOOK\nER  - \n", "a\x00b\x1b"))
    ]
    publish(root, articles)
    return create_app(Settings(index=root)).test_client()


@pytest.mark.parametrize("query", SEARCHES)
def test_a_file_holds_the_articles_of_the_search_in_their_order(
    query: str, client: FlaskClient
) -> None:
    expected = ids(client, query)
    table = answer(client, f"/search.csv?{query}")
    assert [row["Identifiant"] for row in rows(table)] == expected
    assert [row["id"] for row in lines(answer(client, f"/search.jsonl?{query}"))] == expected
    found = records(answer(client, f"/search.ris?{query}"))
    assert [dict(record)["ID"] for record in found] == expected
    assert table.headers["X-Manchette-Total"] == str(len(expected))


def test_a_line_is_the_article_that_the_api_gives(client: FlaskClient) -> None:
    for found in lines(answer(client, "/search.jsonl?q=greve")):
        assert found == client.get(f"/api/v1/articles/{found['id']}").json
        assert found["body"]


def test_a_row_holds_the_facts_of_the_article(client: FlaskClient) -> None:
    for row in rows(answer(client, "/search.csv?q=greve")):
        found = client.get(f"/api/v1/articles/{row['Identifiant']}").json
        assert found is not None
        assert row["Titre"] == found["title"]
        assert row["Thèmes"] == ", ".join(found["tags"])
        assert row["Adresse"] == found["url"]
        assert row["Publié le"] == found["published"][:16].replace("T", " ")


def test_a_table_is_what_a_french_spreadsheet_opens(client: FlaskClient) -> None:
    response = answer(client, "/search.csv?q=greve")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.data.startswith("\ufeffTitre;Source;Rubrique;Publié le;".encode())
    assert response.data.count(b"\r\n") == response.data.count(b"\n")
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="manchette-greve-3-articles.csv"'
    )


def test_no_cell_is_a_formula(hostile: FlaskClient) -> None:
    table = rows(answer(hostile, "/search.csv?sort=oldest"))
    cells = [cell for row in table for cell in row.values()]
    assert len(table) == len(FORMULAE) + len(HOSTILE) + 2
    assert all(None not in row and len(row) == 10 for row in table)
    assert not [cell for cell in cells if cell.startswith(SIGNS)]
    assert [row["Titre"] for row in table[:4]] == ["'" + text for text in FORMULAE[:4]]
    assert [row["Titre"] for row in table[4:8]] == ["'=1+1", "'=1+1", "'" + FORMULAE[6][1:], "'-1"]
    assert table[8]["Titre"] == "a;=1+1"
    assert [row["Titre"] for row in table[11:15]] == ["'" + text for text in FORMULAE[11:15]]
    assert [row["Titre"] for row in table[15:17]] == list(FORMULAE[15:17])


def test_no_cell_is_a_formula_for_a_program_that_reads_commas(hostile: FlaskClient) -> None:
    text = answer(hostile, "/search.csv?sort=oldest").data.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert any(len(row) > 5 for row in table)
    cells = [cell.lstrip(' "') for row in table for cell in row]
    assert not [cell for cell in cells if cell.startswith(SIGNS)]


@pytest.mark.parametrize("id_", ["1234567890123456", "12e4567890123456", "0000000000000001"])
def test_an_id_that_is_a_number_stays_text(id_: str, tmp_path: Path) -> None:
    publish(tmp_path, [Article(id=id_, title="Titre"), Article(id="12e45e7890123456", title="a")])
    client = create_app(Settings(index=tmp_path)).test_client()
    found = {row["Titre"]: row["Identifiant"] for row in rows(answer(client, "/search.csv"))}
    assert found == {"Titre": f"'{id_}", "a": "12e45e7890123456"}
    assert client.get(f"/api/v1/articles/{found['Titre'].removeprefix(chr(39))}").status_code == 200


def test_what_turns_a_line_is_not_in_files(hostile: FlaskClient) -> None:
    for kind in ("csv", "ris"):
        text = answer(hostile, f"/search.{kind}").data.decode()
        assert not re.search("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\x1b\x9b]", text)


def test_files_that_were_read_or_left_make_room(client: FlaskClient) -> None:
    for _ in range(2 * Settings().threads):
        assert client.get("/search.csv?q=greve").data
        client.get("/search.ris?q=greve", buffered=False).close()
        assert client.head("/search.jsonl?q=greve").status_code == 200
        assert client.get("/search.csv?q=%22greve").status_code == 200


def test_no_value_adds_a_line_to_a_record(hostile: FlaskClient) -> None:
    for record in records(answer(hostile, "/search.ris")):
        tags = [tag for tag, _ in record]
        assert tags.count("TY") == tags.count("ID") == tags.count("TI") == 1
        assert not [value for _, value in record if not value.isprintable() and "\x00" in value]
        assert "UR" not in tags


def test_hostile_texts_are_whole_in_json(hostile: FlaskClient) -> None:
    found = {row["title"] for row in lines(answer(hostile, "/search.jsonl"))}
    assert found >= {*FORMULAE, *HOSTILE}


def test_a_record_is_that_of_a_newspaper_article(tmp_path: Path) -> None:
    article = Article(
        id="a" * 16,
        title="Le « pacte » tient",
        url="https://www.exemple.info/a?b=1",
        lede="Un chapô.",
        tags=("économie", "budget"),
        authors=("Zoé Pérignac", "Ana Sy"),
        source="L’Écho",
        section="Politique",
        language="fr",
        published=datetime(2023, 12, 31, 23, 30, tzinfo=UTC),
    )
    publish(tmp_path, [article])
    client = create_app(Settings(index=tmp_path)).test_client()
    (record,) = records(answer(client, "/search.ris"))
    assert record == [
        ("TY", "NEWS"),
        ("ID", "a" * 16),
        ("TI", "Le « pacte » tient"),
        ("AU", "Zoé Pérignac"),
        ("AU", "Ana Sy"),
        ("T2", "L’Écho"),
        ("SE", "Politique"),
        ("PY", "2024"),
        ("DA", "2024/01/01"),
        ("AB", "Un chapô."),
        ("KW", "économie"),
        ("KW", "budget"),
        ("LA", "fr"),
        ("UR", "https://www.exemple.info/a?b=1"),
    ]


@pytest.mark.parametrize(
    ("dump", "people"),
    [
        ("84_byline_et", ["Nolwenn Azéma", "Yvon Le Bihan-Sow"]),
        ("87_byline_avec_agency", ["Nolwenn Azéma", "AFP"]),
        ("88_byline_inverted", ["Nolwenn Azéma"]),
    ],
)
def test_each_person_of_a_byline_is_an_author(dump: str, people: list[str], tmp_path: Path) -> None:
    build(tmp_path / "index", DUMPS / f"{dump}.txt")
    client = create_app(Settings(index=tmp_path / "index")).test_client()
    (record,) = records(answer(client, "/search.ris"))
    assert [value for tag, value in record if tag == "AU"] == people
    rows = client.get("/api/v1/search").get_json()["facets"]["author"]
    assert {row["label"] for row in rows} == set(people)
    (row, *_) = rows
    assert client.get(row["url"]).get_json()["total"] == 1


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of more articles than a file of references, and than pages, hold."""
    root = tmp_path_factory.mktemp("large")
    publish(
        root,
        [
            Article(id=f"{rank:016x}", title=f"Titre {rank}", published=FIRST)
            for rank in range(MANY)
        ],
    )
    return root


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["jsonl", "csv"])
def test_a_file_holds_all_of_a_search_however_much(kind: str, large: Path) -> None:
    client = create_app(Settings(index=large)).test_client()
    response = answer(client, f"/search.{kind}?sort=newest")
    if kind == "jsonl":
        found = [str(row["id"]) for row in lines(response)]
    else:
        found = [row["Identifiant"].removeprefix("'") for row in rows(response)]
    assert found == [f"{rank:016x}" for rank in range(MANY)]
    assert response.headers["X-Manchette-Total"] == str(MANY)
    assert response.headers["X-Manchette-Exported"] == str(MANY)
    assert response.headers["X-Manchette-Generation"] == store.current(large).generation
    name = f"manchette-toute-l-archive-{MANY}-articles.{kind}"
    assert name in response.headers["Content-Disposition"]


@pytest.mark.slow
def test_a_file_of_references_is_cut_and_it_is_told(large: Path) -> None:
    client = create_app(Settings(index=large)).test_client()
    response = answer(client, "/search.ris?sort=newest")
    assert len(records(response)) == MOST_REFERENCES
    assert response.headers["X-Manchette-Total"] == str(MANY)
    assert response.headers["X-Manchette-Exported"] == str(MOST_REFERENCES)
    name = f"manchette-toute-l-archive-{MOST_REFERENCES}-premiers-sur-{MANY}.ris"
    assert name in response.headers["Content-Disposition"]
    page = client.get("/?sort=newest").text
    (told,) = [one for one in find(page, "p", "outputs") if "Un fichier" in one.text]
    assert "Un fichier RIS contient au plus 10\u202f000\u00a0articles" in told.text
    assert "10\u202f000 premiers sur 10\u202f003" in told.text


@pytest.mark.slow
def test_a_file_is_of_one_generation_though_another_is_published(large: Path) -> None:
    client = create_app(Settings(index=large)).test_client()
    with client.get("/search.jsonl?sort=newest", buffered=False) as response:
        parts = response.iter_encoded()
        first = next(parts)
        publish(large, [Article(id="b" * 16, title="Seul")])
        assert (first + b"".join(parts)).count(b"\n") == MANY
    assert [row["title"] for row in lines(answer(client, "/search.jsonl"))] == ["Seul"]


def test_a_file_of_many_articles_has_each_once(tmp_path: Path) -> None:
    count = 1001
    publish(tmp_path, [Article(id=f"{rank:016x}", title="Titre") for rank in range(count)])
    client = create_app(Settings(index=tmp_path)).test_client()
    found = [row["id"] for row in lines(answer(client, "/search.jsonl?q=titre"))]
    assert found == [f"{rank:016x}" for rank in range(count)]


def test_without_an_index_a_file_is_a_sentence(tmp_path: Path) -> None:
    client = create_app(Settings(index=tmp_path)).test_client()
    for target in ("/search.csv", "/selection.ris?id=a", "/search.atom", "/suggestions?q=ele"):
        response = client.get(target)
        assert response.status_code == 503
        assert "Archive indisponible" in response.text


def test_a_search_out_of_time_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    publish(tmp_path, [Article(id="a" * 16, title="Titre")])
    monkeypatch.setattr(deadline, "HERE_SECONDS", -1.0)
    response = create_app(Settings(index=tmp_path)).test_client().get("/search.csv?q=titre")
    assert response.status_code == 400
    assert "trop longue pour un export" in response.text


@pytest.mark.parametrize("kind", ["csv", "jsonl", "ris"])
def test_the_page_of_a_search_links_to_its_files(kind: str, client: FlaskClient) -> None:
    query = urlencode({"q": "le", "tag": "politique", "from": "2017-01-01", "sort": "oldest"})
    links = [a.attributes["href"] for a in find(client.get(f"/?{query}").text, "a", "outputs")]
    assert f"/search.{kind}?{query}" in links


def test_a_value_of_a_file_is_flat_without_a_mark_of_direction() -> None:
    hostile = "a\u202eb\u2066c\u200f\x1b[2J\r\n\u2028d\x9b\ud800"
    assert flat(hostile).strip() == "abc [2J d"
    assert flat("pomme\u00a0: 1\u202f234 e\u0301") == "pomme\u00a0: 1\u202f234 e\u0301"


def test_a_program_is_told_in_json_why_it_gets_no_file(
    monkeypatch: pytest.MonkeyPatch, samples_index: Path
) -> None:
    monkeypatch.setattr(deadline, "HERE_SECONDS", -1.0)
    client = create_app(Settings(index=samples_index)).test_client()
    accept = "text/csv, application/problem+json"
    answer = client.get("/search.csv?q=le", headers={"Accept": accept})
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert (answer.json["status"], answer.json["code"]) == (400, "search_too_long")
