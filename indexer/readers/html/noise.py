"""Which elements of a page are no text of its article, by their tags and names?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree, html

from indexer.readers.html.marks import words

_LEAST = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is no text, by the words that name it.

    `least` is the number of characters below which its elements are no article, however short the
    page: of a brief, the notice about cookies is most of the text.
    """

    words: frozenset[str]
    least: int = _LEAST


_KINDS = tuple(
    Kind(frozenset(row.split()), least)
    for row, least in (
        ("comment comments commentaire commentaires disqus", 0),
        ("paywall piano premium regwall subscribe subscription abonnement abonnements abo", 0),
        ("share sharing partage partager partages social socials addtoany", _LEAST),
        ("newsletter newsletters nl", _LEAST),
        ("cookie cookies consent consentement gdpr rgpd didomi cmp tarteaucitron", 4_000),
        (
            "related relatif similaires recommended recommandation recommandations outbrain taboola"
            " teaser teasers lireaussi readalso exergue pullquote",
            _LEAST,
        ),
        ("breadcrumb breadcrumbs ariane", _LEAST),
        ("advert advertisement ads publicite pub dfp", _LEAST),
        ("legende légende figcaption caption credit credits copyright", _LEAST),
        ("audio player listen ecouter lecteur", _LEAST),
        ("toc sommaire", _LEAST),
        ("popin popup modal", _LEAST),
    )
)
# Words that are known even where they are glued to others
_GLUED = re.compile("paywall|newsletter|cookie|consent|commentaire|partage|lireaussi|readalso")
_BY_WORD = {word: kind for kind in _KINDS for word in kind.words}
_BY_TAG = {
    tag: Kind(frozenset({tag}))
    for tag in "button dialog figcaption form iframe nav noscript select svg template".split()
}
_AUTHOR = frozenset("author auteur authors auteurs".split())
_BOX = frozenset("box bio biography biographie card about description encart infos".split())
_AUTHOR_BOX = Kind(_AUTHOR)
_POSTS = Kind(frozenset("twitter tweet instagram tiktok facebook bluesky".split()))
_NEVER = frozenset({"html", "head", "body", "main"})


def noise(tree: html.HtmlElement) -> Mapping[Kind, list[html.HtmlElement]]:
    """The elements of each kind in a tree, without those that stand in another of it."""
    found: dict[Kind, list[html.HtmlElement]] = {}
    around: dict[Kind, html.HtmlElement] = {}
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        kind = kind_of(element)
        if kind and event == "start" and kind not in around:
            around[kind] = element
            found.setdefault(kind, []).append(element)
        elif kind and event == "end" and around.get(kind) is element:
            del around[kind]
    return found


def kind_of(element: html.HtmlElement) -> Kind | None:
    """The kind of thing that an element is that is no text; None for any other."""
    if element.tag in _NEVER:
        return None
    if element.tag in _BY_TAG:
        return _BY_TAG[element.tag]
    named = words(element)
    if element.tag == "blockquote" and named & _POSTS.words:
        return _POSTS
    if named & _AUTHOR and named & _BOX:
        return _AUTHOR_BOX
    for word in sorted(named):
        kind = _BY_WORD.get(word) or ((glued := _GLUED.search(word)) and _BY_WORD[glued[0]])
        if kind:
            return kind
    return None
