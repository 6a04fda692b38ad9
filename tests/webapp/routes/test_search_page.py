"""What does a person see on a page of results?"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient
from support.archive import publish
from support.markup import elements, find, having, texts

from indexer import deadline
from indexer.article import Article
from indexer.config import Settings
from webapp import create_app

NBSP = "\u00a0"
STUFF = tuple(f"thème {rank:02}" for rank in range(12))


def page(client: FlaskClient, query: str = "", **parameters: str) -> str:
    """The page of a search, which must be 200."""
    response = client.get(f"/?{query or urlencode(parameters)}")
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    return response.text


def total(client: FlaskClient, query: str) -> int:
    """The number of articles the API has for the query of a page."""
    found = client.get(f"/api/v1/search?{query}").json
    assert found is not None
    return int(found["total"])


def asked(url: str) -> dict[str, list[str]]:
    """The parameters of a link."""
    return parse_qs(urlsplit(url).query)


def chips(text: str) -> dict[str, str]:
    """The active filters as shown, and the address that removes each."""
    shown = find(text, "a", "chips")
    return {re.sub(r"^ôter le filtre | ×$", "", e.text): e.attributes["href"] for e in shown}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of 130 articles, more values of a tag than a facet shows at once."""
    root = tmp_path_factory.mktemp("many")
    first = datetime(2020, 1, 1, 12, tzinfo=UTC)
    articles = [
        Article(
            id=f"{rank:016x}",
            title=f"Titre {rank}",
            tags=STUFF[: 1 + rank % 12],
            published=first + timedelta(days=rank),
        )
        for rank in range(130)
    ]
    publish(root, articles)
    return create_app(Settings(index=root)).test_client()


def test_results_say_how_many_and_how_the_query_was_understood(client: FlaskClient) -> None:
    text = page(client, q="grève")
    (heading,) = texts(text, "h1")
    assert heading.startswith(f"{total(client, 'q=grève')}{NBSP}articles")
    (explanation,) = having(text, "explanation")
    assert "grève" in explanation.text
    assert find(text, "title")[0].text == "grève – Manchette"
    (field,) = [e for e in find(text, "input") if e.attributes.get("id") == "q"]
    assert field.attributes["value"] == "grève"


def test_one_result_is_singular_and_none_too(many: FlaskClient) -> None:
    assert texts(page(many, q="titre 129"), "h1") == [f"1{NBSP}article"]
    assert texts(page(many, q="absent"), "h1") == [f"0{NBSP}article"]


def test_hits_are_marked_in_title_lede_and_passages(client: FlaskClient) -> None:
    text = page(client, q="greve")
    marks = texts(text, "mark")
    assert {mark.lower() for mark in marks} <= {"grève", "grèves", "gréviste", "grévistes"}
    for name in ("card-title", "lede", "passage"):
        assert find(text, "mark", name), name


def test_what_is_near_stands_apart_under_a_heading_and_is_not_counted(client: FlaskClient) -> None:
    text = page(client, q="greve avocats hippogriffe")
    (section,) = having(text, "nearly")
    assert section.attributes["aria-labelledby"] == "titre-proches"
    assert "Proches de votre recherche" in texts(text, "h2", "nearly")
    assert len(find(text, "article")) == len(find(text, "article", "nearly")) > 1
    assert "hippogriffe" in texts(text, "s", "missing")
    assert total(client, urlencode({"q": "greve avocats hippogriffe"})) == 0
    assert 'id="proches"' not in page(client, q="greve")
    assert 'id="proches"' not in page(
        client, q="greve avocats hippogriffe", sort="newest", page="2"
    )


def test_feeds_and_files_hold_nothing_that_is_only_near(client: FlaskClient) -> None:
    for path in ("/search.atom", "/search.jsonl", "/search.csv", "/search.ris"):
        assert "Les cheminots" not in client.get(path, query_string={"q": "sncf 2018"}).text
    assert "Les cheminots" in page(client, q="sncf 2018")


