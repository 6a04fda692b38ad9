"""Is a page out of all proportion refused before a parser suffers from it?"""

# ruff: noqa: E501 (a line of markup is a line)

import json
import socket

import pytest
from support.hang import guarded
from support.page_traps import TRAPS
from support.reading import article, outcome
from support.saved_pages import PORT, json_ld, page, paragraphs

from indexer.article import Article, Rejected

TEXT = f"<main><article><h1>{PORT.title}</h1>{paragraphs(PORT)}</article></main>"
MANY = " ".join(f"a{i}=x" for i in range(100_000))

REFUSED = {
    "attributs": f"<html><body><h1>Titre</h1><div {MANY}>x</div></body></html>",
    "attributs après un > cité": f'<html><body><div title=">" {MANY}>x</div></body></html>',
    "attributs après un <": f"<html><body><div < {MANY}>x</div></body></html>",
    "attributs après un titre qui nomme un script": f"<title><script></title><div {MANY}>x</div>",
    "profondeur": "<html><body>" + "<div>" * 100_000 + "texte",
    "beaucoup d’éléments profonds": "<html><body>" + "<table><tr><td>" * 150 + "<p>x</p>" * 20_000,
    "profondeur moindre": "<html><body>" + "<div>" * 600 + "texte",
    "un paragraphe de 19 Mo": "<html><body><p>" + "mot " * 4_750_000,
    "éléments": "<html><body>" + "<li>x" * 100_000,
    "commentaires": "<html><body>" + "<!---->" * 500_000,
    "un élément de 300 ko": f'<html><body><p title="{"x" * 300_000}">x</p>',
    "chevrons": "<a" * 3_000_000,
    "vide": "<!-- rien -->",
}


@pytest.mark.parametrize("markup", REFUSED.values(), ids=REFUSED)
def test_a_page_out_of_proportion_is_refused_by_its_reason(markup: str) -> None:
    with guarded():
        found = outcome(markup)
    assert isinstance(found, Rejected)
    assert found.reason.startswith("page ")


BORNE = {
    "adresses data: de 3 Mo": f'<img src="data:image/png;base64,{"A" * 3_000_000}">',
    "scripts de 8 Mo": "<script>" + "if(a<b){c>d}" * 700_000 + "</script>",
    "JSON-LD de 3 Mo": json_ld(PORT, articleBody="x" * 3_000_000),
    "JSON-LD de 100 000 niveaux": f'<script type="application/ld+json">{"[" * 100_000}</script>',
    "JSON-LD de 900 niveaux": f'<script type="application/ld+json">{"[" * 900}{"]" * 900}</script>',
    "JSON-LD de virgules": f'<script type="application/ld+json">[{", " * 900_000}x</script>',
    "JSON-LD de blancs": f'<script type="application/ld+json">[1{("," + " " * 1_000) * 1_900}x</script>',
    "JSON-LD qui se cite": json_ld(
        PORT, **{"@id": "#a", "author": {"@id": "#a"}, "mainEntity": {"@id": "#a"}}
    ),
    "nombre de 5 000 chiffres": f'<script type="application/ld+json">{{"a": {"9" * 5_000}}}</script>',
    "JSON-LD de types faux": f'<script type="application/ld+json">{json.dumps([{"@type": 3, "headline": {"a": []}}, 4, None, {"@type": ["NewsArticle", 7], "headline": 12, "author": [[], None, True], "image": {"url": {}}, "keywords": {"x": 1}, "url": 8}])}</script>',
    "guillemets ouverts": '<a title="',
    "zéros": "\0\0<p>\0",
}


@pytest.mark.parametrize("inserted", BORNE.values(), ids=BORNE)
def test_what_is_large_beside_the_article_costs_nothing(inserted: str) -> None:
    with guarded():
        found = outcome(page(PORT, "", f"{TEXT}{inserted}"))
    assert isinstance(found, Article)
    assert PORT.lines[0] in found.body


def test_a_part_of_json_ld_that_is_no_text_is_left_alone() -> None:
    odd = {
        "@type": "NewsArticle",
        "headline": PORT.title,
        "datePublished": ["x", 3],
        "author": {"name": {"a": 1}},
        "publisher": [],
        "image": [None],
        "inLanguage": {"name": "Français"},
    }
    found = article(
        page(PORT, f'<script type="application/ld+json">{json.dumps(odd)}</script>', TEXT)
    )
    assert (found.title, found.authors, found.image, found.language) == (PORT.title, (), None, "fr")


def test_no_page_opens_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("une page ne demande rien au réseau")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for one in TRAPS:
        outcome(one.markup, address=one.address)
    # without a date, htmldate is asked; with frames and entities libxml2 is
    outcome(
        '<!DOCTYPE html SYSTEM "http://a.example/x.dtd"><html><iframe src="http://a.example/">'
        + TEXT
    )


def test_pages_leave_nothing_behind_for_the_next_one() -> None:
    first = [outcome(one.markup, address=one.address) for one in TRAPS]
    assert [outcome(one.markup, address=one.address) for one in reversed(TRAPS)][::-1] == first


ODD = (
    "<x:y>",
    "<a b:c='d'>",
    "<!--",
    "<plaintext>",
    "<select>",
    "</main>",
    "<svg><p>",
    "&#xD800;",
    "<template>",
    "<a<b>",
    '"',
    "<table><td>",
    "<base href='http://[x'>",
    "\0",
)


@pytest.mark.parametrize("odd", ODD)
def test_odd_markup_is_read_or_refused(odd: str) -> None:
    """Wherever it stands: a reader that stops on a page stops the run."""
    whole = TRAPS[0].markup
    for place in range(0, len(whole), 400):
        outcome(whole[:place] + odd + whole[place:])
