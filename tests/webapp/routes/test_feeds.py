"""Does a feed reader get what is new in a search, once, and the address bar a search engine?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.hostile import HOSTILE
from support.markup import find

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
FIRST = datetime(2023, 1, 1, 12, tzinfo=UTC)
ARTICLES = [
    Article(
        id=f"{rank:016x}",
        title=f"Titre {rank}",
        lede=f"Chapô {rank}",
        url=f"https://www.exemple.info/{rank}",
        tags=("pair",) if rank % 2 == 0 else ("impair",),
        authors=("Ana Sy",),
        published=FIRST + timedelta(days=rank),
        modified=FIRST + timedelta(days=rank, hours=2),
    )
    for rank in range(60)
]


def served(root: Path) -> FlaskClient:
    return create_app(Settings(index=root)).test_client()


def parsed(document: bytes) -> ET.Element:
    """The root of a document; ParseError for what is not XML."""
    return ET.fromstring(document)  # noqa: S314 - our own


def feed(client: FlaskClient, **parameters: str) -> ET.Element:
    response = client.get(f"/search.atom?{urlencode(parameters)}")
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    tree = parsed(response.data)
    assert tree.tag == f"{ATOM}feed"
    return tree


def text(element: ET.Element, *names: str) -> str:
    """The text of the only child of this name."""
    (child,) = element.findall("/".join(ATOM + name for name in names))
    return child.text or ""


def entries(tree: ET.Element) -> list[ET.Element]:
    return tree.findall(f"{ATOM}entry")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an archive of more articles than a feed holds."""
    root = tmp_path_factory.mktemp("feeds")
    publish(root, [*ARTICLES, Article(id="f" * 16, title="Sans date")])
    return served(root)


def test_a_feed_holds_the_newest_articles_of_the_search(reader: FlaskClient) -> None:
    tree = feed(reader, tag="pair", sort="oldest", page="3")
    titles = [text(entry, "title") for entry in entries(tree)]
    assert titles == [f"Titre {rank}" for rank in range(58, -1, -2)]
    whole = [text(entry, "title") for entry in entries(feed(reader))]
    assert whole == [f"Titre {rank}" for rank in range(59, 9, -1)]


def test_a_feed_has_what_atom_requires(reader: FlaskClient) -> None:
    tree = feed(reader, q="titre")
    for element in (tree, *entries(tree)):
        assert text(element, "id").startswith("urn:uuid:")
        assert text(element, "title")
        assert datetime.fromisoformat(text(element, "updated")).tzinfo
        assert element.findall(f"{ATOM}author/{ATOM}name")
    every = [text(element, "id") for element in (tree, *entries(tree))]
    assert len(set(every)) == len(every)
    assert text(tree, "updated") == ARTICLES[59].modified.isoformat()  # type: ignore[union-attr]
    links = {link.attrib["rel"]: link.attrib["href"] for link in tree.findall(f"{ATOM}link")}
    assert links == {
        "self": "http://localhost/search.atom?q=titre&sort=newest",
        "alternate": "http://localhost/?q=titre&sort=newest",
    }
    entry = entries(tree)[0]
    links = {link.attrib["rel"]: link.attrib["href"] for link in entry.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"http://localhost/article/{ARTICLES[59].id}",
        "via": "https://www.exemple.info/59",
    }
    assert text(entry, "summary") == "Chapô 59"
    assert [one.attrib["term"] for one in entry.findall(f"{ATOM}category")] == ["impair"]


def test_a_reindex_makes_nothing_new(tmp_path: Path) -> None:
    publish(tmp_path, ARTICLES[:5])
    client = served(tmp_path)
    before = client.get("/search.atom?q=titre")
    publish(tmp_path, ARTICLES[:5])
    after = client.get("/search.atom?q=titre")
    assert after.data == before.data
    tag = before.headers["ETag"]
    assert client.get("/search.atom?q=titre", headers={"If-None-Match": tag}).status_code == 304