def test_a_card_is_filed_dated_and_linked(client: FlaskClient) -> None:
    text = page(client, q="+retraites +cortège +sous-préfectures")
    assert len(find(text, "article")) == 1
    kicker = texts(text, "span", "kicker") + texts(text, "time", "kicker")
    assert kicker == [
        *(
            "Agence Quatre-Vents",
            "Politique",
            "Zoé Pérignac",
            f"vendredi 20{NBSP}janvier{NBSP}2023",
        ),
    ]
    (title,) = find(text, "a", "card-title")
    assert title.text.startswith("RÉFORME DES RETRAITES")
    assert asked(title.attributes["href"]) == {"q": ["+retraites +cortège +sous-préfectures"]}
    assert texts(text, "a", "tags")[:3] == ["retraites", "mouvement social", "élysée"]
    (source,) = having(text, "source-link")
    assert source.text == "Lire sur fr.agence-quatre-vents.example ↗ (nouvel onglet)"


def test_what_was_not_understood_is_told(client: FlaskClient) -> None:
    (warning,) = having(page(client, q="lieu:Paris grève"), "warning")
    assert "lieu" in warning.text


def test_nothing_found_says_so_and_what_to_try(client: FlaskClient) -> None:
    text = page(client, q="hippogriffe", tag="politique")
    assert texts(text, "h2", "nothing")[0].replace(NBSP, " ") == (
        "Aucun article pour « hippogriffe »"
    )
    links = [asked(e.attributes["href"]) for e in find(text, "a", "nothing")]
    assert {"q": ["hippogriffe"]} in links
    assert len(find(text, "li", "nothing")) >= 3


def test_a_search_that_was_cut_short_is_not_said_to_find_nothing(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "HERE_SECONDS", -1.0)
    text = page(client, q="le", sort="oldest")
    assert "Aucun article" not in text
    assert texts(text, "h2", "nothing") == ["Réponse incomplète"]
    assert [asked(e.attributes["href"]) for e in find(text, "a", "nothing")] == [
        {"q": ["le"], "sort": ["oldest"]}
    ]


def test_a_page_past_the_end_leads_back(many: FlaskClient) -> None:
    text = page(many, q="titre", page="9")
    assert texts(text, "h2", "nothing") == ["La page 9 n’existe pas"]
    assert [asked(e.attributes["href"]) for e in find(text, "a", "nothing")] == [
        {"q": ["titre"]},
        {"q": ["titre"], "page": ["7"]},
    ]


@pytest.mark.parametrize(
    "query",
    [
        *("from=2023", "to=14/09/2023", "from=2023-09-14&to=2023-09-01", "sort=foo", "page=501"),
        *(
            "page=0",
            "page_size=101",
            "year=l’an+dernier",
            "match.tag=none",
            "sort=newest&sort=oldest",
        ),
        "&".join(f"tag=t{rank}" for rank in range(51)),
    ],
)
def test_what_cannot_be_used_is_told_in_the_words_of_the_api(
    query: str, client: FlaskClient
) -> None:
    refused = client.get(f"/api/v1/search?{query}").json
    assert refused is not None
    told = having(page(client, query), "unusable")[0].text
    for error in refused["errors"]:
        assert error["detail"][1:] in told
    assert having(page(client, "q=grève&utm_source=x"), "unusable") == []


def test_the_archive_says_of_when_it_is(client: FlaskClient) -> None:
    text = page(client, q="grève")
    assert having(text, "freshness")[0].text.startswith("archive à jour du ")
    assert "ms" not in texts(text, "h1")[0]


def test_one_sentence_names_the_page_the_feed_and_the_file(client: FlaskClient) -> None:
    query = "q=le&tag=mer&tag=ports&match.tag=all&exclude.source=agence+quatre-vents&year=2025"
    said = "le ; thèmes mer et ports ; 2025 ; sauf Agence Quatre-Vents"
    text = page(client, query)
    (heading,) = having(text, "count-line")
    assert heading.attributes["data-said"].replace(NBSP, " ") == said
    assert find(text, "title")[0].text.replace(NBSP, " ") == f"{said} – Manchette"
    assert having(text, "explanation")[0].text.replace(NBSP, " ").endswith(said.partition(" ; ")[2])
    assert said in having(text, "on-paper")[0].text.replace(NBSP, " ")
    feed = client.get(f"/search.atom?{query}").text.replace(NBSP, " ")
    assert f"<title>Manchette : {said}</title>" in feed
    name = client.get(f"/search.csv?{query}").headers["Content-Disposition"]
    assert "manchette-le-themes-mer-et-ports-2025-sauf-agence-quatre-vents-" in name


