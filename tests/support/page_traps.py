"""Which traps do the pages of French newspapers set for whoever reads their metadata?"""

# ruff: noqa: E501 (a line of markup is a line)

import json
from dataclasses import replace
from typing import Any

from support.saved_pages import (
    ECOLE,
    FIGURE,
    MATCH,
    NEWSLETTER,
    NOISE,
    PORT,
    READ_ALSO,
    RELATED,
    SHARE,
    SITE,
    SOURCE,
    TWEET,
    SavedPage,
    Story,
    article_node,
    json_ld,
    open_graph,
    page,
    paragraphs,
)


def _plain(story: Story, inside: str = "", after: str = "") -> str:
    return f'<main><article><h1>{story.title}</h1><p class="chapo">{story.lede}</p><div class="article-body">{paragraphs(story)}{inside}</div></article>{after}</main>'


def _script(value: object, before: str = "", after: str = "") -> str:
    return f'<script type="application/ld+json">{before}{json.dumps(value, ensure_ascii=False)}{after}</script>'


def _trap(name: str, story: Story, head: str, body: str = "", **more: Any) -> SavedPage:
    markup = page(story, head, body or _plain(story, after=RELATED))
    given: dict[str, Any] = {"story": story, "markup": markup, "forbidden": NOISE}
    return SavedPage(name=name, **given | more)


OTHER = {**article_node(MATCH), "url": MATCH.url}
MICRODATA = f'<main><article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{ECOLE.title}</h1><p itemprop="description" class="chapo">{ECOLE.lede}</p><p>Par <span itemprop="author" itemscope><span itemprop="name">Naïm Caradec</span></span> et <span itemprop="author" itemscope><span itemprop="name">Judith Ollivaux</span></span></p><meta itemprop="datePublished" content="{ECOLE.published}"><div itemprop="articleBody">{paragraphs(ECOLE)}</div></article>{RELATED}</main>'
WITH_MEDIA = (
    f'<main><article><h1>{PORT.title}</h1><p class="chapo">{PORT.lede}</p>{FIGURE}<div class="text">'
    + paragraphs(PORT).replace(
        "</p>\n<h2>", f"</p>{TWEET}<iframe src='https://video.example/1'></iframe>{FIGURE}\n<h2>", 1
    )
    + f"</div>{SHARE}{NEWSLETTER}</article></main>"
)
TEASERS = '<section class="top"><article class="teaser"><h2><a href="/b1">Le phare des Épinettes rallumé pour l’été</a></h2><time datetime="2020-01-01T00:00:00Z">1er janvier</time><span class="author">Ulysse Bergogne</span></article><article class="teaser"><h2><a href="/b2">Les ostréiculteurs comptent leurs pertes</a></h2></article></section>'
CATALOGUE = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]}

