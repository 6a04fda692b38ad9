"""Which pages do the common content systems make?"""

# ruff: noqa: E501 (a line of markup is a line)

import json
from dataclasses import replace

from support.saved_pages import (
    BREVE,
    ECOLE,
    MATCH,
    NOISE,
    PORT,
    READ_ALSO,
    RELATED,
    SHARE,
    SITE,
    SOURCE,
    SavedPage,
    article_node,
    in_the_middle,
    json_ld,
    page,
    paragraphs,
)


def _wordpress() -> SavedPage:
    """WordPress with its common plug-ins: a graph with @id, sharing, related posts, comments."""
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {
                **article_node(MATCH),
                "@type": "Article",
                "@id": f"{MATCH.url}#article",
                "author": {"name": "", "@id": f"{SITE}/#/person/3"},
                "publisher": {"@id": f"{SITE}/#org"},
                "keywords": ["handball", "Villemorne"],
                "articleSection": ["Sports"],
                "inLanguage": "fr-FR",
            },
            {
                "@type": "WebPage",
                "@id": MATCH.url,
                "name": f"{MATCH.title} - {SOURCE}",
                "datePublished": MATCH.published,
            },
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": "Accueil"},
                    {"@type": "ListItem", "position": 2, "name": MATCH.title},
                ],
            },
            {"@type": "Organization", "@id": f"{SITE}/#org", "name": SOURCE},
            {"@type": "Person", "@id": f"{SITE}/#/person/3", "name": MATCH.authors[0]},
        ],
    }
    comments = '<div id="comments" class="comments-area"><h2>2 commentaires</h2><ol class="comment-list"><li class="comment"><div class="comment-body"><p>Quel match, bravo aux filles, on y était et on a crié jusqu’au bout de la nuit !</p></div></li></ol><div id="respond"><h3>Laisser un commentaire</h3><p>Votre adresse ne sera pas publiée.</p></div></div>'
    related = '<div id="jp-relatedposts" class="jp-relatedposts"><h3>Articles similaires</h3><p><a href="/b1">Le phare des Épinettes rallumé pour l’été</a></p></div>'
    return SavedPage(
        name="wordpress",
        story=MATCH,
        forbidden=(*NOISE, "Quel match", "Votre adresse"),
        markup=page(
            MATCH,
            f'<script type="application/ld+json" class="yoast-schema-graph">{json.dumps(graph)}</script>',
            f'<div id="page" class="site"><main id="main"><article id="post-88" class="post type-post"><header class="entry-header"><h1 class="entry-title">{MATCH.title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{MATCH.published}">18 novembre 2023</time></span> <span class="byline"><span class="author vcard"><a class="url fn" href="/author/tp">{MATCH.authors[0]}</a></span></span></div></header><div class="entry-content"><p class="has-drop-cap"><strong>{MATCH.lede}</strong></p>{paragraphs(MATCH)}<div class="sharedaddy sd-sharing-enabled"><h3>Partager :</h3><ul><li><a href="#">Partager par courriel</a></li></ul></div>{related}</div></article>{comments}</main><aside class="widget-area"><h2>Articles récents</h2><ul><li><a href="/b2">Les ostréiculteurs comptent leurs pertes</a></li></ul></aside></div>',
        ),
        differs={"tags": ("handball", "Villemorne"), "section": "Sports", "language": "fr"},
    )


def _spip() -> SavedPage:
    """SPIP: headings of level 3, the byline in a sentence, no JSON-LD and no OpenGraph."""
    story = replace(ECOLE, path="/spip.php?article8532", published="2024-02-12T00:00:00+01:00")
    return SavedPage(
        name="spip",
        story=story,
        forbidden=NOISE,
        markup=page(
            story,
            f'<meta name="generator" content="SPIP 4.2"><meta name="application-name" content="{SOURCE}">',
            f'<div class="page"><p class="arbo"><a href="/">Accueil</a> &gt; <a href="/rub3">Éducation</a></p><main class="main"><div class="wrapper hentry"><div class="cartouche"><h1 class="entry-title">{story.title}</h1><p class="info-publi">publié le lundi <abbr class="published">12 février 2024</abbr>, par <span class="vcard author">Naïm Caradec, Judith Ollivaux</span></p></div><div class="chapo"><p>{story.lede}</p></div><div class="texte entry-content">{paragraphs(story)}</div></div></main></div>',
        ),
    )


