"""What do the elements of a page say of themselves, by their names and where they stand?"""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree, html

from indexer.readers.html.texts import one_line

_WORD = re.compile(r"[A-Z]?[a-zé]+|[A-Z]+(?![a-z])")
_ASIDE = frozenset({"aside", "nav", "footer", "form", "script", "style", "noscript", "template"})
_ASIDE_WORDS = frozenset(
    "related relatif comment comments commentaire commentaires newsletter recommended sidebar"
    " teaser teasers popular footer".split()
)


def words(element: html.HtmlElement) -> frozenset[str]:
    """The words of the class and the id of an element, in small letters.

    An element that HTML does not know has its own name too: `amp-consent`.
    """
    name = f"{element.get('class') or ''} {element.get('id') or ''}"
    if isinstance(element.tag, str) and "-" in element.tag:
        name += f" {element.tag}"
    return _words(name) if name != " " else frozenset()


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name[:500]))


def within(scope: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The elements of a scope in their order, less what stands beside the article in it."""
    left = [scope]
    while left:
        element = left.pop()
        if element is not scope and is_beside(element):
            continue
        yield element
        left.extend(child for child in reversed(element) if isinstance(child.tag, str))


def is_beside(element: html.HtmlElement) -> bool:
    """Whether an element holds other articles, menus or what readers wrote."""
    return element.tag in _ASIDE or element.tag == "article" or bool(_ASIDE_WORDS & words(element))


def text_of(element: html.HtmlElement, longest: int) -> str:
    """The text of an element on one line, "" where it is longer than that many characters."""
    found: list[str] = []
    length = 0
    for text in element.itertext(etree.Element):
        length += len(text.strip())
        if length > longest:
            return ""
        found.append(text)
    line = one_line(" ".join(found))
    return line if len(line) <= longest else ""
