"""Does the help list all that can be typed, and do its examples lead to searches?"""

from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from support.markup import find

from indexer.query.syntax_table import LANGUAGE


def test_every_row_of_the_language_is_listed_with_its_example(client: FlaskClient) -> None:
    response = client.get("/aide")
    assert response.status_code == 200
    found = response.text
    codes = [element.text for element in find(found, "code")]
    rows = [row for section in LANGUAGE for row in section.rows]
    assert codes == [text for row in rows for text in (row.sign, row.example)]
    links = [
        parse_qs(urlsplit(element.attributes["href"]).query)["q"]
        for element in find(found, "a")
        if element.attributes["href"].startswith("/?q=")
    ]
    assert links == [[row.example] for row in rows]


def test_every_page_leads_to_the_help(client: FlaskClient) -> None:
    for path in ("/", "/?q=greve", "/?q=hippogriffe", "/aide", "/absent"):
        links = [element.attributes["href"] for element in find(client.get(path).text, "a")]
        assert "/aide" in links
