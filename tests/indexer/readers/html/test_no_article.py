"""Is a page that is no article passed over, and a short one that is taken?"""

# ruff: noqa: E501 (a line of markup is a line)

import pytest
from support.reading import article, outcome
from support.saved_pages import BREVE, COOKIES, FOOTER, NAV, PORT, SOURCE, json_ld, paragraphs

from indexer.article import PassedOver, Rejected


def _page(body: str, head: str = "") -> str:
    return f'<html lang="fr"><head><title>{SOURCE}</title>{head}</head><body>{COOKIES}{NAV}{body}{FOOTER}</body></html>'


def _list(item: str) -> str:
    return (
        "<main><h1>Toute l’actualité</h1>"
        + "".join(item.format(i=i) for i in range(30))
        + "</main>"
    )


COLLECTION = '<script type="application/ld+json">{"@type": "CollectionPage", "name": "Économie", "mainEntity": {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Un titre", "datePublished": "2024-01-01"}]}}</script>'


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        (
            _page(_list('<li><a href="/a{i}">Un titre parmi d’autres, numéro {i}</a></li>')),
            "page de liens",
        ),
        (
            _page(
                _list(
                    '<article><h2><a href="/a{i}">Un titre parmi d’autres, numéro {i}</a></h2><time datetime="2024-01-01">1er janvier</time></article>'
                ),
                COLLECTION,
            ),
            "page de liens",
        ),
        (
            _page(
                _list(
                    '<div class="item"><a href="/a{i}">Un titre parmi d’autres, numéro {i}</a> <span class="author">Ulysse Bergogne</span></div>'
                )
            ),
            "page de liens",
        ),
        (
            _page(
                "<main><h1>Page introuvable</h1><p>La page que vous cherchez n’existe pas.</p></main>"
            ),
            "page d’erreur ou sans article",
        ),
    ],
    ids=["accueil", "rubrique", "noms affichés", "introuvable"],
)
def test_a_page_without_article_is_passed_over(markup: str, what: str) -> None:
    assert outcome(markup) == PassedOver("page.html", what)


@pytest.mark.parametrize(
    "mark",
    [
        '<p class="date">Publié le 3 septembre 2024 à 11h20</p>',
        '<p class="signature">Ulysse Bergogne</p>',
    ],
    ids=["date", "signature"],
)
def test_a_brief_that_shows_its_date_or_its_author_is_an_article(mark: str) -> None:
    related = "".join(
        f'<li><a href="/a{i}">Un titre parmi d’autres, numéro {i}</a></li>' for i in range(30)
    )
    found = article(
        _page(f"<main><h1>{BREVE.title}</h1>{mark}{paragraphs(BREVE)}<ul>{related}</ul></main>")
    )
    assert found.body == BREVE.lines


def test_a_long_text_without_date_and_author_is_an_article() -> None:
    found = article(_page(f"<main><h1>{PORT.title}</h1>{paragraphs(PORT)}</main>"))
    assert found.body == PORT.lines
    assert found.published is None


def test_a_page_without_title_or_text_is_refused() -> None:
    assert outcome(f"<html><body>{paragraphs(PORT)}</body></html>") == Rejected(
        "page.html", "aucun titre dans cette page"
    )
    bare = json_ld(BREVE)
    assert outcome(f"<html><head>{bare}</head><body></body></html>") == Rejected(
        "page.html", "aucun texte dans cette page"
    )


def test_a_page_that_shows_only_its_lede_is_an_article_without_body() -> None:
    found = article(f"<html><head>{json_ld(PORT)}</head><body><h1>{PORT.title}</h1></body></html>")
    assert (found.lede, found.body) == (PORT.lede, ())