def _drupal() -> SavedPage:
    """Drupal: fields in elements of their own, Dublin Core."""
    return SavedPage(
        name="drupal",
        story=PORT,
        forbidden=NOISE,
        markup=page(
            PORT,
            f'<meta name="dcterms.date" content="{PORT.published}"><meta name="dcterms.title" content="{PORT.title}"><meta property="og:site_name" content="{SOURCE}"><meta name="description" content="{PORT.lede}">',
            f'<div class="dialog-off-canvas-main-canvas"><main role="main"><article class="node node--type-article node--view-mode-full"><h1><span class="field field--name-title">{PORT.title}</span></h1><div class="field field--name-field-auteur"><div class="field__label">Auteur</div><div class="field__item auteur">{PORT.authors[0]}</div></div><div class="node__content"><div class="clearfix text-formatted field field--name-body">{in_the_middle(PORT, READ_ALSO)}</div></div></article></main>{RELATED}</div>',
        ),
    )


def _tables() -> SavedPage:
    """A page of the turn of the century: tables, breaks for paragraphs, no metadata."""
    text = "<br><br>\n".join(ECOLE.lines)
    story = replace(ECOLE, lede="", published="2024-02-12T00:00:00+01:00")
    return SavedPage(
        name="tables",
        story=story,
        forbidden=NOISE,
        address=story.url,
        markup=f'<html><head><title>{SOURCE} - {story.title}</title><meta name="publisher" content="x"><meta name="application-name" content="{SOURCE}"></head><body bgcolor="#ffffff"><table width="760"><tr><td width="150"><a href="/">Accueil</a><br><a href="/eco">Économie</a><br><a href="/sp">Sports</a></td><td width="600"><font size="5"><h1>{story.title}</h1></font><br><font size="1"><i>Publié le 12/02/2024 par <span class="auteur">Naïm Caradec et Judith Ollivaux</span></i></font><br><br><div class="texte">{text}</div></td></tr></table></body></html>',
    )


def _amp() -> SavedPage:
    """An accelerated page: consent, advertising and sharing as elements of their own."""
    body = in_the_middle(
        PORT,
        '<amp-ad width="300" height="250" type="x"><div placeholder>Publicité</div></amp-ad><amp-embed type="taboola"></amp-embed>'
        + READ_ALSO,
    )
    return SavedPage(
        name="amp",
        story=PORT,
        forbidden=NOISE,
        address=PORT.url + "/amp",
        markup=page(
            PORT,
            json_ld(PORT, mainEntityOfPage=PORT.url + "/amp"),
            f'<amp-consent id="c" layout="nodisplay"><div id="consent-ui"><p>Avec votre accord, nos 947 partenaires et nous utilisons des cookies.</p></div></amp-consent><article class="amp-wp-article"><header><h1 class="amp-wp-title">{PORT.title}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">{PORT.authors[0]}</span></div></header><div class="amp-wp-article-content"><p class="chapo">{PORT.lede}</p>{body}</div><amp-social-share type="email"></amp-social-share></article>',
        ).replace("<html lang", "<html amp lang"),
    )


def _brief() -> SavedPage:
    """Three sentences without a byline."""
    return SavedPage(
        name="brief",
        story=BREVE,
        forbidden=NOISE,
        markup=page(
            BREVE,
            json_ld(BREVE, author=[]),
            f'<main><article><h1>{BREVE.title}</h1><time datetime="{BREVE.published}">3 septembre 2024 à 11h20</time>{SHARE}<div class="body">{paragraphs(BREVE)}</div></article>{RELATED}</main>',
        ),
    )


SYSTEMS = (_wordpress, _spip, _drupal, _tables, _amp, _brief)
