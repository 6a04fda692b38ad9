"""Does a program get the parts of an answer that it asks for, and no others?"""

from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from webapp.contract.parameters import ARTICLE_FIELDS, BODY, FACET_NAMES

SEARCH = "/api/v1/search"


def answer(client: FlaskClient, path: str = SEARCH, **parameters: str) -> Any:
    """The JSON of an address; a dot is written __ in the name of a parameter."""
    pairs = {name.replace("__", "."): value for name, value in parameters.items()}
    response = client.get(f"{path}?{urlencode(pairs)}")
    assert response.status_code == 200, response.text
    return response.json


def test_without_a_choice_a_hit_is_whole_but_for_its_body(client: FlaskClient) -> None:
    (hit,) = answer(client, q="conseil", page_size="1")["hits"]
    assert set(hit) == {*ARTICLE_FIELDS, "score", "highlights"} - {*BODY}


@pytest.mark.parametrize("fields", ["id", "title,id", " id , published ", "highlights,score"])
def test_a_hit_has_the_fields_asked_for(fields: str, client: FlaskClient) -> None:
    found = answer(client, q="conseil", fields=fields)
    asked = {name.strip() for name in fields.split(",")}
    assert found["hits"]
    assert all(set(hit) == asked for hit in found["hits"])


def test_near_articles_have_the_fields_asked_for(client: FlaskClient) -> None:
    found = answer(client, q="conseil municipal grève", fields="id,missing")
    assert found["nearly"]["hits"]
    assert all(set(hit) == {"id", "missing"} for hit in found["nearly"]["hits"])


@pytest.mark.parametrize("size", [0, 3])
def test_near_articles_are_as_many_as_asked_for(size: int, client: FlaskClient) -> None:
    found = answer(client, q="conseil municipal grève", nearly__size=str(size))
    assert len(found["nearly"]["hits"]) == size


@pytest.mark.parametrize("chosen", [{"include": "body"}, {"fields": "id,body"}])
def test_a_body_is_given_where_it_is_asked_for(chosen: dict[str, str], client: FlaskClient) -> None:
    for hit in answer(client, q="conseil", **chosen)["hits"]:
        article = answer(client, f"/api/v1/articles/{hit['id']}")
        assert hit["body"] == article["body"] != ""
        if "include" in chosen:
            assert hit["body_headings"] == article["body_headings"]


def test_an_article_has_the_fields_asked_for(client: FlaskClient) -> None:
    (hit,) = answer(client, page_size="1")["hits"]
    path = f"/api/v1/articles/{hit['id']}"
    assert set(answer(client, path)) == set(ARTICLE_FIELDS)
    assert answer(client, path, fields="title,id") == {"id": hit["id"], "title": hit["title"]}


@pytest.mark.parametrize("facets", ["", "tag", "year,tag", "month", "month,section"])
def test_the_facets_asked_for_are_counted_as_in_a_whole_answer(
    facets: str, client: FlaskClient
) -> None:
    whole = answer(client, q="le")
    found = answer(client, q="le", facets=facets)
    names = facets.split(",")
    expected = {name: whole["facets"][name] for name in FACET_NAMES if name in names}
    assert found["facets"] == expected
    assert found["histogram"] == (whole["histogram"] if "month" in names else [])
    assert [hit["id"] for hit in found["hits"]] == [hit["id"] for hit in whole["hits"]]


def test_a_facet_with_a_selection_need_not_be_counted(client: FlaskClient) -> None:
    """What is proposed where nothing is found is told all the same."""
    chosen = {"q": "conseil", "year": "1910", "section": "sport"}
    whole, found = answer(client, **chosen), answer(client, facets="", **chosen)
    assert found["facets"] == {}
    assert found["proposals"] == whole["proposals"]


@pytest.mark.parametrize("size", [1, 3])
def test_a_facet_has_as_many_values_as_asked_for(size: int, client: FlaskClient) -> None:
    whole = answer(client)["facets"]
    found = answer(client, facet__size=str(size))["facets"]
    assert found == {name: rows[:size] for name, rows in whole.items()}


