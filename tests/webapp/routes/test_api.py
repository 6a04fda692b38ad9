"""Does the JSON search endpoint keep the contract that programs rely on?"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import texts

from indexer.article import PARIS, Article
from indexer.config import Settings
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex
from webapp import create_app, params
from webapp.views.cursors import next_url

SEARCH = "/api/v1/search"
MARK = re.compile(r"</?mark>")


def search(client: FlaskClient, query: str = "", **parameters: Any) -> Any:
    """The answer to a search, which must be 200; a dot is written __ in a parameter's name."""
    pairs = {name.replace("__", "."): value for name, value in parameters.items()}
    response = client.get(f"{SEARCH}?{query or urlencode(pairs, doseq=True)}")
    assert response.status_code == 200, response.text
    return response.json


def pages(client: FlaskClient, url: str | None) -> Iterator[Any]:
    """The answers from a URL on, each at the `next_url` of the one before."""
    while url:
        page = client.get(url).json
        assert page is not None
        yield page
        url = page["next_url"]


def at(*moment: int) -> datetime:
    """A moment in UTC."""
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


DATED = (
    Article(id="a" * 16, title="Veille de l’an", published=at(2022, 12, 31, 22, 59)),
    Article(id="b" * 16, title="Premier de l’an", published=at(2022, 12, 31, 23, 30)),
    Article(id="c" * 16, title="Été", published=at(2023, 7, 14, 22, 30)),
    Article(id="d" * 16, title="Lendemain", published=datetime(2023, 7, 15, 23, 59, tzinfo=PARIS)),
    Article(id="e" * 16, title="Sans date"),
    Article(id="f" * 16, title="Sans date non plus"),
)


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an archive whose articles stand at the edge of a day."""
    root = tmp_path_factory.mktemp("dated")
    publish(root, DATED)
    return create_app(Settings(index=root)).test_client()


def titles(found: Any) -> list[str]:
    """The titles of an answer, in order."""
    return [hit["title"] for hit in found["hits"]]


def test_an_answer_has_exactly_the_documented_members(client: FlaskClient) -> None:
    found = search(client, q="grève")
    assert list(found) == [
        *("total", "partial", "took_ms", "page", "page_size", "sort", "next_url", "query"),
        "warnings",
        *("index", "facets", "histogram", "words", "proposals", "hits", "nearly"),
    ]
    assert set(found["query"]) == {"text", "interpreted"}
    assert set(found["proposals"]) == {"spelling", "filters"}
    assert set(found["index"]) == {"generation", "updated_at"}
    assert list(found["facets"]) == ["tag", "source", "section", "author", "year"]
    for rows in found["facets"].values():
        for row in rows:
            assert set(row) == {"value", "label", "count", "selected", "url"}
    for word in found["words"]:
        assert set(word) == {"word", "forms"}
        for form in word["forms"]:
            assert set(form) == {"form", "count", "selected", "url"}


def test_a_hit_has_the_article_but_its_body(client: FlaskClient) -> None:
    for hit in search(client, q="grève")["hits"]:
        assert set(hit) == {
            *("id", "url", "title", "lede", "tags", "authors", "source", "section", "language"),
            *("published", "modified", "image", "score", "highlights"),
        }
        assert set(hit["highlights"]) == {"title", "lede", "body", "tags", "authors"}


def test_the_total_is_that_of_all_pages(client: FlaskClient) -> None:
    found = list(pages(client, f"{SEARCH}?q=le&sort=newest&page_size=7"))
    ids = [hit["id"] for page in found for hit in page["hits"]]
    assert {page["total"] for page in found} == {len(ids)}
    assert len(set(ids)) == len(ids) > 14
    assert [page["page"] for page in found] == list(range(1, len(found) + 1))
    assert [len(page["hits"]) for page in found[:-1]] == [7] * (len(found) - 1)
    assert ids == [
        hit["id"] for hit in search(client, q="le", sort="newest", page_size=100)["hits"]
    ]


def test_a_page_holds_twenty_hits_unless_asked(client: FlaskClient) -> None:
    found = search(client)
    assert (found["page"], found["page_size"], len(found["hits"])) == (1, 20, 20)
    assert len(search(client, page_size=3)["hits"]) == 3


def test_a_page_past_the_end_is_empty_and_last(client: FlaskClient) -> None:
    found = search(client, q="grève", page=50)
    assert found["hits"] == []
    assert found["next_url"] is None
    assert found["total"] == search(client, q="grève")["total"] > 0


@pytest.mark.parametrize(("size", "page"), [(20, 499), (20, 500), (30, 332), (30, 333), (1, 9999)])
def test_the_next_url_is_never_one_that_is_refused(size: int, page: int) -> None:
    url = next_url("/", SearchRequest(size=size, page=page), total=20_000, generation="g")
    assert url
    values = parse_qs(urlsplit(url).query)
    if page == 10_000 // size:
        assert values.pop("cursor") == [f"g.{page + 1}"]
    else:
        request, problems = params.read(values)
        assert problems == ()
        assert request == SearchRequest(size=size, page=page + 1)


def test_the_query_is_given_back_and_read_back(client: FlaskClient) -> None:
    found = search(client, q='"grève" -train')["query"]
    assert found["text"] == '"grève" -train'
    assert "grève" in found["interpreted"]
    assert "sauf" in found["interpreted"]


def test_a_warning_points_at_what_it_is_about(client: FlaskClient) -> None:
    text = "budget lieu:Paris"
    (warning,) = search(client, q=text)["warnings"]
    assert set(warning) == {"message", "start", "end", "repair"}
    assert "lieu" in warning["message"]
    assert text[warning["start"] : warning["end"]] == "lieu:Paris"


def test_the_generation_is_named_and_dated(client: FlaskClient, samples_index: Path) -> None:
    with PublishedIndex(samples_index).open_generation() as opened:
        manifest = opened.manifest
    index = search(client)["index"]
    assert index["generation"] == manifest.generation
    moment = datetime.fromisoformat(index["updated_at"])
    assert moment == manifest.created.replace(microsecond=0)
    assert moment.utcoffset() is not None


def test_without_a_query_the_newest_come_first(dated: FlaskClient) -> None:
    found = search(dated)
    assert found["sort"] == "newest"
    assert titles(found) == [
        *("Lendemain", "Été", "Premier de l’an", "Veille de l’an"),
        *("Sans date", "Sans date non plus"),
    ]
    assert titles(search(dated, q="   ")) == titles(found)


def test_the_undated_come_last_in_both_orders(dated: FlaskClient) -> None:
    assert titles(search(dated, sort="oldest")) == [
        *("Veille de l’an", "Premier de l’an", "Été", "Lendemain"),
        *("Sans date", "Sans date non plus"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("2023-01-01", "2023-01-01", ["Premier de l’an"], id="one day of Paris"),
        pytest.param("2022-12-31", "2022-12-31", ["Veille de l’an"], id="a minute before"),
        pytest.param("2023-07-15", "2023-07-15", ["Lendemain", "Été"], id="summer time"),
        pytest.param("2023-07-14", "2023-07-14", [], id="an empty day"),
        pytest.param("2023-01-01", "", ["Lendemain", "Été", "Premier de l’an"], id="from"),
        pytest.param("", "2023-01-01", ["Premier de l’an", "Veille de l’an"], id="to"),
        pytest.param("0001-01-01", "9999-12-31", [a.title for a in DATED[3::-1]], id="ever"),
    ],
)
def test_dates_are_inclusive_days_of_paris(
    first: str, last: str, expected: list[str], dated: FlaskClient
) -> None:
    assert titles(search(dated, f"from={first}&to={last}")) == expected


def test_the_year_of_an_article_is_that_of_paris(dated: FlaskClient) -> None:
    years = {row["value"]: row["count"] for row in search(dated)["facets"]["year"]}
    assert years == {"2022": 1, "2023": 3}
    assert titles(search(dated, year="2022")) == ["Veille de l’an"]


@pytest.mark.parametrize("query", ["q=grève", "q=conseil+municipal", 'q="conseil+municipal"', "q="])
def test_highlights_agree_in_text_marks_and_html(query: str, client: FlaskClient) -> None:
    for hit in search(client, query)["hits"]:
        whole = client.get(f"/api/v1/articles/{hit['id']}").json
        assert whole is not None
        lights = hit["highlights"]
        assert lights["title"]["text"] == hit["title"]
        assert lights["lede"]["text"] == hit["lede"]
        for passage in lights["body"]:
            assert passage["text"].removeprefix("… ").removesuffix(" …") in whole["body"]
            assert passage["marks"]
        for name in ("tags", "authors"):
            assert {passage["text"] for passage in lights[name]} <= set(hit[name])
            assert all(passage["marks"] for passage in lights[name])
        others = (*lights["tags"], *lights["authors"])
        for passage in (lights["title"], lights["lede"], *lights["body"], *others):
            assert html.unescape(MARK.sub("", passage["html"])) == passage["text"]
            marked = re.findall(r"<mark>(.*?)</mark>", passage["html"])
            slices = [passage["text"][start:end] for start, end in passage["marks"]]
            assert [html.unescape(text) for text in marked] == slices
            assert all(slices)
            assert passage["marks"] == sorted(passage["marks"])


def test_marks_count_code_points(tmp_path: Path) -> None:
    title, body = "🙂🙂 la grève", "👩‍🚒 " * 90 + "une e\u0301le\u0301vation"
    publish(tmp_path, [Article(id="a" * 16, title=title, body=(body,))])
    client = create_app(Settings(index=tmp_path)).test_client()
    (hit,) = search(client, q="greve elevation")["hits"]
    assert hit["highlights"]["title"]["marks"] == [[6, 11]]
    (passage,) = hit["highlights"]["body"]
    ((start, end),) = passage["marks"]
    assert passage["text"][start:end] == "e\u0301le\u0301vation"


def test_a_hit_in_a_tag_or_a_byline_is_told(tmp_path: Path) -> None:
    article = Article(
        id="a" * 16,
        title="Titre",
        tags=("vie locale", "météo"),
        authors=("Zoé Pérignac", "Ada Sol"),
    )
    publish(tmp_path, [article])
    client = create_app(Settings(index=tmp_path)).test_client()
    (hit,) = search(client, q='"vie locale" perignac')["hits"]
    assert [(row["text"], row["marks"]) for row in hit["highlights"]["tags"]] == [
        ("vie locale", [[0, 10]])
    ]
    assert [row["html"] for row in hit["highlights"]["authors"]] == ["Zoé <mark>Pérignac</mark>"]
    text = client.get("/", query_string={"q": '"vie locale" perignac'}).text
    assert texts(text, "mark", "tags") == ["vie locale"]
    assert texts(text, "mark", "kicker") == ["Pérignac"]


def test_an_article_is_given_whole(tmp_path: Path) -> None:
    article = Article(
        id="0123456789abcdef",
        title="Titre",
        url="https://exemple.info/a",
        lede="Chapô",
        body=("Un.", "Deux."),
        tags=("Élysée", "budget"),
        authors=("Zoé Pérignac",),
        source="L’Écho",
        section="Économie",
        language="fr",
        published=datetime.fromisoformat("2023-09-14T09:13:00+02:00"),
        modified=datetime.fromisoformat("2023-09-14T10:00:00+02:00"),
        image="https://img.exemple.info/1.jpg",
    )
    publish(tmp_path, [article])
    client = create_app(Settings(index=tmp_path)).test_client()
    assert client.get(f"/api/v1/articles/{article.id}").json == {
        "id": article.id,
        "url": article.url,
        "title": "Titre",
        "lede": "Chapô",
        "body": "Un.\nDeux.",
        "body_headings": [],
        "tags": ["Élysée", "budget"],
        "authors": ["Zoé Pérignac"],
        "source": "L’Écho",
        "section": "Économie",
        "language": "fr",
        "published": "2023-09-14T09:13:00+02:00",
        "modified": "2023-09-14T10:00:00+02:00",
        "image": article.image,
    }


def test_what_is_unknown_of_an_article_is_null(dated: FlaskClient) -> None:
    found = dated.get(f"/api/v1/articles/{'e' * 16}").json
    assert found is not None
    unknown = ("url", "published", "modified", "image")
    assert [found[name] for name in unknown] == [None] * len(unknown)


def test_accents_are_written_as_such(client: FlaskClient) -> None:
    text = client.get(f"{SEARCH}?q=gr%C3%A8ve").text
    assert "grève" in text
    assert "\\u" not in text


def test_the_histogram_counts_the_dated_matches_by_month(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=greve&page_size=100").json
    assert found is not None
    months = Counter(hit["published"][:7] for hit in found["hits"] if hit["published"])
    assert found["histogram"] == [
        {"month": month, "count": count} for month, count in sorted(months.items())
    ]