def test_the_counts_of_a_combined_facet_are_what_a_click_gives(client: FlaskClient) -> None:
    text = page(client, "tag=politique&match.tag=all")
    (switch,) = [e for e in find(text, "a", "combined") if e.attributes.get("aria-current")]
    assert switch.text == "tous"
    found = client.get("/api/v1/search?tag=politique&match.tag=all").json
    assert found is not None
    others = [row for row in found["facets"]["tag"] if not row["selected"]]
    assert others
    for row in others[:5]:
        added = client.get(row["url"]).json
        assert added is not None
        assert added["total"] == row["count"] > 0


def test_an_empty_query_shows_the_archive_newest_first(client: FlaskClient) -> None:
    everything = client.get("/api/v1/search").json
    assert everything is not None
    assert texts(page(client, "q="), "h2", "found") == [h["title"] for h in everything["hits"]]
    assert "sans date" in texts(page(client, q="Wolnicki"), "span", "kicker")


@pytest.mark.parametrize(
    ("query", "current"),
    [
        ("q=le", "pertinence"),
        ("q=", "plus récents"),
        ("q=le&sort=newest", "plus récents"),
        ("q=le&sort=oldest", "plus anciens"),
    ],
)
def test_the_order_in_use_is_shown_and_others_are_a_link(
    query: str, current: str, client: FlaskClient
) -> None:
    sorts = find(page(client, query), "a", "sorts")
    assert [e.text for e in sorts] == ["pertinence", "plus récents", "plus anciens"]
    assert [e.text for e in sorts if "aria-current" in e.attributes] == [current]
    for element in sorts:
        then = find(page(client, urlsplit(element.attributes["href"]).query), "a", "sorts")
        assert [e.text for e in then if "aria-current" in e.attributes] == [element.text]


def test_filters_are_shown_and_each_can_be_removed(client: FlaskClient) -> None:
    query = "q=le&tag=politique&exclude.year=2020&from=2017-01-01&to=2025-12-31&sort=oldest"
    found = chips(page(client, query))
    days = (f"depuis le 1ᵉʳ{NBSP}janvier{NBSP}2017", f"jusqu’au 31{NBSP}décembre{NBSP}2025")
    assert list(found) == ["politique", "sauf 2020", *days, "tout effacer"]
    whole = parse_qs(query)
    gone = ("tag", "exclude.year", "from", "to")
    for url, name in zip(found.values(), gone, strict=False):
        assert asked(url) == {k: v for k, v in whole.items() if k != name}
    assert asked(found["tout effacer"]) == {"q": ["le"], "sort": ["oldest"]}


def test_the_form_keeps_filters_exclusions_dates_and_order(client: FlaskClient) -> None:
    query = (
        "q=le&tag=politique&tag=climat&exclude.year=2020&from=2017-01-01&sort=oldest&page_size=7"
    )
    fields = [
        e.attributes
        for e in find(page(client, query), "input")
        if e.attributes.get("form") == "recherche"
        or any("recherche" in outer.names for outer in e.around)
    ]
    sent = [
        (field["name"], field["value"])
        for field in fields
        if field.get("value") and (field.get("type") != "checkbox" or "checked" in field)
    ]
    assert sorted(sent) == sorted((k, v) for k, vs in parse_qs(query).items() for v in vs)


def test_excluding_a_value_excludes_it(client: FlaskClient) -> None:
    text = page(client, q="le")
    links = having(text, "exclude")
    assert len(links) == len(
        [
            e
            for e in find(text, "input", "filters")
            if e.attributes.get("form") and e.attributes["type"] == "checkbox"
        ]
    )
    label, url = links[0].text.removeprefix("exclure "), links[0].attributes["href"]
    then = page(client, urlsplit(url).query)
    assert f"sauf {label}" in chips(then)
    assert label not in texts(then, "span", "filters")


