"""Which paragraphs does a text have, as HTML, as an element of XML or as plain text?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from indexer.readers.decoding import composed, without_controls
from indexer.readers.markup_bounds import check_depth, check_markup
from indexer.readers.subheadings import subheadings
from indexer.readers.xml import local

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 hl2".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article aside block blockquote body br center dd details div dl dt fieldset footer"
    " header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_CELLS = frozenset(("td", "th"))
# What is seen or filled in apart from the text: with a line of its own, or in the midst of one
_SET_APART = frozenset(
    "audio embed figcaption figure form iframe media media-caption media-reference nav object"
    " picture select textarea video".split()
)
_SILENT = _SET_APART | frozenset(
    "button canvas datalist head input map math noscript script style svg template".split()
)
_SPACE = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_BETWEEN_CELLS = " | "


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a text, NFC and trimmed, and the ranks of those that are sub-headings."""

    lines: tuple[str, ...]
    headings: tuple[int, ...]


def from_html(markup: str) -> Body:
    """The paragraphs of a piece of HTML; Refused where it is too large or too deep to parse."""
    check_markup(markup)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    # the tag makes a root for a text without elements
    tree = etree.fromstring(f"<html>{without_controls(markup)}".encode(), parser)
    check_depth(tree)
    return from_element(tree)


def from_element(element: etree._Element) -> Body:
    """The paragraphs of an element, be it HTML or NITF: lists an item, tables a row a line.

    Media, forms and scripts in it are no text.
    """
    reading = _Reading()
    skipped = 0
    for event, node in etree.iterwalk(element, events=("start", "end")):
        name = local(node).lower()
        silent = name in _SILENT
        if event == "start":
            if not skipped:
                reading.open(name)
                reading.add("" if silent else node.text)
            skipped += silent
            continue
        skipped -= silent
        if not skipped:
            reading.close(name)
        if not skipped and node is not element:
            reading.add(node.tail)
    reading.end_line()
    return Body(tuple(reading.lines), tuple(reading.headings))


def from_text(text: str) -> Body:
    """The paragraphs of a plain text: blank lines end them, or where it has none, all lines do."""
    lines = [_trimmed(line) for line in _BREAK.split(without_controls(text).strip())]
    whole = tuple(_joined(lines) if "" in lines else filter(None, lines))
    return Body(whole, subheadings(whole))


class _Reading:
    """The lines found so far, and the pieces of the one that is being read."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.headings: list[int] = []
        self._pieces: list[str] = []
        self._in_heading = 0
        self._rows: list[bool] = []

    def open(self, name: str) -> None:
        if name in _CELLS and self._rows:
            if self._rows[-1]:
                self._pieces.append(_BETWEEN_CELLS)
            self._rows[-1] = True
            return
        self._break(name)
        if name == "tr":
            self._rows.append(False)
        self._in_heading += name in _HEADINGS

    def close(self, name: str) -> None:
        if name == "tr" and self._rows:
            self._rows.pop()
        self._break(name)
        self._in_heading -= name in _HEADINGS

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)

    def _break(self, name: str) -> None:
        """A block ends a line, but in a row of a table, where it is a space."""
        if name in _BLOCKS or name in _SET_APART:
            if self._rows:
                self._pieces.append(" ")
            else:
                self.end_line()

    def end_line(self) -> None:
        line = _trimmed("".join(self._pieces))
        self._pieces.clear()
        if line.strip(_BETWEEN_CELLS):
            if self._in_heading:
                self.headings.append(len(self.lines))
            self.lines.append(line)


def _trimmed(text: str) -> str:
    """The text on one line; only no-break spaces are kept as they are."""
    return composed(_SPACE.sub(" ", text)).strip()


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines between two empty ones as one."""
    pieces: list[str] = []
    for line in [*lines, ""]:
        if line:
            pieces.append(line)
        elif pieces:
            yield " ".join(pieces)
            pieces.clear()
