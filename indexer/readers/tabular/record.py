"""Which article is a record of an export: an object of JSON, a row of CSV, a front matter?"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from indexer.article import PARIS, Article, PassedOver, Rejected
from indexer.identity import article_id, wire_id
from indexer.messages.escaping import neutral
from indexer.readers import bylines, dates, tags
from indexer.readers.folding import folded
from indexer.readers.paragraphs import Body
from indexer.readers.places import ARTICLE_FIELDS
from indexer.readers.tabular import bodies, values
from indexer.readers.tabular.columns import NAMES, Columns
from indexer.readers.tabular.columns import folded as folded_name

Found = TypeVar("Found")

_NO_TITLE = (
    "aucun titre (« titre », « title », « headline »… ;"
    " un autre nom se donne dans [formats.champs])"
)
_NO_TEXT = "aucun texte : ni corps, ni chapô"
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?", re.DOTALL)
_LANGUAGES = {"francais": "fr", "french": "fr", "anglais": "en", "english": "en"}
_HOUR = re.compile(r"\d{1,2}(?:[:hH]\d{0,2})?(?::\d\d)?")
_OFFSET = re.compile(r"UTC|Z|GMT|[+-]\d\d:?\d\d")
_DRAFT, _UNPUBLISHED = "brouillon", "article non publié"
_YES, _NO = "true oui yes vrai 1".split(), "false non no faux 0".split()
_STATUS: Mapping[str, str] = {
    **dict.fromkeys(
        "draft brouillon autodraft pending enattente arelire enrelecture prepa prop".split(), _DRAFT
    ),
    **dict.fromkeys(
        "private prive trash corbeille deleted supprime poubelle refuse".split(), _UNPUBLISHED
    ),
    **dict.fromkeys("unpublished nonpublie depublie inherit hidden masque".split(), _UNPUBLISHED),
}
# A flag of the export and what it says, where that keeps the article from readers
_FLAGS = {
    **{(name, told): _DRAFT for name in ("draft", "brouillon") for told in _YES},
    **{(name, told): _UNPUBLISHED for name in ("publie", "published") for told in _NO},
}
_TYPES = {"attachment": "pièce jointe", "revision": "révision", "navmenuitem": "menu"}


def article(
    record: Mapping[str, object], name: str, kind: str, columns: Columns, body: Body | None = None
) -> Article | Rejected | PassedOver:
    """The article of a record that `name` names; `kind` opens the origins (`csv`: `csv:Titre`).

    `body` is the text that stands beside the record, of a Markdown file.
    """
    read = _Record(record, kind, columns)
    if passed := read.passed_over():
        return PassedOver(name, passed)
    title = read.label("title")
    if not title:
        return Rejected(name, _NO_TITLE)
    text = body or read.first("body", bodies.body) or bodies.NOTHING
    lede = read.line("lede")
    if folded(lede) == folded(title):
        lede = read.without("lede")
    if not text.lines and not lede:
        return Rejected(name, _NO_TEXT)
    published, modified = read.dates()
    source = read.label("source", values.NAME)
    url = read.first("url", values.address) or read.first("id", values.address)
    return Article(
        id=read.identity(url, title, source, published),
        url=url,
        title=title,
        lede=lede,
        body=text.lines,
        body_headings=text.headings,
        tags=read.first("tags", lambda value: tags.tags(values.labels(value), title)) or (),
        authors=read.first("authors", lambda value: _authors(value, source)) or (),
        source=source,
        section=read.label("section", values.NAME),
        language=read.first("language", _language) or "",
        published=published,
        modified=modified,
        image=read.first("image", values.address),
        caption=read.line("caption"),
        origins=read.origins,
        candidates=read.candidates,
    )


@dataclass(frozen=True, slots=True)
class _Record:
    """The values of a record, read field by field, and where each came from."""

    _values: Mapping[str, object]
    _kind: str
    _columns: Columns
    origins: dict[str, str] = field(default_factory=dict)

    def first(self, name: str, read: Callable[[object], Found]) -> Found | None:
        """The first value of a field that `read` makes something of."""
        for column, value in self._columns.of(self._values, name):
            if value is not None and (found := read(value)):
                self.origins[name] = self._origin(column)
                return found
        return None

    def without(self, name: str) -> str:
        """No text, for a field that was read and is not kept."""
        self.origins.pop(name, None)
        return ""

    def line(self, name: str, keys: tuple[str, ...] = values.TEXT) -> str:
        """The first text of a field as one line; an address is none."""
        return self.first(name, lambda value: _line(value, keys)) or ""

    def label(self, name: str, keys: tuple[str, ...] = values.TEXT) -> str:
        """Such a line with no other spaces than plain ones."""
        return " ".join(self.line(name, keys).split())

    def dates(self) -> tuple[datetime | None, datetime | None]:
        """Publication and modification, and the hour that stands beside a day."""
        day = self.first("published", _moment) or ""
        hour = self.first("hour", _hour) if dates.is_day(day) else None
        self.origins.pop("hour", None)
        timed = f"{day} {hour}"
        published = timed if hour and not dates.is_day(timed) else day
        return dates.published_and_modified(published, self.first("modified", _moment) or "")

    def identity(self, url: str | None, title: str, source: str, published: datetime | None) -> str:
        """The id by the address, else by what the system calls the record, else by its title.

        Each system counts from 1: a mere number counts for one source and one day.
        """
        own = self.first("id", lambda value: values.numbered(value, values.IDENTITY))
        if url or not own:
            self.origins.pop("id", None)
            return article_id(url, title, published)
        if own.isdecimal():
            day = published.astimezone(PARIS).date() if published else ""
            own = f"{folded(source)}/{day}/{own}"
        return wire_id(own)

    def candidates(self) -> dict[str, list[tuple[str, str]]]:
        """What other names of the record have for each field."""
        return {
            name: [
                (origin, text)
                for column, value in self._columns.of(self._values, name)
                if (origin := self._origin(column)) != self.origins.get(name)
                if (text := ", ".join(values.texts(value)))
            ]
            for name in NAMES.keys() & ARTICLE_FIELDS
        }

    def _origin(self, column: str) -> str:
        return neutral(f"{self._kind}:{column[:80]}")

    def passed_over(self) -> str:
        """What nobody was to read, a draft or an attachment; "" for an article."""
        for column, value in self._columns.of(self._values, "status"):
            told = folded_name(str(value))
            if found := _FLAGS.get((folded_name(column), told)) or _STATUS.get(told):
                return found
        return self.first("type", lambda value: _TYPES.get(folded_name(str(value)))) or ""


def _line(value: object, keys: tuple[str, ...]) -> str:
    found = (bodies.line(text) for text in values.texts(value, keys))
    return next((text for text in found if text and not values.is_address(text)), "")


def _authors(value: object, source: str) -> tuple[str, ...]:
    names = (name for text in values.people(value) for name in bylines.names(text, source))
    return tuple({folded(name): name for name in names}.values())


def _language(value: object) -> str:
    """The language of « fr-FR » or of « Français »."""
    text = next(values.texts(value), "").strip()
    known = _LANGUAGES.get(folded(text))
    match = _LANGUAGE.fullmatch(text)
    return known or (match[1].lower() if match else "")


def _moment(value: object) -> str:
    """The text of a moment, with the offset that an object has for it; "" for no date."""
    text = values.numbered(value, values.MOMENT)
    if isinstance(value, dict):
        zone = value.get("timezone")
        text += f" {zone}" if isinstance(zone, str) and _OFFSET.fullmatch(zone) else ""
    return text if dates.moment(text) else ""


def _hour(value: object) -> str:
    text = next(values.texts(value), "").strip()
    return text if _HOUR.fullmatch(text) else ""
