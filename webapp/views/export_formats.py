"""How do articles leave Manchette as a file? FORMATS is the registry."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from indexer.article import PARIS, Article
from webapp.views import citations, json_answer, spreadsheet

# An id that a spreadsheet takes for a number and rounds: 1234567890123456, 12e4567890123456
_NUMBER = re.compile("\\d+(e\\d+)?")
# Programs of references take no more at once
MOST_REFERENCES = 10_000
_COLUMNS: dict[str, Callable[[Article], str]] = {
    "Titre": lambda a: a.title,
    "Source": lambda a: a.source,
    "Rubrique": lambda a: a.section,
    "Publié le": lambda a: _local(a.published),
    "Modifié le": lambda a: _local(a.modified),
    "Auteurs": lambda a: ", ".join(a.authors),
    "Thèmes": lambda a: ", ".join(a.tags),
    "Chapô": lambda a: a.lede,
    "Adresse": lambda a: a.url or "",
    "Identifiant": lambda a: f"'{a.id}" if _NUMBER.fullmatch(a.id) else a.id,
}


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the end of its name, its media type, what it is for in French.

    `lines` writes articles, a piece of text at a time; it links to what `sanitize.link` lets
    through where some hosts are listed. A file holds `most` articles, None for however many.
    """

    name: str
    mimetype: str
    title: str
    lines: Callable[[Iterable[Article], Collection[str]], Iterator[str]]
    most: int | None = None


def table(articles: Iterable[Article], _hosts: Collection[str] = ()) -> Iterator[str]:
    """A table of articles, one a line."""
    yield f"{spreadsheet.BEGIN}{';'.join(_COLUMNS)}\r\n"
    for article in articles:
        yield spreadsheet.row(cell(article) for cell in _COLUMNS.values())


def _local(moment: datetime | None) -> str:
    """2023-09-14 09:13 in Paris, which every spreadsheet takes for a date."""
    return f"{moment.astimezone(PARIS):%Y-%m-%d %H:%M}" if moment else ""


def json_lines(articles: Iterable[Article], _hosts: Collection[str] = ()) -> Iterator[str]:
    """Whole articles as the API gives them, one a line."""
    for article in articles:
        yield json.dumps(json_answer.article(article), ensure_ascii=False) + "\n"


FORMATS: tuple[Format, ...] = (
    Format("csv", "text/csv", "CSV, pour un tableur", table),
    Format("jsonl", "application/x-ndjson", "Textes entiers (JSON)", json_lines),
    Format(
        "ris",
        "application/x-research-info-systems",
        "RIS, pour Zotero",
        lambda articles, hosts: (citations.ris(article, hosts) for article in articles),
        most=MOST_REFERENCES,
    ),
)
