"""Which text does an element of a feed hold: HTML escaped or not, or plain text?"""

import re
from dataclasses import dataclass
from html import unescape

from lxml import etree

from indexer.readers.paragraphs import Body, from_element, from_html, from_text

_IMAGE = re.compile(r"""<img\b[^<>]*?\ssrc\s*=\s*["']?([^"'\s<>]+)""", re.IGNORECASE)


NO_BODY = Body((), ())


@dataclass(frozen=True, slots=True)
class Block:
    """A text, the address of its first picture as it is written, and the name of its place."""

    body: Body = NO_BODY
    image: str = ""
    origin: str = ""

    @property
    def line(self) -> str:
        """The text on one line."""
        return " ".join(self.body.lines)


NO_BLOCK = Block()


def block(item: etree._Element, form: str, *names: str) -> Block:
    """The text of the first child of these names that has one; Refused if it is too large."""
    found = [
        _block(element, f"{form}:{name.replace('.', ':')}")
        for name in names
        for element in item.iterchildren(name)
    ]
    told = (one for one in found if one.body.lines)
    return next(told, next((one for one in found if one.image), NO_BLOCK))


def _block(element: etree._Element, origin: str) -> Block:
    if len(element):
        picture = next((one.get("src", "") for one in element.iter("img")), "")
        return Block(from_element(element), picture, origin)
    raw, kind = element.text or "", element.get("type", "html").lower()
    if kind in ("text", "text/plain"):
        return Block(from_text(raw), "", origin)
    return html_block(raw, origin) if "html" in kind or "xml" in kind else NO_BLOCK


def html_block(raw: str, origin: str, pictured: str = "") -> Block:
    """The text of a piece of HTML, and its first picture; `pictured` is where to look for that."""
    image = _IMAGE.search(pictured or raw)
    return Block(from_html(raw), unescape(image[1]) if image else "", origin)
