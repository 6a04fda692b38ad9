"""Which shapes do the pages of French newspapers have?

Each shape is the markup of a family of content systems, around stories and media that are invented.
"""

# ruff: noqa: E501 (a line of markup is a line)

from dataclasses import replace

from support.saved_pages import (
    AUTHOR_BOX,
    ECOLE,
    FIGURE,
    MATCH,
    NEWSLETTER,
    NOISE,
    PORT,
    READ_ALSO,
    RELATED,
    SHARE,
    SOURCE,
    SavedPage,
    in_the_middle,
    json_ld,
    open_graph,
    page,
    paragraphs,
)


def _daily() -> SavedPage:
    """A national daily: catcher, sub-titles, byline in the header, related below."""
    body = in_the_middle(
        PORT,
        '<section class="catcher catcher--inread"><span class="catcher__title"><span class="catcher__desc"><em class="js-catcher-info">Lire aussi</em></span> <a href="/b3">Notre enquête sur les quotas de sole</a></span></section>',
        paragraph='<p class="article__paragraph">{}</p>',
        heading='<h2 class="article__sub-title">{}</h2>',
    )
    header = f'<header class="article__header"><ul class="breadcrumb"><li><a href="/">Accueil</a></li><li><a href="/economie">Économie</a></li></ul><h1 class="article__title">{PORT.title}</h1><p class="article__desc">{PORT.lede}</p><section class="meta"><span class="meta__author">Par <a class="article__author-link" href="/a">{PORT.authors[0]}</a></span><span class="meta__date">Publié le 15 mai 2024 à 06h40, modifié le 15 mai 2024 à 09h12</span><span class="meta__reading-time">Temps de lecture : 3 min.</span></section>{SHARE}</header>'
    return SavedPage(
        name="daily",
        story=PORT,
        forbidden=(*NOISE, "Temps de lecture", "Publié le"),
        markup=page(
            PORT,
            json_ld(
                PORT,
                dateModified="2024-05-15T09:12:00+02:00",
                articleSection="Économie",
                keywords=["Port", "Pêche"],
            )
            + open_graph(PORT),
            f'<main><article class="article">{header}{FIGURE}<section class="article__content">{body}</section></article>{NEWSLETTER}{RELATED}</main>',
        ),
        differs={"section": "Économie", "tags": ("Port", "Pêche")},
    )


def _figure() -> SavedPage:
    """A daily whose paragraphs are broken by notes of advertising and links to itself."""
    body = in_the_middle(
        PORT,
        '<p class="fig-body-link"><span class="fig-body-link__prefix">À lire aussi</span><a class="fig-body-link__link" href="/b3">Notre enquête sur les quotas de sole</a></p><div class="fig-ad"><p>Passer la publicité</p><span>Publicité</span></div>',
        paragraph='<p class="fig-paragraph">{}</p>',
        heading='<h2 class="fig-body-heading">{}</h2>',
    )
    return SavedPage(
        name="figure",
        story=PORT,
        forbidden=(*NOISE, "Passer la publicité"),
        markup=page(
            PORT,
            json_ld(PORT, author=[{"@type": "Person", "name": "Quintin-Barrault, Solène"}]),
            f'<main><article class="fig-main fig-article"><h1 class="fig-headline">{PORT.title}</h1><div class="fig-metas"><span class="fig-content-metas__author">Par {PORT.authors[0]}</span></div><p class="fig-standfirst">{PORT.lede}</p>{FIGURE}<div class="fig-content-body">{body}</div></article></main>{RELATED}',
        ),
    )


def _regional() -> SavedPage:
    """A regional daily: chapo, list of tags, the paper itself as author, byline in view."""
    body = in_the_middle(ECOLE, READ_ALSO)
    return SavedPage(
        name="regional",
        story=ECOLE,
        forbidden=NOISE,
        markup=page(
            ECOLE,
            json_ld(
                ECOLE,
                author={"@type": "Organization", "name": SOURCE},
                keywords="École, Saint-Brévalan",
            ),
            f'<main><div id="content"><h1>{ECOLE.title}</h1><div class="chapo"><p>{ECOLE.lede}</p></div><div class="su-media">{FIGURE}</div><p class="signature">Naïm Caradec et Judith Ollivaux</p><div class="su-article-body">{body}</div><ul class="tags-list"><li><a rel="tag" href="/t/1">Éducation</a></li></ul>{SHARE}{AUTHOR_BOX}</div></main>{RELATED}',
        ),
        differs={"tags": ("École", "Saint-Brévalan")},
    )


def _popular() -> SavedPage:
    """A popular daily: a box of its letter inside the text, and hashed class names."""
    body = in_the_middle(
        PORT,
        f'<div class="css-1x2 newsletter-embed"><p>Votre lettre du soir : l’essentiel, et le meilleur de la semaine.</p><button>Je m’inscris</button></div>{READ_ALSO}',
        paragraph='<p class="css-9qz text_align_left">{}</p>',
    )
    return SavedPage(
        name="popular",
        story=PORT,
        forbidden=(*NOISE, "Je m’inscris", "Votre lettre"),
        markup=page(
            PORT,
            json_ld(PORT),
            f'<div id="__next"><main class="css-0"><article class="css-1"><header><h1 class="css-2">{PORT.title}</h1><p class="css-3">{PORT.lede}</p></header><div class="css-4"><section class="css-5">{body}</section></div></article></main></div>',
        ),
    )


def _paywall_class() -> SavedPage:
    """A business daily: the whole text stands in an element that says paywall."""
    return SavedPage(
        name="paywall-class",
        story=PORT,
        forbidden=NOISE,
        markup=page(
            PORT,
            json_ld(PORT, isAccessibleForFree=True),
            f'<main><article><h1>{PORT.title}</h1><p class="sc-chapo">{PORT.lede}</p><div class="sc-14kwckt post-paywall">{paragraphs(PORT)}</div></article></main>{NEWSLETTER}',
        ),
    )


def _stub() -> SavedPage:
    """A page for subscribers only: two paragraphs, then the offer."""
    short = replace(PORT, body=PORT.body[:2])
    offer = '<div class="offer"><p>Cet article est réservé aux abonnés.</p><p>Il vous reste 72 % de cet article à lire.</p><p>Déjà abonné ? Se connecter</p><a href="/abo">Profitez de notre offre : 1 € le premier mois, sans engagement</a></div>'
    return SavedPage(
        name="stub",
        story=short,
        forbidden=(*NOISE, "72 %", "réservé aux abonnés", "sans engagement", "Déjà abonné"),
        markup=page(
            short,
            json_ld(short, isAccessibleForFree="False"),
            f'<main><article><h1>{short.title}</h1><p class="chapo">{short.lede}</p><div class="content">{paragraphs(short)}</div>{offer}</article></main>{RELATED}',
        ),
    )


def _live_match() -> SavedPage:
    """A live match, each message in an element that says comment."""
    posts = paragraphs(
        MATCH,
        paragraph='<li class="live-comment"><span class="minute">58’</span><div class="comment-text"><p>{}</p></div></li>',
    )
    return SavedPage(
        name="live-match",
        story=MATCH,
        forbidden=NOISE,
        markup=page(
            MATCH,
            json_ld(MATCH, **{"@type": "LiveBlogPosting"}),
            f'<main><article><h1>{MATCH.title}</h1><p class="chapo">{MATCH.lede}</p><ul class="live-feed">{posts}</ul></article></main>',
        ),
    )


SHAPES = (_daily, _figure, _regional, _popular, _paywall_class, _stub, _live_match)