TRAPS = (
    _trap("other-first", PORT, _script([CATALOGUE, OTHER, article_node(PORT)])),
    _trap("in-page", PORT, _script({"@type": "WebPage", "mainEntity": article_node(PORT)})),
    _trap(
        "commented",
        PORT,
        _script(article_node(PORT), "<!--//--><![CDATA[//><!--\n", "\n//--><!]]>")
        .replace("<!--//--><![CDATA[//><!--", "//<![CDATA[")
        .replace("//--><!]]>", "//]]>"),
    ),
    _trap("trailing-comma", PORT, _script(article_node(PORT)).replace("}</script>", ",}</script>")),
    _trap(
        "broken",
        PORT,
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "un "mot" de trop"}</script>'
        + open_graph(PORT)
        + f'<meta name="author" content="{PORT.authors[0]}">',
    ),
    _trap(
        "raw-newlines",
        PORT,
        _script(article_node(PORT)).replace("mareyeurs reprend", "mareyeurs\nreprend"),
    ),
    _trap(
        "entities",
        PORT,
        _script(
            {
                **article_node(PORT),
                "headline": PORT.title.replace("’", "&amp;rsquo;").replace("é", "&eacute;"),
            }
        ),
    ),
    _trap(
        "video-beside",
        PORT,
        _script({"@type": "VideoObject", "name": "La criée en images", "uploadDate": "2019-01-01"})
        + json_ld(PORT),
    ),
    _trap(
        "nested-authors",
        ECOLE,
        json_ld(ECOLE, author={"@type": "Person", "name": list(ECOLE.authors)}),
    ),
    _trap(
        "one-author-line",
        ECOLE,
        json_ld(ECOLE, author={"@type": "Person", "name": "Par Naïm Caradec et Judith Ollivaux"}),
    ),
    _trap(
        "open-graph",
        PORT,
        open_graph(PORT),
        f'<main><article><header><h1>{PORT.title}</h1></header><p class="chapo">{PORT.lede}</p><div class="byline">Par <a rel="author" href="/x">{PORT.authors[0]}</a></div><div class="post">{paragraphs(PORT)}</div></article>{RELATED}</main>',
    ),
    _trap(
        "open-graph-of-article",
        PORT,
        open_graph(PORT).replace("article:", "og:article:")
        + f'<meta property="og:article:author" content="{PORT.authors[0]}">'
        + '<meta property="og:article:section" content="Littoral">'
        + '<meta property="og:article:tag" content="Criée, Mareyeurs">',
        differs={"section": "Littoral", "tags": ("Criée", "Mareyeurs")},
    ),
    _trap(
        "elements-of-amp",
        PORT,
        json_ld(PORT),
        _plain(
            PORT,
            "<amp-consent><p>Gérer les choix de confidentialité de ce site.</p></amp-consent>"
            '<section class="x-nl"><p>La lettre du large, chaque matin.</p></section>',
        ),
        forbidden=("confidentialité", "La lettre du large"),
    ),
    _trap("microdata", ECOLE, f'<meta property="og:site_name" content="{SOURCE}">', MICRODATA),
    _trap("media-inside", PORT, json_ld(PORT), WITH_MEDIA),
    _trap(
        "teasers-first",
        PORT,
        json_ld(PORT).replace('"datePublished"', '"date"'),
        TEASERS
        + _plain(PORT).replace("<div", '<p class="date">Publié le 15/05/2024 à 06:40</p><div', 1),
    ),
    _trap("canonical-home", PORT, json_ld(PORT), differs={}, address=PORT.url),
    _trap(
        "wayback",
        PORT,
        json_ld(PORT).replace(SITE, f"https://web.archive.org/web/20240601000000/{SITE}"),
        address=f"https://web.archive.org/web/20240601000000/{PORT.url}",
    ),
    _trap("cut-lede", PORT, json_ld(PORT, description=PORT.lede[:60] + "…")),
    _trap(
        "lede-in-body",
        PORT,
        json_ld(PORT),
        f'<main><article><h1>{PORT.title}</h1><div class="article-body"><p><b>{PORT.lede}</b></p>{paragraphs(PORT)}<p>{PORT.authors[0]}</p></div></article></main>',
    ),
    _trap(
        "links-in-text",
        PORT,
        json_ld(PORT),
        _plain(PORT)
        .replace("chambre de commerce", '<a href="/cci">chambre de commerce</a>')
        .replace("La toiture", '<a href="/t"><strong>La toiture</strong></a>'),
    ),
    _trap(
        "see-also-list",
        PORT,
        json_ld(PORT),
        _plain(
            PORT,
            inside='<h3>À lire également</h3><ul><li><a href="/b1">Le phare des Épinettes rallumé pour l’été</a></li><li><a href="/b2">Les ostréiculteurs comptent leurs pertes</a></li></ul>',
        ),
    ),
    _trap(
        "div-lines",
        PORT,
        json_ld(PORT),
        f'<main><article><h1>{PORT.title}</h1><div class="chapo">{PORT.lede}</div><div class="texte">{paragraphs(PORT, paragraph="<div>{}</div>", heading="<h3>{}</h3>")}</div></article></main>',
    ),
    _trap(
        "spans",
        MATCH,
        json_ld(MATCH),
        f'<main><article><h1>{MATCH.title}</h1><div class="texte">{paragraphs(MATCH, paragraph="<p><span>{}</span></p>")}{READ_ALSO}</div></article>{RELATED}</main>',
    ),
    _trap(
        "site-in-h1",
        MATCH,
        json_ld(MATCH),
        f'<h1 class="logo"><a href="/">{SOURCE}</a></h1>' + _plain(MATCH),
    ),
    _trap(
        "shell",
        replace(PORT, body=tuple(line for line in PORT.body if not line.startswith("#"))),
        json_ld(PORT, articleBody="".join(line for line in PORT.body if not line.startswith("#"))),
        '<div id="root"></div><noscript>Activez JavaScript pour lire cette page.</noscript>',
        differs={"degraded": True},
    ),
)
