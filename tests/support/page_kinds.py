"""Which texts and which surroundings make a page hard to read?"""

# ruff: noqa: E501 (a line of markup is a line)

from dataclasses import replace
from typing import Any

from support.saved_pages import (
    AUTHOR_BOX,
    BREVE,
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
    SavedPage,
    Story,
    in_the_middle,
    json_ld,
    open_graph,
    page,
    paragraphs,
)

LONG_NOTICE = (
    '<div class="cmp-popup" role="dialog"><h2>Le respect de votre vie privée</h2>'
    + "<p>Nous et nos 947 partenaires stockons et accédons à des informations sur votre terminal, comme les cookies, afin de mesurer l’audience et de personnaliser les contenus et la publicité.</p>"
    * 5
    + "</div>"
)
TEASERS = (
    '<div class="related-list">'
    + "".join(
        f'<div class="item"><a href="/c{i}"><h3>Un autre titre de la semaine, numéro {i}</h3></a><p>Un résumé assez long pour ressembler à un paragraphe, avec une seconde proposition et même une troisième, numéro {i}.</p></div>'
        for i in range(8)
    )
    + "</div>"
)
LISTS = replace(
    PORT,
    body=(
        *PORT.body[:2],
        "la toiture de la halle, pour 740 000 euros ;",
        "la machine à glace, à l’arrêt depuis février ;",
        "les bacs de tri et la passerelle des acheteurs.",
        *PORT.body[3:4],
        "Année | Tonnes",
        "2004 | 9 800",
        "2023 | 4 100",
        PORT.body[4],
    ),
)
LISTED = f"<p>{LISTS.body[0]}</p><p>{LISTS.body[1]}</p><ul><li>{LISTS.body[2]}</li><li>{LISTS.body[3]}</li><li>{LISTS.body[4]}</li></ul><p>{LISTS.body[5]}</p><table><tr><th>Année</th><th>Tonnes</th></tr><tr><td>2004</td><td>9 800</td></tr><tr><td>2023</td><td>4 100</td></tr></table><p>{LISTS.body[9]}</p>"
TALK = replace(
    MATCH,
    title="« On joue mieux quand on n’a plus peur »",
    body=(
        "Que vous êtes-vous dit à la pause ?",
        MATCH.body[0],
        "Et cette défense qui monte, vous l’aviez travaillée ?",
        MATCH.body[2],
        "Le maintien est-il acquis ?",
        MATCH.body[3],
    ),
)
TALKED = "".join(
    f"<p><strong>{line}</strong></p>" if i % 2 == 0 else f"<p>{line}</p>"
    for i, line in enumerate(TALK.body)
)
DROPPED = paragraphs(PORT).replace(
    "<p>La décision", '<p class="lead"><span class="dropcap">L</span>a décision', 1
)
INLINE = (
    paragraphs(PORT)
    .replace("mareyeurs, pour", '<a href="/m">mareyeurs</a>, pour')
    .replace("2,3 millions", "<b>2,3</b>&nbsp;millions")
    .replace("chèque en blanc", "<em>chèque en blanc</em>")
)


def _made(name: str, story: Story, body: str, head: str = "", **more: Any) -> SavedPage:
    given: dict[str, Any] = {
        "story": story,
        "forbidden": NOISE,
        "markup": page(story, head or json_ld(story), body),
    }
    return SavedPage(name=name, **given | more)


def _article(story: Story, text: str, after: str = "") -> str:
    return f'<main><article><h1>{story.title}</h1><p class="chapo">{story.lede}</p><div class="text">{text}</div></article>{after}</main>'


