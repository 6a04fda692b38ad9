"""Is a person helped where a search was not taken as typed, or finds nothing?"""

from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from support.markup import Element, elements, find


def links(client: FlaskClient, path: str) -> dict[str, Element]:
    """The links of a page by their text."""
    return {element.text: element for element in find(client.get(path).text, "a")}


def forms(client: FlaskClient, path: str) -> dict[str, tuple[str, str]]:
    """By the word on each switch of a page, whether it is on, and the search that it asks for."""
    shown = elements(client.get(path).text)
    found = {}
    for one in shown:
        if one.attributes.get("role") == "switch":
            fields = [
                (other.attributes["name"], other.attributes["value"])
                for other in shown
                if other.name == "input" and other.around[-1] is one.around[-1]
            ]
            found[one.text] = (one.attributes["aria-checked"], f"/?{urlencode(fields)}")
    return found


def total(client: FlaskClient, url: str) -> int:
    found = client.get(url.replace("/?", "/api/v1/search?", 1)).json
    assert found is not None
    return int(found["total"])


@pytest.mark.parametrize(
    ("typed", "repair"),
    [('"la grève', '"la grève"'), ("grève mer OU", "grève mer"), ("tittre:grève", "titre:grève")],
)
def test_one_click_repairs_the_query(typed: str, repair: str, client: FlaskClient) -> None:
    link = links(client, f"/?q={quote(typed)}&sort=oldest")[repair]
    assert (
        link.attributes["href"] == f"/?q={quote(repair, safe='').replace('%20', '+')}&sort=oldest"
    )
    found = client.get(f"/api/v1/search?q={quote(typed)}").json
    assert found is not None
    assert {warning["repair"] for warning in found["warnings"]} == {repair}
    again = client.get(f"/api/v1/search?q={quote(repair)}").json
    assert again is not None
    assert (again["warnings"], again["total"]) == ([], found["total"])


def test_a_form_is_left_out_and_taken_back_by_a_click(client: FlaskClient) -> None:
    switches = forms(client, "/?q=marche")
    form, (is_on, fewer) = next(iter(switches.items()))
    assert is_on == "true"
    assert total(client, fewer) < total(client, "/?q=marche")
    assert forms(client, fewer)[form] == ("false", "/?q=marche")


def test_the_nearest_spelling_is_one_click_away(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=electon").json
    assert found is not None
    spelling = found["proposals"]["spelling"]
    assert spelling["total"] > 0
    page = find(client.get("/?q=electon").text, "a")
    (link,) = [one for one in page if any("standfirst" in e.names for e in one.around)]
    assert link.text == spelling["text"]
    assert total(client, link.attributes["href"]) == spelling["total"]


def test_the_filter_to_leave_out_is_one_click_away(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=greve&tag=rugby&exclude.tag=mer").json
    assert found is not None
    assert found["total"] == 0
    (proposal,) = found["proposals"]["filters"]
    assert proposal["text"] == "rugby"
    link = links(client, "/?q=greve&tag=rugby&exclude.tag=mer")[
        "Sans le filtre «\u00a0rugby\u00a0»"
    ]
    assert total(client, link.attributes["href"]) == proposal["total"] > 0
    assert client.get(proposal["url"]).json["total"] == proposal["total"]  # type: ignore[index]


def test_nothing_is_proposed_where_something_is_found(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=greve").json
    assert found is not None
    assert found["proposals"] == {"spelling": None, "filters": []}


@pytest.mark.parametrize("typed", ["élec", "ELEC", "e\u0301lec", "elec"])
def test_suggestions_are_the_same_however_typed(typed: str, client: FlaskClient) -> None:
    found = client.get(f"/api/v1/suggest?q={quote(typed)}").json
    assert found is not None
    assert {"text": "élections", "count": found["words"][0]["count"]} == found["words"][0]
    assert [tag["value"] for tag in found["tags"]] == ["elections"]
    assert total(client, found["tags"][0]["url"].replace("/api/v1/search?", "/?")) > 0
    for title in found["titles"]:
        assert client.get(f"/article/{title['id']}").status_code == 200


@pytest.mark.parametrize("query", ["tga=x", "q=a&q=b", "q=a&page=1", "q=a&from=hier"])
def test_a_wrong_parameter_of_the_suggestions_is_refused(query: str, client: FlaskClient) -> None:
    response = client.get(f"/api/v1/suggest?{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"


def test_no_parameter_is_no_suggestion(client: FlaskClient) -> None:
    nothing: dict[str, list[str]] = {"words": [], "tags": [], "authors": [], "titles": []}
    assert client.get("/api/v1/suggest").json == nothing


@pytest.mark.parametrize("path", ["/absent", "/article/absent", "/valeurs/couleur"])
def test_a_page_that_is_absent_offers_a_search(path: str, client: FlaskClient) -> None:
    text = client.get(path).text
    assert [e.attributes["action"] for e in find(text, "form") if "search" in e.names] == ["/"]
    assert "Revenir à l’accueil" in text
