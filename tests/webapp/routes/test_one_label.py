"""Do links and files made with another spelling of a label still lead where they led?"""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

ARTICLES = (
    Article(id="a", title="Un", tags=("SNCF", "Côte-d’Ivoire"), body=("Le rail.",)),
    Article(id="b", title="Deux", tags=("S.N.C.F.", "Côte d’Ivoire"), body=("Le rail.",)),
    Article(id="c", title="Trois", tags=("SNCF",), body=("Le rail.",)),
    Article(id="d", title="Quatre", tags=("R.A.T.P.",), body=("Le rail.",)),
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the four articles."""
    root = tmp_path_factory.mktemp("labels")
    publish(root, ARTICLES)
    return create_app(Settings(index=root)).test_client()


# The first two are the values of links made when dots and hyphens made a difference
@pytest.mark.parametrize(
    ("tag", "ids"),
    [
        ("s.n.c.f.", {"a", "b", "c"}),
        ("cote-d'ivoire", {"a", "b"}),
        ("SNCF", {"a", "b", "c"}),
        ("S. N. C. F.", {"a", "b", "c"}),
        ("Côte d’Ivoire", {"a", "b"}),
    ],
)
def test_any_spelling_leads_to_the_articles_of_all(
    reader: FlaskClient, tag: str, ids: set[str]
) -> None:
    query = urlencode({"q": "rail", "tag": tag})
    assert {hit["id"] for hit in reader.get(f"/api/v1/search?{query}").json["hits"]} == ids  # type: ignore[index]
    assert len(reader.get(f"/search.jsonl?{query}").text.splitlines()) == len(ids)
    rows = find(reader.get(f"/?{query}").text, "input", "values")
    assert len([row for row in rows if "checked" in row.attributes]) == 1
    without = urlencode({"q": "rail", "exclude.tag": tag})
    found = reader.get(f"/api/v1/search?{without}").json["hits"]  # type: ignore[index]
    assert {hit["id"] for hit in found} == {"a", "b", "c", "d"} - ids


@pytest.mark.parametrize("letters", ["s.n.c", "SNC", "S. N"])
def test_a_value_is_looked_for_by_any_spelling(reader: FlaskClient, letters: str) -> None:
    page = reader.get(f"/valeurs/tag?{urlencode({'q': '', 'contient': letters})}").text
    assert [one.attributes["value"] for one in find(page, "input", "values")] == ["sncf"]
