"""What does a page of titles show, where does `view` go and where does it not?"""

import re
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from support.markup import Element, elements, find, having, texts

SEARCH = "/?q=le&tag=transports&sort=oldest"
TITLES = f"{SEARCH}&view=titres"


def page(client: FlaskClient, url: str) -> str:
    """A page, which must be 200."""
    response = client.get(url)
    assert response.status_code == 200
    return response.text


def links(text: str, inside: str) -> list[str]:
    """Where the links inside an element lead."""
    return [link.attributes["href"] for link in find(text, "a", inside)]


def views(url: str) -> list[str]:
    """How the page at an address is shown, as the address has it."""
    return parse_qs(urlsplit(url).query).get("view", [])


def titles(text: str) -> list[Element]:
    """The titles of a list."""
    return find(text, "a", "card-title")


def test_a_line_has_the_day_the_source_the_title_and_a_tick(client: FlaskClient) -> None:
    text = page(client, "/?q=greve&view=titres")
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", texts(text, "time", "line")[0])
    assert len(having(text, "line")) == len(find(text, "input", "tick")) > 2
    assert find(text, "mark", "card-title")
    assert not find(text, "ul", "line")
    assert [e.text for e in titles(text)] == [e.text for e in titles(page(client, "/?q=greve"))]


def test_one_view_leads_to_the_other_at_the_same_page(client: FlaskClient) -> None:
    text = page(client, "/?q=le&page=2&page_size=10")
    as_titles, as_passages = links(text, "views")
    assert views(as_titles) == ["titres"]
    assert not views(as_passages)
    assert parse_qs(urlsplit(as_titles).query)["page"] == ["2"]
    current = [e.text for e in find(page(client, as_titles), "a", "views") if _current(e)]
    assert current == ["titres"]


def _current(element: Element) -> bool:
    return "aria-current" in element.attributes


def test_the_links_of_a_page_keep_the_view(client: FlaskClient) -> None:
    text = page(client, f"{TITLES}&page_size=2")
    for place in ("sorts", "sizes", "pages", "chips", "exclude", "presets", "all-values"):
        found = [e.attributes["href"] for e in elements(text) if e.name == "a" and _in(e, place)]
        assert found, place
        assert all(views(url) == ["titres"] for url in found), place
    hidden = {e.attributes["name"]: e.attributes["value"] for e in find(text, "input", "recherche")}
    assert hidden["view"] == "titres"
    values = next(url for url in links(text, "filtres") if "/valeurs/" in url)
    assert views(links(page(client, values), "back")[0]) == ["titres"]
    article = page(client, titles(text)[0].attributes["href"])
    for url in (*links(article, "back"), *links(article, "beside")):
        assert views(url) == ["titres"]


def _in(element: Element, name: str) -> bool:
    return name in element.names or any(name in one.names for one in element.around)


def test_files_feeds_and_followed_searches_have_no_view(client: FlaskClient) -> None:
    text, other = page(client, TITLES), page(client, SEARCH)
    for place in ("outputs", "beside-figures"):
        assert links(text, place) == links(other, place) != []
    assert texts(text, "title") == texts(other, "title")
    assert texts(text, "h1") == texts(other, "h1")
    follow = [having(one, "suivre")[0].attributes["data-search"] for one in (text, other)]
    assert follow[0] == follow[1]
    for one in find(text, "link"):
        assert "view" not in one.attributes["href"]


def test_programs_know_of_no_view(client: FlaskClient) -> None:
    for name in ("view", "open"):
        refused = client.get(f"/api/v1/search?q=le&{name}=titres")
        assert refused.status_code == 400
        assert refused.json is not None
        assert refused.json["code"] == "unknown_parameter"
    assert "view" not in client.get("/search.atom?q=le&view=titres").text


def test_an_unusable_view_is_told(client: FlaskClient) -> None:
    text = page(client, "/?q=le&view=liste")
    assert "liste" in having(text, "unusable")[0].text
    assert not having(text, "line")


def test_an_article_is_read_beside_the_titles(client: FlaskClient) -> None:
    row = titles(page(client, "/?q=greve&view=titres"))[1]
    ident = row.attributes["id"].removeprefix("a-")
    text = page(client, f"/?q=greve&view=titres&open={ident}")
    assert texts(text, "h2", "pane") == [row.text]
    assert find(text, "mark", "pane")
    assert having(text, "prose")
    assert having(text, "reference")
    assert [e.text for e in titles(text) if _current(e)] == [row.text]
    # the address of what is read is of no other link
    assert not [e for e in elements(text) if "open=" in e.attributes.get("href", "")]
    # the list is one of titles then
    assert page(client, f"/?q=greve&open={ident}").count("line") == text.count("line")
    alone = page(client, f"/article/{ident}/volet?q=greve&view=titres")
    assert texts(alone, "h2") == [row.text]
    (title,) = [e for e in elements(alone) if e.name == "a" and e.text == row.text]
    assert views(title.attributes["href"]) == ["titres"]


def test_an_article_that_is_not_there_is_told_beside_the_titles(client: FlaskClient) -> None:
    text = page(client, "/?q=greve&view=titres&open=<absent>")
    assert (
        "L’article «\u00a0<absent>\u00a0» n’est pas dans l’archive" in having(text, "pane")[0].text
    )
    assert len(titles(text)) > 2
    assert client.get("/article/absent/volet").status_code == 404


def test_a_page_has_twenty_fifty_or_a_hundred_articles(client: FlaskClient) -> None:
    text = page(client, "/?q=le&page=2")
    sizes = [parse_qs(urlsplit(url).query) for url in links(text, "sizes")]
    assert [one.get("page_size") for one in sizes] == [None, ["50"], ["100"]]
    assert not any("page" in one for one in sizes)
    assert len(titles(page(client, links(text, "sizes")[1]))) == 50
    assert not having(page(client, "/?q=greve"), "sizes")
