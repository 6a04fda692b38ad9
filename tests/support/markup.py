"""Which elements does a page hold, where, with which attributes and text?"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_WHITE = re.compile(r"[ \t\r\n\f]+")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass(slots=True)
class Element:
    """An element: its attributes, its whole text, the elements it stands in."""

    name: str
    attributes: dict[str, str]
    around: tuple["Element", ...]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text inside, white space collapsed but for no-break spaces."""
        return _WHITE.sub(" ", self.raw).strip(" ")

    @property
    def raw(self) -> str:
        """The text inside, untouched."""
        return "".join(self.pieces)

    @property
    def names(self) -> set[str]:
        """Its classes and its id, by which `find` knows it."""
        return {*self.attributes.get("class", "").split(), self.attributes.get("id", "")}


class _Parser(HTMLParser):
    """Collects the elements; an end tag that closes nothing is an error of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.found.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1].name == tag, f"</{tag}> closes <{self.open[-1].name}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)


def elements(page: str) -> list[Element]:
    """All the elements of a page, in order; AssertionError where tags do not match."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    assert not parser.open, f"never closed: {[element.name for element in parser.open]}"
    return parser.found


def find(page: str, name: str, inside: str = "") -> list[Element]:
    """The elements of a name, those inside an element of a class or an id if one is given."""
    return [
        element
        for element in elements(page)
        if element.name == name
        and (not inside or any(inside in outer.names for outer in element.around))
    ]


def having(page: str, name: str) -> list[Element]:
    """The elements of a class or an id."""
    return [element for element in elements(page) if name in element.names]


def texts(page: str, name: str, inside: str = "") -> list[str]:
    """The texts of these elements."""
    return [element.text for element in find(page, name, inside)]
