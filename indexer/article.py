"""What is an article, once read, and what is kept of a file that could not be read?"""

import json
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One press article; texts are NFC, dates aware, `body` holds one string a paragraph.

    `url` is the address as written in the dump, None where there was none; it is shown, and linked
    only when it is safe. `degraded` says that the paragraphs were guessed from a glued text.
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
    degraded: bool = False

    @property
    def day(self) -> date | None:
        """The day of publication in Europe/Paris, None for an undated article."""
        return self.published.astimezone(PARIS).date() if self.published else None

    def dump(self) -> str:
        """The article as JSON text, dates in ISO 8601; what an engine stores."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(values, ensure_ascii=False, default=datetime.isoformat)

    @classmethod
    def load(cls, text: str) -> Self:
        """The article that `dump` wrote; KeyError, TypeError or ValueError on anything else."""
        values = json.loads(text)
        for name in ("body", "tags", "authors"):
            values[name] = tuple(values[name])
        for name in ("published", "modified"):
            values[name] = values[name] and datetime.fromisoformat(values[name])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that gave no article: its name, with a line or a rank, and why, in French."""

    source: str
    reason: str