def test_an_article_that_changed_keeps_its_id(tmp_path: Path) -> None:
    publish(tmp_path, ARTICLES[:5])
    client = served(tmp_path)
    before = {text(e, "id"): text(e, "updated") for e in entries(feed(client))}
    later = FIRST + timedelta(days=30)
    publish(tmp_path, [replace(ARTICLES[0], title="Corrigé", modified=later), *ARTICLES[1:6]])
    after = {text(e, "id"): text(e, "updated") for e in entries(feed(client))}
    assert before.keys() < after.keys()
    assert {key for key in before if before[key] != after[key]} == {
        text(e, "id") for e in entries(feed(client)) if text(e, "title") == "Corrigé"
    }


def test_a_feed_of_nothing_is_a_feed(reader: FlaskClient) -> None:
    tree = feed(reader, q="hippogriffe")
    assert entries(tree) == []
    assert text(tree, "updated") == "1970-01-01T00:00:00+00:00"


def test_hostile_texts_are_text_in_a_feed(tmp_path: Path) -> None:
    texts = (*HOSTILE, "a\x00b\x0b\ufffe", "]]>", "&#0;")
    publish(
        tmp_path,
        [
            Article(
                id=f"{rank:016x}",
                title=one,
                lede=one,
                url=one,
                tags=(one,),
                authors=(one,),
                published=FIRST + timedelta(days=rank),
            )
            for rank, one in enumerate(texts)
        ],
    )
    tree = feed(served(tmp_path), q="")
    found = [text(entry, "title") for entry in reversed(entries(tree))]
    assert found[: len(HOSTILE)] == list(HOSTILE)
    assert found[len(HOSTILE) :] == ["a b", "]]>", "&#0;"]
    for entry in entries(tree):
        assert text(entry, "summary") == text(entry, "title")
        assert [link.attrib["rel"] for link in entry.findall(f"{ATOM}link")] == ["alternate"]
    for one in texts:
        feed(served(tmp_path), q=one, tag=one)


def test_the_page_of_a_search_leads_to_its_feed(reader: FlaskClient) -> None:
    page = reader.get("/?q=titre&tag=pair&page=2&page_size=5").text
    (link,) = [a for a in find(page, "link") if a.attributes["rel"] == "alternate"]
    assert link.attributes["type"] == "application/atom+xml"
    assert link.attributes["href"] == "/search.atom?q=titre&tag=pair"
    assert reader.get(link.attributes["href"]).status_code == 200


def test_the_address_bar_learns_how_to_search(reader: FlaskClient) -> None:
    (link,) = [a for a in find(reader.get("/").text, "link") if a.attributes["rel"] == "search"]
    response = reader.get(link.attributes["href"])
    assert response.content_type == "application/opensearchdescription+xml; charset=utf-8"
    tree = parsed(response.data)
    assert tree.tag == f"{OPENSEARCH}OpenSearchDescription"
    names = {child.tag.removeprefix(OPENSEARCH): child.text for child in tree}
    assert 0 < len(names["ShortName"] or "") <= 16
    assert 0 < len(names["Description"] or "") <= 1024
    urls = {one.attrib["type"]: one.attrib["template"] for one in tree.findall(f"{OPENSEARCH}Url")}
    page = urls["text/html"].replace("{searchTerms}", "titre").removeprefix("http://localhost")
    assert "60\u00a0articles" in reader.get(page).text
    typed = urls["application/x-suggestions+json"].replace("{searchTerms}", "tit")
    answer = reader.get(typed.removeprefix("http://localhost"))
    assert answer.mimetype == "application/x-suggestions+json"
    assert answer.get_json(force=True) == ["tit", ["titre"]]


@pytest.mark.parametrize("typed", ["", "t", "zzzz", "é" * 600, '"', "<b>"])
def test_any_typing_is_answered_with_suggestions(typed: str, reader: FlaskClient) -> None:
    answer = reader.get(f"/suggestions?{urlencode({'q': typed, 'x': '1'})}").get_json(force=True)
    assert answer == [typed, []]
