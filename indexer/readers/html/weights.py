"""How much of the text of a page do some of its elements hold?"""

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree, html

_KEPT_SHARE = 0.3
_KEPT_ALL = 0.5
# Links with less text than that beside each are a list of other articles
_LIST_LINKS = 3
_TEXT_PER_LINK = 200
_MENU_TEXT = 0.1


class Weight(NamedTuple):
    """The characters of an element, those in links and in paragraphs, and how many links it has."""

    length: int = 0
    linked: int = 0
    paragraphs: int = 0
    links: int = 0

    @property
    def unlinked(self) -> int:
        """The characters outside links."""
        return self.length - self.linked


class Weights:
    """The text of each element of a page, measured once, before anything is taken out."""

    def __init__(self, tree: html.HtmlElement) -> None:
        self._of: dict[html.HtmlElement, Weight] = {}
        above = [Weight()]
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "start":
                above.append(Weight(length=_size(element.text)))
                continue
            own = _closed(element.tag, above.pop())
            self._of[element] = own
            length, *rest = map(sum, zip(above[-1], own, strict=True))
            above[-1] = Weight(length + _size(element.tail), *rest)
        self._whole = above[0]

    def __getitem__(self, element: html.HtmlElement) -> Weight:
        return self._of[element]

    def hold(self, elements: Iterable[html.HtmlElement], least: int = 0) -> bool:
        """Whether elements, none in another, together hold the text of the article.

        Lists of links hold none, and less than `least` characters are none.
        """
        texts = [own for one in elements if not _is_list(own := self._of[one])]
        unlinked = sum(own.unlinked for own in texts)
        paragraphs = sum(own.paragraphs for own in texts)
        return unlinked > least and (
            paragraphs > _KEPT_SHARE * self._whole.paragraphs
            or unlinked > _KEPT_ALL * self._whole.unlinked
        )

    def is_menu(self, element: html.HtmlElement) -> bool:
        """Whether a list holds nothing but links."""
        own = self._of[element]
        return own.links >= _LIST_LINKS and own.unlinked <= _MENU_TEXT * own.length


def _closed(tag: object, own: Weight) -> Weight:
    """The weight of an element whose content is known: a link is one, whatever stands in it."""
    if tag == "a":
        return own._replace(linked=own.length, links=own.links + 1)
    return own._replace(paragraphs=own.length) if tag == "p" else own


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_list(own: Weight) -> bool:
    return own.links >= _LIST_LINKS and own.unlinked < _TEXT_PER_LINK * own.links
