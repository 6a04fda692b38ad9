"""Are the program's own words typeset as French is, whatever page or answer they stand in?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import elements

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

# A plain space where a line must not break, three dots for one, a straight apostrophe.
LOOSE = re.compile(r" [;:!?»]|« |\.\.\.|[a-zé]'[a-zé]")
SEARCHES = (
    {"q": "absent"},
    {"q": "titre article -absent"},
    {"q": '"titre" titre:article'},
    {"q": "lieu:Paris titre ab*"},
    {"q": '"titre'},
    {"q": "-"},
    {"q": "a" * 600},
    {"q": "le " * 40},
    {"q": "abc* " * 9},
    {"q": "titre", "tag": "mine", "exclude.year": "2019", "from": "2020-01-01"},
    {"page": "9"},
)
PATHS = (
    "/",
    *(f"/?{urlencode(asked)}" for asked in SEARCHES),
    f"/article/{'a' * 16}",
    f"/article/{'a' * 16}?q=titre",
    f"/selection?id={'a' * 16}&id=absent",
    f"/selection?{'&'.join(f'id={rank}' for rank in range(102))}",
    "/selection",
    "/deja-traite",
    "/absent",
    "/%00",
)
PROBLEMS = ("page=x", "sort=x", "from=x", "to=2020-01-01&from=2021-01-01", "x=1", "q=a&q=b")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an archive whose article holds nothing that is not well set."""
    root = tmp_path_factory.mktemp("words")
    moment = datetime(2023, 9, 14, 7, tzinfo=UTC)
    article = Article(
        id="a" * 16,
        title="Titre",
        body=("Un article.",),
        tags=("mine",),
        degraded=True,
        published=moment,
        modified=moment.replace(hour=9),
    )
    publish(root, [article])
    return create_app(Settings(index=root)).test_client()


def loose(text: str) -> list[str]:
    """The places that are not well set, with what stands around them."""
    return [text[max(0, m.start() - 25) : m.end() + 10] for m in LOOSE.finditer(text)]


def words(page: str) -> Iterator[str]:
    """The texts of a page, a line each, and its labels."""
    for element in elements(page):
        if element.name == "body":
            yield re.sub(r"\s*\n\s*", "\n", element.raw)
        yield from (element.attributes.get(name, "") for name in ("placeholder", "aria-label"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
def test_a_page_is_well_set(path: str, reader: FlaskClient) -> None:
    page = reader.get(path).text
    assert [place for text in words(page) for place in loose(text)] == []


def test_the_page_without_an_index_is_well_set(tmp_path: Path) -> None:
    page = create_app(Settings(index=tmp_path)).test_client().get("/").text
    assert [place for text in words(page) for place in loose(text)] == []


@pytest.mark.parametrize("query", PROBLEMS)
def test_a_problem_is_well_set(query: str, reader: FlaskClient) -> None:
    problem = reader.get(f"/api/v1/search?{query}").json
    assert problem is not None
    assert loose(f"{problem['title']}\n{problem['detail']}") == []


@pytest.mark.parametrize("asked", SEARCHES[:9], ids=lambda asked: asked["q"][:20])
def test_what_was_understood_is_well_set(asked: dict[str, str], reader: FlaskClient) -> None:
    found = reader.get(f"/api/v1/search?{urlencode(asked)}").json
    assert found is not None
    told = [found["query"]["interpreted"], *(w["message"] for w in found["warnings"])]
    assert any(told)
    assert [place for text in told for place in loose(text)] == []