@pytest.mark.parametrize("query", ["", "grève", "conseil", "réforme", "hippogriffe"])
def test_one_hit_without_facets_is_small(query: str, client: FlaskClient) -> None:
    url = f"{SEARCH}?{urlencode({'q': query, 'page_size': 1, 'facets': ''})}"
    assert len(client.get(url).data) < 4000
    named = f"{url}&fields=id,title,url,published&nearly.size=0"
    assert len(client.get(named).data) < 1500


def test_a_full_page_has_near_articles_where_they_are_asked_for_alone(
    client: FlaskClient,
) -> None:
    asked = {"q": "grève port", "facets": ""}
    found = client.get(f"{SEARCH}?{urlencode(asked)}").json
    assert found is not None
    assert found["total"] < found["page_size"]
    assert len(found["nearly"]["hits"]) == 10
    one = client.get(f"{SEARCH}?{urlencode({**asked, 'page_size': 1})}")
    assert one.json is not None
    assert (len(one.json["hits"]), one.json["nearly"]["hits"]) == (1, [])
    assert len(one.data) < 4000
    two = client.get(f"{SEARCH}?{urlencode({**asked, 'page_size': 1, 'nearly.size': 2})}").json
    assert two is not None
    assert len(two["nearly"]["hits"]) == 2


def test_the_next_page_is_of_the_same_choice(client: FlaskClient) -> None:
    chosen = {"fields": "id", "facets": "", "facet.size": "3", "nearly.size": "0"}
    first = client.get(f"{SEARCH}?{urlencode({'q': 'le', 'page_size': 5, **chosen})}").json
    assert first is not None
    following = client.get(first["next_url"]).json
    assert following is not None
    assert following["page"] == 2
    assert following["facets"] == {}
    assert all(set(hit) == {"id"} for hit in following["hits"])


def walked(client: FlaskClient, **parameters: str) -> list[Any]:
    """All values of the tags, page by page."""
    found = []
    url: str | None = f"/api/v1/facets/tag?{urlencode(parameters)}"
    while url:
        page: Any = client.get(url).json
        assert len(page["values"]) <= page["page_size"]
        found += page["values"]
        url = page["next_url"]
    assert len(found) == page["total"]
    return found


def test_the_pages_of_a_facet_are_all_its_values(client: FlaskClient) -> None:
    whole = answer(client, q="le", year="2023")["facets"]["tag"]
    assert walked(client, q="le", year="2023", page_size="7") == whole


@pytest.mark.parametrize("prefix", ["é", "ECO", "eco", "xyzzy"])
def test_a_prefix_is_read_whatever_its_accents(prefix: str, client: FlaskClient) -> None:
    begun = {"é": "e", "ECO": "eco"}.get(prefix, prefix)
    whole = answer(client)["facets"]["tag"]
    expected = [row for row in whole if row["value"].startswith(begun)]
    assert walked(client, prefix=prefix, page_size="2") == expected


def test_a_value_of_a_facet_leads_to_its_articles(client: FlaskClient) -> None:
    for row in answer(client, "/api/v1/facets/section", q="le")["values"]:
        found = client.get(row["url"]).json
        assert found is not None
        assert found["total"] == row["count"]


def test_a_selected_value_is_told(client: FlaskClient) -> None:
    first, *_ = answer(client, "/api/v1/facets/tag")["values"]
    rows = answer(client, "/api/v1/facets/tag", tag=first["label"])["values"]
    assert [row["value"] for row in rows if row["selected"]] == [first["value"]]


def test_a_facet_that_there_is_none_of_is_a_problem(client: FlaskClient) -> None:
    response = client.get("/api/v1/facets/colour")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("limit", [1, 2])
def test_suggestions_are_as_many_as_asked_for(limit: int, client: FlaskClient) -> None:
    whole = answer(client, "/api/v1/suggest", q="con")
    found = answer(client, "/api/v1/suggest", q="con", limit=str(limit))
    assert found == {name: rows[:limit] for name, rows in whole.items()}
    assert len(whole["words"]) > limit
