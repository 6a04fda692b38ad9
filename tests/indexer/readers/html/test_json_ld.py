"""Is the article found in the JSON-LD of a page, however it is written?"""

# ruff: noqa: E501 (a line of markup is a line)

import json
from typing import Any

import pytest
from support.reading import article
from support.saved_pages import MATCH, PORT, SITE, article_node, paragraphs

NODE = article_node(PORT)
OTHER = article_node(MATCH)
REF = {"@id": "#x"}


def _page(*blocks: object) -> str:
    scripts = "".join(
        f'<script type="application/ld+json">{block if isinstance(block, str) else json.dumps(block)}</script>'
        for block in blocks
    )
    return f'<html lang="fr"><head><link rel="canonical" href="{PORT.url}">{scripts}</head><body><main><h1>{PORT.title}</h1>{paragraphs(PORT)}</main></body></html>'


@pytest.mark.parametrize(
    "blocks",
    [
        [{**NODE, "@type": "ReportageNewsArticle"}],
        [{**NODE, "@type": ["http://schema.org/NewsArticle", "Thing"]}],
        [{**NODE, "@type": "schema:BlogPosting"}],
        [{"@graph": [{"@type": "WebSite"}, [NODE]]}],
        [[[NODE]]],
        [{"@type": "WebPage", "mainEntityOfPage": {"@type": "WebPage", "mainEntity": NODE}}],
        [OTHER, NODE],
        [
            {**OTHER, "mainEntityOfPage": None, "url": f"{SITE}/autre"},
            {**NODE, "mainEntityOfPage": PORT.url + "?xtor=1", "headline": PORT.title.upper()},
        ],
        [{"@type": "JobPosting", "title": "Pêcheur", "datePosted": "2020-01-01"}, NODE],
        [{**NODE, "isPartOf": OTHER, "hasPart": [OTHER], "mentions": [OTHER]}],
        ['{"@type": "NewsArticle", "headline": "cassé", "author": "un "mot" de trop"}', NODE],
        ["\ufeff  \n" + json.dumps(NODE) + ";"],
        ["<!--\n" + json.dumps(NODE) + "\n-->"],
        [json.dumps(NODE).replace('"', "&quot;")],
        [json.dumps(NODE)[:-1] + ",\n}"],
        ["", "null", "[]", "{", json.dumps(NODE)],
    ],
    ids=str,
)
def test_the_article_of_a_page_is_found(blocks: list[object]) -> None:
    found = article(_page(*blocks))
    assert found.title.casefold() == PORT.title.casefold()
    assert found.authors == PORT.authors
    assert found.origins["published"] == "json-ld:datePublished"
    assert found.published is not None
    assert found.published.isoformat() == PORT.published


@pytest.mark.parametrize(
    ("key", "value", "field", "wanted"),
    [
        ("author", "Naïm Caradec", "authors", ("Naïm Caradec",)),
        (
            "author",
            {"@type": "Person", "name": ["Naïm Caradec", "Judith Ollivaux"]},
            "authors",
            ("Naïm Caradec", "Judith Ollivaux"),
        ),
        (
            "author",
            [{"name": "Caradec, Naïm"}, {"name": ""}, {"name": "AFP"}],
            "authors",
            ("Naïm Caradec", "AFP"),
        ),
        (
            "author",
            [{"name": "Le Courrier d’Anse-Noire"}, {"name": "Naïm Caradec"}],
            "authors",
            ("Naïm Caradec",),
        ),
        ("author", {"name": "La rédaction du Courrier"}, "authors", ()),
        ("author", REF, "authors", ("Ulysse Bergogne",)),
        ("author", {"name": "", **REF}, "authors", ("Ulysse Bergogne",)),
        ("author", "https://www.courrier-anse-noire.example/auteurs/nc", "authors", ()),
        ("publisher", [{"name": "Le Phare"}], "source", "Le Phare"),
        ("publisher", REF, "source", "Ulysse Bergogne"),
        ("keywords", "port; pêche, criée", "tags", ("port", "pêche, criée")),
        ("keywords", ["port, pêche"], "tags", ("port", "pêche")),
        (
            "keywords",
            ["port", {"@type": "DefinedTerm", "name": "pêche"}, "Port"],
            "tags",
            ("port", "pêche"),
        ),
        ("articleSection", ["À la une", "Économie"], "section", "Économie"),
        ("articleSection", "Accueil, Économie", "section", "Économie"),
        (
            "inLanguage",
            {"@type": "Language", "name": "Français", "alternateName": "fr-FR"},
            "language",
            "fr",
        ),
        ("inLanguage", "fr_FR", "language", "fr"),
        (
            "image",
            {"@type": "ImageObject", "contentUrl": f"{SITE}/i.jpg"},
            "image",
            f"{SITE}/i.jpg",
        ),
        (
            "image",
            ["data:image/png;base64,AAAA", "https:https://x.example/i.jpg", f"{SITE}/i.jpg"],
            "image",
            f"{SITE}/i.jpg",
        ),
        ("image", [REF, f"{SITE}/i.jpg"], "image", f"{SITE}/i.jpg"),
        (
            "headline",
            "L&amp;rsquo;heure d&#8217;été &lt;b&gt;revient&lt;/b&gt;",
            "title",
            "L’heure d’été revient",
        ),
        ("description", PORT.title, "lede", ""),
    ],
)
def test_a_value_of_json_ld_is_read(key: str, value: object, field: str, wanted: object) -> None:
    person = {"@type": "Person", "@id": "#x", "name": "Ulysse Bergogne"}
    node: dict[str, Any] = {**NODE, key: value}
    assert getattr(article(_page(node, person)), field) == wanted


def test_a_live_blog_has_the_dates_of_the_whole() -> None:
    post = {
        "@type": "BlogPosting",
        "headline": "Un message",
        "datePublished": "2024-05-16T10:00:00+02:00",
    }
    found = article(_page({**NODE, "@type": "LiveBlogPosting", "liveBlogUpdate": [post]}))
    assert found.published is not None
    assert found.published.isoformat() == PORT.published


def test_a_live_blog_that_shows_nothing_has_the_text_of_its_posts() -> None:
    posts = [{"@type": "BlogPosting", "articleBody": line} for line in PORT.lines if len(line) > 50]
    node = json.dumps({**NODE, "@type": "LiveBlogPosting", "liveBlogUpdate": posts})
    found = article(
        f'<html><head><script type="application/ld+json">{node}</script></head><body><div id="root"></div></body></html>'
    )
    assert found.body == tuple(line for line in PORT.lines if len(line) > 50)
    assert found.degraded


def test_a_modification_before_the_publication_counts_for_nothing() -> None:
    found = article(_page({**NODE, "dateModified": "2024-05-01T00:00:00Z"}))
    assert found.modified == found.published