def test_a_tag_leads_to_all_that_is_filed_under_it(client: FlaskClient) -> None:
    first = find(page(client, "q="), "a", "tags")[0]
    then = page(client, urlsplit(first.attributes["href"]).query)
    assert list(chips(then))[:1] == [first.text]
    for card in having(then, "tags"):
        assert first.text.lower() in card.text.lower()


def test_eight_values_are_shown_and_the_selected_ones_come_first(many: FlaskClient) -> None:
    boxes = [e.attributes for e in find(page(many, tag=STUFF[11]), "input", "values")]
    tags = [box["value"] for box in boxes if box["name"] == "tag"]
    assert tags == ["theme 11", *(f"theme {rank:02}" for rank in range(7))]
    assert ["checked" in box for box in boxes[:2]] == [True, False]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, ["1", "page 2", "page 3", "…", "page 7", "Suivante"]),
        (
            4,
            [
                "Précédente",
                "page 1",
                "page 2",
                "page 3",
                "4",
                "page 5",
                "page 6",
                "page 7",
                "Suivante",
            ],
        ),
        (7, ["Précédente", "page 1", "…", "page 5", "page 6", "7"]),
    ],
)
def test_pages_are_linked(number: int, shown: list[str], many: FlaskClient) -> None:
    text = page(many, f"q=titre&sort=oldest&page={number}")
    nav = [e for e in elements(text) if e.around and "pages" in e.around[-1].names]
    assert [e.text for e in nav] == shown
    links = [e for e in nav if e.name == "a"]
    for link in links:
        target = {"page 1": None}.get(link.text) or asked(link.attributes["href"])
        assert target.pop("page", ["1"]) or target
        assert target == {"q": ["titre"], "sort": ["oldest"]}
    cards = texts(text, "h2", "found")
    assert cards[0] == f"Titre {20 * (number - 1)}"
    if number < 7:
        follow = next(e for e in links if e.attributes.get("rel") == "next")
        then = page(many, urlsplit(follow.attributes["href"]).query)
        assert texts(then, "h2", "found")[0] == f"Titre {20 * number}"


def test_one_page_of_results_has_no_page_links(many: FlaskClient) -> None:
    assert having(page(many, q="titre 129"), "pages") == []


@pytest.mark.parametrize(
    "query", ["q=grève&utm_source=x", "q=grève&page=abc", "q=grève&from=hier&sort=date&page_size=0"]
)
def test_what_a_page_does_not_know_it_ignores(query: str, client: FlaskClient) -> None:
    assert texts(page(client, query), "h2", "found") == texts(
        page(client, q="grève"), "h2", "found"
    )


@pytest.mark.parametrize(
    "query",
    [
        "q=le",
        "q=",
        "q=grève&tag=transports",
        "q=le&exclude.source=echo&from=2020-01-01",
        "tag=absent",
    ],
)
def test_the_page_and_the_api_find_the_same(query: str, client: FlaskClient) -> None:
    count = int(texts(page(client, query), "h1")[0].split(NBSP)[0])
    assert count == total(client, query)


def test_every_link_of_a_page_leads_somewhere(client: FlaskClient) -> None:
    pages = ["/", "/?q=grève&tag=transports&page_size=2", "/?q=hippogriffe", "/nulle-part"]
    links = {
        e.attributes["href"]
        for url in pages
        for e in elements(client.get(url).text)
        if e.attributes.get("href", "").startswith("/")
    }
    assert len(links) > 50
    for link in links:
        assert client.get(link, buffered=True).status_code == 200, link


def test_a_text_put_together_again_is_said_to_be(many: FlaskClient, tmp_path: Path) -> None:
    publish(tmp_path, [Article(id="a" * 16, title="Collé", degraded=True)])
    glued = create_app(Settings(index=tmp_path)).test_client()
    assert [e.text for e in having(page(glued, "q="), "badge")] == ["texte reconstitué"]
    assert having(page(many, "q="), "badge") == []