KINDS = (
    _made(
        "brief-under-a-notice",
        BREVE,
        LONG_NOTICE + _article(BREVE, paragraphs(BREVE), TEASERS),
        json_ld(BREVE, author=[]),
        forbidden=(*NOISE, "Un résumé assez", "Un autre titre"),
    ),
    _made(
        "teasers-longer-than-the-text",
        replace(ECOLE, body=ECOLE.body[:2]),
        _article(ECOLE, "".join(f"<p>{line}</p>" for line in ECOLE.body[:2]), TEASERS),
        json_ld(ECOLE),
        forbidden=(*NOISE, "Un résumé assez"),
    ),
    _made("lists-and-a-table", LISTS, _article(LISTS, LISTED, RELATED)),
    _made("questions-in-bold", TALK, _article(TALK, TALKED, RELATED)),
    _made("drop-cap", PORT, _article(PORT, DROPPED, RELATED)),
    _made("inline-markup", PORT, _article(PORT, INLINE, RELATED), forbidden=()),
    _made(
        "all-in-a-form",
        PORT,
        f'<form id="aspnetForm" action="/x"><input type="hidden" name="__VIEWSTATE" value="{"A" * 2000}">{_article(PORT, paragraphs(PORT), RELATED)}</form>',
    ),
    _made(
        "pull-quote",
        PORT,
        _article(
            PORT,
            in_the_middle(
                PORT,
                '<blockquote class="citation">« Nous savons ce que nous prenons : une dette de 2,3 millions d’euros et un bâtiment qui prend l’eau »</blockquote>',
            ),
            RELATED,
        ),
    ),
    _made(
        "body-said-twice",
        PORT,
        _article(PORT, paragraphs(PORT), f'<div class="print-only">{paragraphs(PORT)}</div>'),
    ),
    _made(
        "author-behind",
        ECOLE,
        _article(
            ECOLE,
            paragraphs(ECOLE) + '<p class="article__author">Naïm Caradec et Judith Ollivaux</p>',
            AUTHOR_BOX + RELATED,
        ),
        json_ld(ECOLE, author={"@type": "Organization", "name": "La rédaction"}),
    ),
    _made(
        "with-an-agency",
        replace(PORT, authors=("AFP",)),
        _article(PORT, paragraphs(PORT)),
        json_ld(PORT, author={"@type": "Organization", "name": f"{SOURCE} avec AFP"}),
    ),
    _made(
        "nothing-but-what-shows",
        replace(PORT, published="2024-05-15T06:40:00+02:00"),
        f'<div class="wrap"><h1>{PORT.title}</h1><h2 class="chapo">{PORT.lede}</h2><div class="infos"><span>Par <b class="author">{PORT.authors[0]}</b></span> <span>Publié le</span> <time>15 mai 2024 à 6h40</time></div><div class="contenu">{paragraphs(PORT)}</div>{SHARE}</div>',
        f'<meta name="application-name" content="{SOURCE}">',
    ),
    _made(
        "date-without-a-word",
        replace(PORT, published="2024-05-15T06:40:00+02:00"),
        f'<article><h1>{PORT.title}</h1><p class="meta date">Le 15 mai 2024 à 06h40</p><p class="chapo">{PORT.lede}</p><p class="auteur">{PORT.authors[0]}</p>{paragraphs(PORT)}</article>',
        f'<meta property="og:site_name" content="{SOURCE}">',
    ),
    _made(
        "day-in-the-path",
        replace(
            BREVE,
            path="/2024/09/03/fuite-gaz",
            body=PORT.body,
            published="2024-09-03T00:00:00+02:00",
        ),
        _article(PORT, paragraphs(PORT))
        .replace(PORT.title, BREVE.title)
        .replace(f'<p class="chapo">{PORT.lede}</p>', ""),
        f'<meta property="og:site_name" content="{SOURCE}">',
    ),
    _made(
        "letter-in-the-text",
        PORT,
        _article(
            PORT,
            in_the_middle(
                PORT,
                '<div class="encart"><p>Inscrivez-vous à notre lettre du large</p><p>Recevez chaque vendredi le meilleur de la semaine maritime.</p></div>'
                + READ_ALSO
                + SHARE,
            ),
            RELATED,
        ),
    ),
    _made(
        "audio-and-time",
        PORT,
        _article(
            PORT,
            '<div class="audio-player"><p>Écouter cet article</p><p>4 min</p></div>'
            + in_the_middle(PORT, "<p>La suite après cette publicité</p><p><em>Publicité</em></p>"),
            NEWSLETTER + RELATED,
        ),
        forbidden=(*NOISE, "Écouter", "suite après", "Publicité"),
    ),
    _made(
        "kicker-and-site",
        PORT,
        f'<article><p class="kicker">Pêche</p><h1><span class="kicker">Pêche.</span> {PORT.title}</h1><p class="chapo">{PORT.lede}</p>{paragraphs(PORT)}</article>',
    ),
    _made(
        "open-graph-site-behind",
        PORT,
        _article(PORT, paragraphs(PORT)).replace("<h1>", "<h2>").replace("</h1>", "</h2>"),
        open_graph(PORT) + f'<meta name="author" content="{PORT.authors[0]}">',
    ),
    _made(
        "figures-everywhere",
        PORT,
        _article(PORT, FIGURE + paragraphs(PORT).replace("</p>\n", f"</p>{FIGURE}\n"), RELATED),
        differs={"caption": "La halle à marée, vue du quai de la Tourelle. Photo Ulysse Bergogne"},
    ),
    _made(
        "relative-image",
        PORT,
        _article(PORT, paragraphs(PORT)),
        json_ld(PORT, image=[{"@type": "ImageObject", "url": "/img/halle.jpg"}]),
        differs={"image": f"{SITE}/img/halle.jpg"},
    ),
    _made(
        "day-alone-modified",
        PORT,
        _article(PORT, paragraphs(PORT)),
        json_ld(PORT, dateModified="2024-05-15"),
    ),
)
