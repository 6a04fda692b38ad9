"""Where in an XML tree do the fields of an article stand, and what is written there?

A format is a table: for each field the places to look at, the first that has a text wins. A place
is an XPath without namespaces, in the spelling of the standard; the tree has its names in small
letters.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self
from unicodedata import normalize

from lxml import etree

from indexer.article import Article
from indexer.readers.dates import moment
from indexer.readers.decoding import without_controls
from indexer.readers.tags import keywords

# Fields that gather what all their places hold, where others stop at the first
_GATHERED = frozenset({"tags", "rights"})
# Of a date that cannot be read another place may know more
_DATES = frozenset({"published", "modified"})
_SHOWN_STEPS = 2
_PREDICATE = re.compile(r"\[[^\]]*\]")
_STEP = re.compile(r"@xml:lang|@?[A-Za-z][\w.-]*")
# What desks write as one line of keywords; the names of subjects have commas of their own
_KEYWORDS = re.compile(r"(?:keyword(?:line|/@key)?|'keywords?'\]/@(?:value|content))$")
# Trees of feeds write a prefix with a stop, since no name has a colon
_PREFIX = re.compile(r"\b(dc|content|excerpt|media|wp|news|image|itunes|feedburner)\.")


ARTICLE_FIELDS = frozenset(one.name for one in dataclasses.fields(Article))


@dataclass(frozen=True, slots=True)
class Place:
    """A place, and the name that `manchette inspect` gives it: nitf:pubdata@name.

    `is_list` says that one text of it holds several values, between commas.
    """

    origin: str
    find: etree.XPath
    is_list: bool = False


Table = Mapping[str, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Fields:
    """The texts of each field, never empty ones, and the place that they came from."""

    texts: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, str]

    def one(self, name: str) -> str:
        """The first text of a field, "" where there is none."""
        return self.texts[name][0] if name in self.texts else ""

    def every(self, name: str) -> tuple[str, ...]:
        """The texts of a field."""
        return self.texts.get(name, ())

    def only(self, *names: str) -> Self:
        """These fields alone."""
        return type(self)(
            {name: texts for name, texts in self.texts.items() if name in names},
            {name: origin for name, origin in self.origins.items() if name in names},
        )

    def with_one(self, name: str, value: str, origin: str) -> Self:
        """These fields and one more, where there is a value, over what it was."""
        if not value:
            return self
        return type(self)({**self.texts, name: (value,)}, {**self.origins, name: origin})

    def completed(self, other: Self) -> Self:
        """These fields, and those of the other where these have none."""
        return type(self)({**other.texts, **self.texts}, {**other.origins, **self.origins})


def table(form: str, **paths: tuple[str, ...]) -> Table:
    """The table of a format; `form` opens the name of each place."""
    return {field: tuple(_place(form, path) for path in tried) for field, tried in paths.items()}


def fields(element: etree._Element, places: Table) -> Fields:
    """What an element says of each field."""
    texts: dict[str, tuple[str, ...]] = {}
    origins: dict[str, str] = {}
    for field, tried in places.items():
        for place in tried:
            found = tuple(_texts(place.find(element)))
            if place.is_list:
                found = tuple(one for line in found for one in keywords(line))
            if found and (field not in _DATES or moment(found[0])):
                texts[field] = texts.get(field, ()) + found
                origins.setdefault(field, place.origin)
                if field not in _GATHERED:
                    break
    return Fields(texts, origins)


def text(node: etree._Element | str) -> str:
    """The text of an element or an attribute on one line, in NFC, without control characters."""
    raw = node if isinstance(node, str) else "".join(node.itertext())
    return normalize("NFC", " ".join(without_controls(raw).split()))


def _texts(found: object) -> Iterator[str]:
    nodes = found if isinstance(found, list) else [found]
    return filter(None, map(text, nodes))


def _place(form: str, path: str) -> Place:
    steps = _STEP.findall(_PREDICATE.sub("", path.split(" | ", maxsplit=1)[0]))[-_SHOWN_STEPS:]
    shown = _PREFIX.sub(r"\1:", "/".join(steps)).replace("/@", "@")
    return Place(f"{form}:{shown}", etree.XPath(path.lower()), bool(_KEYWORDS.search(path.lower())))
