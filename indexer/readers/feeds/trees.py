"""How does the tree of a feed become plain: « dc.creator » whatever its prefix and namespace?

Names are in small letters; those of an extension have its usual prefix, those of a feed itself, of
Atom and of HTML none.
"""

import re
from functools import lru_cache

from lxml import etree

from indexer.readers.addresses import join
from indexer.readers.declared import declared
from indexer.readers.decoding import decode_declared
from indexer.readers.xml import parse

# What the address of a namespace holds, and the prefix of its names; the first that fits
_NAMESPACES = (
    ("purl.org/dc/", "dc."),
    ("rss/1.0/modules/content", "content."),
    ("yahoo.com/mrss", "media."),
    ("wordpress.org/export", "wp."),
    ("sitemap-news", "news."),
    ("sitemap-image", "image."),
    ("itunes.com", "itunes."),
    ("feedburner", "feedburner."),
    ("purl.org/rss/1.0/modules", "other."),
    ("purl.org/rss/1.0", ""),
    ("netscape.com/rdf", ""),
    ("rdf-syntax", ""),
    ("w3.org/2005/atom", ""),
    ("purl.org/atom", ""),
    ("w3.org/1999/xhtml", ""),
    ("schemas/sitemap", ""),
    ("backend.userland.com", ""),
    ("rssboard.org", ""),
    ("harvard.edu", ""),
)
# Prefixes as they are written where their namespace is not declared
_PREFIXES = {
    **{one: f"{one}." for one in ("dc", "content", "media", "wp", "news", "image", "itunes")},
    "dcterms": "dc.",
    "excerpt": "excerpt.",
    "atom": "",
    "rss": "",
    "feedburner": "feedburner.",
}
_TAG = re.compile(r"(?:\{(?P<namespace>[^}]*)\}|(?P<prefix>[^:{}]+):)?(?P<name>.+)")


def tree(content: bytes, charset: str | None) -> etree._Element:
    """The root of a feed, damaged or not; Refused with the reason where it cannot be read."""
    root = parse(decode_declared(content, declared(content, charset)), recover=True)
    for element in root.iter(etree.Element):
        element.tag = _plain(str(element.tag))
        for name in ("isPermaLink", "Label", "Term"):
            if name in element.attrib:
                element.set(name.lower(), element.attrib.pop(name))
    for link in root.iter("link"):
        _resolve(link)
    return root


def _resolve(link: etree._Element) -> None:
    """Make the address of a link whole where an xml:base around it says how."""
    if not link.base:
        return
    if link.get("href"):
        link.set("href", join(link.base, link.get("href", "")))
    elif link.text:
        link.text = join(link.base, link.text)


@lru_cache(maxsize=4096)
def _plain(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    if match is None:
        return tag.lower()
    name = match["name"].lower().replace(":", ".")
    if (namespace := match["namespace"]) is not None:
        return _prefix(namespace.lower()) + name
    return _PREFIXES.get(match["prefix"].lower(), "other.") + name if match["prefix"] else name


def _prefix(namespace: str) -> str:
    if "wordpress.org/export" in namespace and "excerpt" in namespace:
        return "excerpt."
    return next((prefix for part, prefix in _NAMESPACES if part in namespace), "other.")
