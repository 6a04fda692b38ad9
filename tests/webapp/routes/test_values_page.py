"""Can all the values of a facet be seen, looked through and chosen, without scripts?"""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from support.markup import elements, find, having, texts

from indexer.schema import FACETS


def sent(text: str) -> dict[str, list[str]]:
    """What the form of the search sends as the page stands."""
    found: dict[str, list[str]] = {}
    for element in find(text, "input"):
        given = element.attributes
        own = given.get("form") == "recherche"
        inside = any("recherche" in outer.names for outer in element.around)
        chosen = given.get("type") != "checkbox" or "checked" in given
        if (own or inside) and chosen and given.get("value"):
            found.setdefault(given["name"], []).append(given["value"])
    return found


@pytest.mark.parametrize("facet", [facet.name for facet in FACETS])
def test_all_the_values_are_listed(facet: str, client: FlaskClient) -> None:
    rows = client.get("/api/v1/search?q=le").json["facets"][facet]  # type: ignore[index]
    text = client.get(f"/valeurs/{facet}?q=le").text
    assert [label.text for label in having(text, "label")] == [row["label"] for row in rows]
    assert len(find(text, "input", "values")) == len(rows)


def test_letters_are_found_in_values_whatever_their_accents(client: FlaskClient) -> None:
    text = client.get("/valeurs/tag?q=&contient=ÉLEC").text
    assert [e.attributes["value"] for e in find(text, "input", "values")] == ["elections"]
    assert texts(text, "legend")[0].replace("\u00a0", " ") == "Thèmes avec « ÉLEC »"


def test_a_page_past_the_last_says_so(client: FlaskClient) -> None:
    text = client.get("/valeurs/tag?q=&page=9&ordre=alphabet").text
    assert "Aucune valeur" not in text
    assert "La page 9 n’existe pas" in text
    first = next(e for e in find(text, "a") if e.text == "Revenir à la première")
    assert having(client.get(first.attributes["href"]).text, "values")


def test_no_value_says_so(client: FlaskClient) -> None:
    text = client.get("/valeurs/tag?q=&contient=hippogriffe").text
    assert having(text, "values") == []
    assert "Aucune valeur" in text


def test_the_search_is_kept_and_so_are_values_that_the_letters_hide(client: FlaskClient) -> None:
    query = {"q": "le", "tag": "politique", "exclude.year": "2020", "from": "2017-01-01"}
    query |= {"sort": "oldest", "page_size": "7"}
    text = client.get(f"/valeurs/tag?{urlencode(query)}&contient=clim").text
    assert sent(text) == {name: [value] for name, value in query.items()}
    (back,) = find(text, "a", "back")
    assert parse_qs(urlsplit(back.attributes["href"]).query) == sent(text)


def test_a_page_of_results_leads_to_all_values_and_looks_among_them(client: FlaskClient) -> None:
    text = client.get("/?q=le&sort=oldest").text
    links = having(text, "all-values")
    assert links[0].attributes["href"] == "/valeurs/tag?q=le&sort=oldest"
    forms = [e for e in elements(text) if e.attributes.get("action") == "/valeurs/tag"]
    inputs = [e.attributes for e in find(text, "input") if forms[0] in e.around]
    assert [(e["name"], e["value"]) for e in inputs] == [
        *[("q", "le"), ("sort", "oldest"), ("contient", "")],
    ]


def test_an_unknown_facet_is_an_unknown_page(client: FlaskClient) -> None:
    assert client.get("/valeurs/couleur").status_code == 404


def test_fields_and_periods_of_the_text_are_chips(client: FlaskClient) -> None:
    text = client.get("/?q=grève+titre:mer+date:2023&tag=politique").text
    chips = {
        e.text: parse_qs(urlsplit(e.attributes["href"]).query) for e in find(text, "a", "chips")
    }
    names = [name.removeprefix("ôter le filtre ").removesuffix(" ×") for name in chips]
    assert names == ["titre:mer", "date:2023", "politique", "tout effacer"]
    assert [found["q"] for found in chips.values()] == [
        *(["grève date:2023"], ["grève titre:mer"], ["grève titre:mer date:2023"], ["grève"]),
    ]
    assert "tag" not in chips["tout effacer"]
