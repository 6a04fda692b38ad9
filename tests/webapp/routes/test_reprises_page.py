"""Are reprises folded on the page, and counted everywhere?"""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find, having, texts
from support.rewritings import different, taken_over

from indexer.config import Settings
from webapp import create_app

NBSP = "\u00a0"
WIRE, *OTHERS = different(8)
COPIES = [
    taken_over(WIRE, name, hours) for hours, name in enumerate(("Aurore", "Bulletin", "Courrier"))
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an archive in which one text stands three times."""
    root: Path = tmp_path_factory.mktemp("reprises")
    publish(root, [*COPIES, *OTHERS])
    return create_app(Settings(index=root)).test_client()


def test_one_card_stands_for_all_and_opens_on_the_others(reader: FlaskClient) -> None:
    page = reader.get("/?sort=newest").text
    assert len(having(page, "card")) == len(OTHERS) + 1
    (details,) = having(page, "reprises")
    assert "open" not in details.attributes
    assert texts(page, "summary", "reprises") == [f"2{NBSP}reprises"]
    links = [link.attributes["href"] for link in find(page, "a", "reprises")]
    assert links == [f"/article/{copy.id}?sort=newest" for copy in COPIES[1:]]
    assert all(reader.get(link).status_code == 200 for link in links)


@pytest.mark.parametrize("order", ["newest", "oldest", "relevance"])
def test_no_text_heads_two_pages(order: str, reader: FlaskClient) -> None:
    heads: list[str] = []
    repeated = 0
    for number in range(1, 2 + (len(OTHERS) + len(COPIES)) // 2):
        page = reader.get(f"/?q=le&sort={order}&page_size=2&page={number}").text
        heads += [link.attributes["href"].partition("?")[0] for link in find(page, "a", "card")]
        repeated += len(having(page, "repeated"))
    titled = {one.id for one in COPIES}
    assert len([head for head in heads if head.removeprefix("/article/") in titled]) == 1
    assert repeated


def test_totals_facets_and_files_count_articles(reader: FlaskClient) -> None:
    page = reader.get("/?sort=newest").text
    count = len(OTHERS) + len(COPIES)
    assert texts(page, "h1")[0].startswith(f"{count}{NBSP}articles")
    found = reader.get("/api/v1/search").json
    assert found is not None
    assert found["total"] == len(found["hits"]) == count
    assert sum(row["count"] for row in found["facets"]["source"]) == count
    assert reader.get("/search.jsonl").data.count(b"\n") == count


def test_a_text_found_once_has_no_reprise(reader: FlaskClient) -> None:
    page = reader.get("/?source=aurore").text
    assert len(having(page, "card")) == 1
    assert having(page, "reprises") == []
