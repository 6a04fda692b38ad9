"""Is a page read as a person reads it, whatever its system calls what it says?"""

# ruff: noqa: E501 (a line of markup is a line)

import json
from typing import Any

import pytest
from support.reading import article
from support.saved_pages import PORT, SITE, SOURCE, paragraphs

NODE = {"@type": "NewsArticle", "headline": PORT.title, "datePublished": "2024-05-15T08:30:00Z"}


def _ld(**more: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({**NODE, **more})}</script>'


def _page(head: str = "", before: str = "", *, text: str = "", after: str = "") -> str:
    body = text or paragraphs(PORT)
    return f'<html lang="fr"><head>{head}</head><body>{after}<main><article><h1>{PORT.title}</h1>{before}{body}</article></main></body></html>'


def _person(**person: object) -> str:
    return _page(_ld(author={"@type": "Person", **person}))


def _meta(name: str, content: str) -> str:
    return _page(f'<meta name="{name}" content="{content}">')


def _item(name: str, inside: str) -> str:
    head = '<div itemscope itemtype="https://schema.org/NewsArticle">'
    other = f'<div itemscope itemtype="https://schema.org/Organization"><meta itemprop="{name}" content="d’un autre"></div>'
    return _page("", f"{other}{head}{inside}</div>")


CARD = '<meta name="twitter:label1" content="Écrit par"><meta name="twitter:data1" content="Inès Larrouy">'


@pytest.mark.parametrize(
    ("markup", "field", "wanted"),
    [
        (_person(givenName="Inès", familyName="Larrouy"), "authors", ("Inès Larrouy",)),
        (_person(name={"@value": "Inès Larrouy"}), "authors", ("Inès Larrouy",)),
        (_page(_ld(author={"@list": [{"name": "Inès Larrouy"}]})), "authors", ("Inès Larrouy",)),
        (_person(name="Inès Larrouy et AFP agence"), "authors", ("Inès Larrouy", "AFP")),
        (_page(_ld(creator=["Inès Larrouy"])), "authors", ("Inès Larrouy",)),
        (_meta("dcterms.creator", "Inès Larrouy"), "authors", ("Inès Larrouy",)),
        (_page(CARD), "authors", ("Inès Larrouy",)),
        (_page("", "<p>Par <a>Inès Larrouy</a>, à Port-Lézard</p>"), "authors", ("Inès Larrouy",)),
        (_page("", "<p>Par ailleurs, le port ferme.</p>"), "authors", ()),
        (_meta("author", "{{ page.author }}"), "authors", ()),
        (_item("description", '<p itemprop="description">Le bac.</p>'), "lede", "Le bac."),
        (_item("keywords", '<meta itemprop="keywords" content="bac,mer">'), "tags", ("bac", "mer")),
        (_item("image", '<img itemprop="image" src="https://i.example/1.jpg">'), "image", "https://i.example/1.jpg"),
        (_item("articleSection", '<meta itemprop="articleSection" content="Îles">'), "section", "Îles"),
        (_item("publisher", '<span itemprop="publisher"><meta itemprop="name" content="L’Odéen"></span>'), "source", "L’Odéen"),
        (_page('<script type="application/ld+json">{"@type": "WebSite", "name": "L’Odéen"}</script>'), "source", "L’Odéen"),
        (_page(after='<p class="arbo"><a href="/">Accueil</a> &gt; <a href="/r">Îles</a></p>'), "section", "Îles"),
        (_page(f'<link rel="canonical" href="https://agence.example/a"><meta property="og:url" content="{SITE}/a">{_ld(url=f"{SITE}/a")}'), "url", f"{SITE}/a"),
    ],
)  # fmt: skip
def test_a_field_of_another_system(markup: str, field: str, wanted: object) -> None:
    assert getattr(article(markup), field) == wanted


@pytest.mark.parametrize(
    ("markup", "published", "modified"),
    [
        *((_meta(name, "2024-05-15T08:30:00Z"), "15T08:30:00+00:00", "15T08:30:00+00:00") for name in (
            "article:published", "publication-date", "sailthru.date", "og:pubdate", "cXenseParse:recs:publishtime")),
        (_page("", '<abbr class="published" title="2024-05-15T06:30:00Z">mercredi 15 mai 2024</abbr>'), "15T06:30:00+00:00", "15T06:30:00+00:00"),
        (_page("", '<time class="published" datetime="2024-05-15T08:30:00Z">15 mai</time> <time class="updated" datetime="2024-05-16T09:00:00Z">16 mai</time>'), "15T08:30:00+00:00", "16T09:00:00+00:00"),
        (_page(_ld(datePublished="", dateCreated="2024-05-15T08:30:00Z")), "15T08:30:00+00:00", "15T08:30:00+00:00"),
        (_page(json.dumps(NODE).join(('<script type="application/ld+json">', "</script>")).replace('"@type"', '"alt": "l\\\'île", "@type"')), "15T08:30:00+00:00", "15T08:30:00+00:00"),
    ],
)  # fmt: skip
def test_a_date_of_another_system(markup: str, published: str, modified: str) -> None:
    found = article(markup)
    assert found.published is not None
    assert found.modified is not None
    assert found.published.isoformat() == f"2024-05-{published}"
    assert found.modified.isoformat() == f"2024-05-{modified}"


@pytest.mark.parametrize(
    "around",
    [
        "<p>Rédigé le mercredi 15 mai 2024</p>",
        "<p>Édition du 15 mai 2024 à 8h30</p>",
        "<p>Publié hier à 08h30, <time datetime='2024-05-15T06:30:00Z'>hier</time></p>",
        "<p>mercredi 15 mai 2024, par <span class='author'>Inès Larrouy</span></p>",
        "<p>Vous avez lu 20 % de l’article.</p>",
        "<p>Lisez la suite pour 1 € sans engagement.</p>",
        "<div class='premium'><h3>L’offre</h3><ul><li>Tout le journal</li></ul></div>",
    ],
)
def test_what_is_no_text_of_the_article(around: str) -> None:
    assert article(_page(_ld(), around)).body == article(_page(_ld())).body


@pytest.mark.parametrize(
    "line",
    [
        "Un studio s’y loue désormais 450 euros par mois, charges comprises.",
        "L’abonnement annuel à la piscine coûtera 150 euros aux habitants.",
        "Le club compte 300 abonnés, qui paient 12 € chacun.",
    ],
)
def test_a_price_is_no_offer(line: str) -> None:
    assert line in article(_page(_ld(), text=f"{paragraphs(PORT)}<p>{line}</p>")).body


def test_templates_that_nothing_filled_in_are_no_text() -> None:
    head = "<title>{{page.title}}</title><meta property='og:title' content='{{page.title}}'>"
    assert article(_page(head)).title == PORT.title


def test_line_breaks_that_were_escaped_twice_are_paragraphs() -> None:
    text: Any = "\\n".join(PORT.body)
    found = article(
        f"<html><head>{_ld(articleBody=text)}</head><body><h1>{SOURCE}</h1></body></html>"
    )
    assert len(found.body) == len(PORT.body)
    assert found.degraded
