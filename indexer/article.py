"""What is an article, once read, and what is kept of a file that could not be read?"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# How an article was read and what is drawn from it, which are no part of it
_APART = frozenset({"captured", "origins", "candidates", "near"})
# What other places of a file have for a field: a place and its text each, the best first
Candidates = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One press article; texts are NFC, dates aware, `body` holds one string a paragraph.

    `url` is the address as written in the dump, None where there was none; it is shown, and linked
    only when it is safe. `body_headings` are the ranks in `body`, from 0 and rising, of the lines
    that are sub-headings. `degraded` says that the paragraphs were guessed from a glued text.

    `captured` is when the page was saved, None where nothing says so; it is never a date of the
    article. `origins` says of a field from which place of the file it came ("json-ld:headline"),
    `candidates` finds, for who asks, what other places have. None of them is stored. `near` are the
    keys that near duplicates share, drawn when the article was indexed; an article that no engine
    gave back has none.
    """

    id: str
    title: str
    url: str | None = None
    lede: str = ""
    body: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    source: str = ""
    section: str = ""
    language: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    image: str | None = None
    caption: str = ""
    body_headings: tuple[int, ...] = ()
    degraded: bool = False
    captured: datetime | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    candidates: Callable[[], Candidates] = field(default=dict, compare=False, repr=False)
    near: tuple[str, ...] = field(default=(), compare=False)

    @property
    def day(self) -> date | None:
        """The day of publication in Europe/Paris, None for an undated article."""
        return self.published.astimezone(PARIS).date() if self.published else None

    def dump(self, near: Sequence[str] = ()) -> str:
        """The article as JSON text, dates in ISO 8601, with the keys that engines store with it."""
        names = (one.name for one in fields(self) if one.name not in _APART)
        values = {name: getattr(self, name) for name in names}
        if near:
            values["near"] = near
        return json.dumps(values, ensure_ascii=False, default=datetime.isoformat)

    @classmethod
    def load(cls, text: str) -> Self:
        """The article that `dump` wrote; KeyError, TypeError or ValueError on anything else."""
        values = json.loads(text)
        for name in ("body", "tags", "authors", "body_headings"):
            values[name] = tuple(values[name])
        values["near"] = tuple(values.get("near", ()))
        for name in ("published", "modified"):
            values[name] = values[name] and datetime.fromisoformat(values[name])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that gave no article: its name, with a line or a rank, and why, in French."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """What a source holds that is no article and nobody misses: `what` names it, in French.

    A picture, a package of references, a draft, a redirect, a page of links.
    """

    source: str
    what: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An article that its agency took back at `moment`: its captures from before count no more."""

    source: str
    id: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class HeldBack:
    """An article under embargo: it counts from `until` on, None where its end is not known."""

    source: str
    article: Article
    until: datetime | None


Outcome = Article | Rejected | PassedOver | Withdrawn | HeldBack
