"""What does a person see on the page where an article is read?"""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import find, having, texts

from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

NBSP = "\u00a0"
PLAIN, BARE, CHANGED, FAR, HEADED = (letter * 16 for letter in "abcde")
ARTICLES = (
    Article(
        id=PLAIN,
        title="La grève & le train",
        url="https://www.exemple.info/greve-1.html?a=1&b=2",
        lede="Un chapô sur la grève.",
        body=("Premier paragraphe : les grèves.", "Deuxième <em>paragraphe</em>.", "Sans rien."),
        tags=("Port-Oriane", "C++ & co"),
        authors=("Zoé Pérignac", "Ana Sy"),
        source="L’Écho",
        section="Société",
        published=datetime(2023, 9, 14, 7, 13, tzinfo=UTC),
        modified=datetime(2023, 9, 14, 7, 13, tzinfo=UTC),
        image="https://img.exemple.info/1.jpg",
        caption="Une photo",
    ),
    Article(id=BARE, title="Nu", url="javascript:alert(1)"),
    Article(
        id=CHANGED,
        title="Retouché",
        body=("Texte.",),
        published=datetime(2023, 1, 1, 23, 0, tzinfo=UTC),
        modified=datetime(2023, 1, 2, 9, 5, tzinfo=UTC),
        image="https://ailleurs.exemple.info/2.jpg",
        degraded=True,
    ),
    Article(
        id=FAR, title="Long", body=("Qu'on n'ait pas voté l'impôt, c'est le budget. " * 28_000,)
    ),
    Article(
        id=HEADED,
        title="Le quai",
        body=("Le quai rouvre.", "Et <b>la</b> halle ?", "Elle attend.", "La suite"),
        body_headings=(1, 3),
    ),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the four articles."""
    root = tmp_path_factory.mktemp("articles")
    publish(root, ARTICLES)
    return root


@pytest.fixture(scope="module")
def reader(index: Path) -> FlaskClient:
    """A client of this archive, whose operator allows one host for pictures."""
    return create_app(Settings(index=index, image_hosts=("img.exemple.info",))).test_client()


def read(client: FlaskClient, article_id: str, **parameters: str) -> str:
    """The page of an article, which must be 200."""
    response = client.get(f"/article/{article_id}?{urlencode(parameters)}")
    assert response.status_code == 200
    return response.text


def test_the_whole_article_is_there(reader: FlaskClient) -> None:
    page = read(reader, PLAIN)
    assert texts(page, "title") == ["La grève & le train – Manchette"]
    assert texts(page, "h1") == ["La grève & le train"]
    assert [e.text for e in having(page, "standfirst")] == ["Un chapô sur la grève."]
    assert texts(page, "p", "prose") == list(ARTICLES[0].body)
    assert texts(page, "a", "kicker") == ["L’Écho", "Société"]
    assert texts(page, "a", "byline") == ["Zoé Pérignac", "Ana Sy"]
    assert texts(page, "a", "tags") == ["Port-Oriane", "C++ & co"]


def test_its_facts_lead_to_the_searches_that_hold_it(reader: FlaskClient) -> None:
    page = read(reader, PLAIN)
    links = [e for name in ("kicker", "byline", "tags") for e in find(page, "a", name)]
    assert len(links) == 6
    for link in links:
        then = reader.get(link.attributes["href"]).text
        assert texts(then, "h2", "found") == ["La grève & le train"], link.text
        assert texts(then, "a", "chips")[0].startswith(f"ôter le filtre {link.text}")


def test_nothing_is_marked_without_a_query(reader: FlaskClient) -> None:
    assert texts(read(reader, PLAIN), "mark") == []
    assert having(read(reader, PLAIN), "back") == []


def test_sub_headings_stand_among_the_paragraphs_under_the_title(reader: FlaskClient) -> None:
    page = read(reader, HEADED, q="halle")
    assert texts(page, "h1") == ["Le quai"]
    assert texts(page, "h2", "prose") == ["Et <b>la</b> halle ?", "La suite"]
    assert texts(page, "p", "prose") == ["Le quai rouvre.", "Elle attend."]
    assert texts(page, "mark", "prose") == ["halle"]
    order = re.findall(r"<h([1-6])", page)
    assert order[0] == "1"
    assert set(order[1:]) == {"2"}


def test_the_json_of_an_article_says_which_lines_are_sub_headings(reader: FlaskClient) -> None:
    for article_id, ranks in ((HEADED, [1, 3]), (PLAIN, [])):
        found = reader.get(f"/api/v1/articles/{article_id}").get_json()
        assert found["body_headings"] == ranks
        assert found["body"].count("\n") >= max(ranks, default=0)


def test_hits_of_the_search_are_marked_everywhere(reader: FlaskClient) -> None:
    page = read(reader, PLAIN, q="greve train -budget")
    assert texts(page, "mark", "sheet") == ["grève", "train", "grève", "grèves"]
    (field,) = [e for e in find(page, "input") if e.attributes.get("name") == "q"]
    assert field.attributes["value"] == "greve train -budget"


def test_the_way_back_leads_to_the_same_page_of_the_same_search(client: FlaskClient) -> None:
    search = "/?q=le&tag=economie&sort=oldest&page=2&page_size=5"
    first = find(client.get(search).text, "a", "card-title")[0]
    (back,) = find(client.get(first.attributes["href"]).text, "a", "back")
    identifier = first.attributes["id"]
    assert back.attributes["href"] == f"{search}#{identifier}"


def test_dates_are_those_of_paris(reader: FlaskClient) -> None:
    assert texts(read(reader, PLAIN), "time") == [
        f"jeudi 14{NBSP}septembre{NBSP}2023, 9{NBSP}h{NBSP}13"
    ]
    changed = find(read(reader, CHANGED), "time")
    assert [e.text for e in changed] == [
        f"lundi 2{NBSP}janvier{NBSP}2023",
        f"lundi 2{NBSP}janvier{NBSP}2023, 10{NBSP}h{NBSP}05",
    ]
    assert [datetime.fromisoformat(e.attributes["datetime"]) for e in changed] == [
        *(ARTICLES[2].published, ARTICLES[2].modified),
    ]
    assert "sans date" in texts(read(reader, BARE), "span", "byline")


def test_the_source_opens_apart_and_learns_nothing(reader: FlaskClient) -> None:
    link, archived = having(read(reader, PLAIN), "source-link")
    assert link.text == "Voir à la source, exemple.info ↗ (nouvel onglet)"
    assert link.attributes["href"] == ARTICLES[0].url
    assert archived.text == "Copie archivée ↗ sur web.archive.org (nouvel onglet)"
    assert archived.attributes["href"] == (
        f"https://web.archive.org/web/20230914071300/{ARTICLES[0].url}"
    )
    for one in (link, archived):
        assert one.attributes["target"] == "_blank"
        assert set(one.attributes["rel"].split()) == {"noopener", "noreferrer", "nofollow"}


def test_an_unsafe_address_is_shown_and_not_linked(reader: FlaskClient) -> None:
    (shown,) = having(read(reader, BARE), "source-link")
    assert (shown.name, shown.text) == ("span", "javascript:alert(1)")


def test_only_pictures_of_allowed_hosts_are_shown(reader: FlaskClient, index: Path) -> None:
    (picture,) = find(read(reader, PLAIN), "img")
    assert picture.attributes["src"] == ARTICLES[0].image
    assert picture.attributes["alt"] == "Une photo"
    assert picture.attributes["referrerpolicy"] == "no-referrer"
    assert find(read(reader, CHANGED), "img") == []
    policy = reader.get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' img.exemple.info" in policy
    cards = find(reader.get("/?q=").text, "img", "card")
    assert [e.attributes["src"] for e in cards] == [ARTICLES[0].image]
    closed = create_app(Settings(index=index)).test_client()
    assert find(read(closed, PLAIN), "img") == []


def test_guessed_paragraphs_are_told(reader: FlaskClient) -> None:
    assert len(having(read(reader, CHANGED), "warning")) == 1
    assert having(read(reader, PLAIN), "warning") == []


def test_an_article_of_a_title_alone_has_a_page(reader: FlaskClient) -> None:
    page = read(reader, BARE)
    assert texts(page, "h1") == ["Nu"]
    for name in ("standfirst", "tags", "warning"):
        assert having(page, name) == [], name


def test_a_paragraph_of_a_megabyte_is_read_in_two_seconds(
    reader: FlaskClient, within: Callable[[float], AbstractContextManager[None]]
) -> None:
    with within(2):
        page = read(reader, FAR)
    assert find(page, "p", "prose")[0].raw == ARTICLES[3].body[0]


def test_no_such_article_is_a_page_that_leads_home(client: FlaskClient) -> None:
    response = client.get("/article/0000000000000000?q=le")
    assert response.status_code == 404
    assert texts(response.text, "h1") == ["Page introuvable"]
    assert urlsplit(find(response.text, "a", "sheet")[0].attributes["href"]).path == "/"


def test_marks_are_numbered_in_the_order_they_are_read(reader: FlaskClient) -> None:
    page = read(reader, PLAIN, q="greve train")
    ids = [e.attributes["id"] for e in find(page, "mark")]
    assert ids == [f"marque-{rank}" for rank in range(1, 5)]
    links = [e.attributes["href"] for e in find(page, "a", "marks")]
    assert links == [f"#{one}" for one in ids]
    assert having(read(reader, PLAIN), "marks") == having(read(reader, PLAIN, q="x"), "marks") == []


def test_many_marks_have_few_links(reader: FlaskClient) -> None:
    page = read(reader, FAR, q="impot")
    (nav,) = having(page, "marks")
    assert nav.text.startswith(f"28\u202f000{NBSP}mots trouvés")
    assert len(find(page, "a", "marks")) == 30


@pytest.mark.parametrize(
    ("article_id", "expected"),
    [
        (
            PLAIN,
            "Zoé Pérignac et Ana Sy, «\xa0La grève & le train\xa0», L’Écho, 14\xa0septembre",
        ),
        (BARE, "«\xa0Nu\xa0», sans date."),
        (CHANGED, "«\xa0Retouché\xa0», 2\xa0janvier\xa02023."),
    ],
)
def test_a_reference_is_there_to_be_cited(
    article_id: str, expected: str, reader: FlaskClient
) -> None:
    page = read(reader, article_id)
    assert having(page, "reference")[0].text.startswith(expected)
    (link,) = find(page, "a", "actions")
    assert reader.get(link.attributes["href"]).data.startswith(b"TY  - NEWS\r\nID  - ")


def test_an_unsafe_address_has_no_archived_copy(reader: FlaskClient) -> None:
    assert "web.archive.org" not in read(reader, BARE)


def test_articles_on_the_same_subject_are_linked(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=retraites&page_size=1").json
    assert found is not None
    page = read(client, found["hits"][0]["id"], q="retraites")
    links = find(page, "a", "alike")
    assert links
    assert len({link.attributes["href"] for link in links}) == len(links)
    assert f"/article/{found['hits'][0]['id']}" not in [a.attributes["href"] for a in links]
    for link in links:
        assert client.get(link.attributes["href"]).status_code == 200
