"""Read a page dump: a news page saved as plain text, in three layers.

First its schema.org metadata, one value a line; then an echo of part of it; then the visible page.
Nothing names a publisher or a domain: the shape of the lines decides.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from indexer.article import PARIS, Article, Rejected
from indexer.readers.decoding import decode, lines
from indexer.readers.furniture import without_furniture
from indexer.readers.identity import article_id
from indexer.readers.paragraphs import Glued, join, split_glued

_DAY = r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})"
_CLOCK = r"(?P<hour>\d{1,2})[:hH](?P<minute>\d\d)(?:\s*(?P<zone>[A-Z]{1,4})\b)?"
_MOMENT = re.compile(rf"{_CLOCK},?\s+{_DAY}")
_STAMP = re.compile(
    rf"{_MOMENT.pattern}(?:\s*\([^()\d]*(?P<update>\d[^()]*)\))?(?:\s+(?P<lede>.*))?$"
)
_LEDE = re.compile(rf"(?:(?P<lede>.+?)\s+)?{_DAY}, (?P<source>.+)$")
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<bar>[/-]?)(?P<month>\d\d)(?P=bar)(?P<day>\d\d)(?=/|$)"
)
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$")
_URL = re.compile(r"(?:https?|ftp|file|javascript|data|vbscript):\S+$", re.IGNORECASE)
_IMAGE = re.compile(r"https?://\S+?(?:\.(?:jpe?g|png|gif|webp|avif|svg))+(?:\?\S*)?", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+\.\w+$")
# A publisher's block on one line: name, e-mail, telephone, legal name, perhaps the logo's size
_BLOCK = re.compile(r"\S.{0,80}?\s\S+@\S+\.\w+(?:\s+[+(]?\d[\d\s().+-]{6,}.*)?$")
_PHONE = re.compile(r"[+(]?\d[\d\s().+-]{6,}$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_LOCALE = re.compile(r"(?P<language>[a-z]{2,3})[_-][A-Z]{2}$")
_ZONES = {"GMT": UTC, "UTC": UTC, "Z": UTC}
_QUOTES = str.maketrans(dict.fromkeys("’‘", "'") | dict.fromkeys("«»“”„", '"'))


def accepts(path: Path, head: bytes) -> bool:
    """Page dumps are text files; another encoding than UTF-8 or Windows-1252 has its mark."""
    return path.suffix.lower() == ".txt" and (
        b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff")
    )


def read(file: BinaryIO, source: str) -> Iterator[Article | Rejected]:
    """The articles of a dump, one as a rule."""
    found = lines(decode(file.read()))
    if not found:
        yield Rejected(source, "fichier vide")
        return
    pages = _pages(found)
    for rank, page in enumerate(pages, 1):
        name = source if len(pages) == 1 else f"{source}#{rank}"
        yield _article(_Page(page), name)


def _pages(found: list[str]) -> list[list[str]]:
    """The lines of each page: one begins at an address that a title twice or a date follows.

    What stands before the first is its navigation, unless it holds the stamp of a page of its own.
    """
    starts: list[int] = []
    for i, line in enumerate(found):
        if not _is_address(line) or (starts and line == found[starts[-1]]):
            continue
        after = found[i + 1 : i + 12]
        if after[:1] == after[1:2] or any(_ISO.match(next_line) for next_line in after):
            starts.append(i)
    alone = starts and any(_moment(_STAMP.match(line)) for line in found[: starts[0]])
    edges = [0, *(starts if alone else starts[1:]), len(found)]
    return [found[start:end] for start, end in pairwise(edges)]


def _is_address(line: str) -> bool:
    return bool(_URL.match(line)) and not _IMAGE.match(line)


def _is_block(line: str) -> bool:
    return bool(_EMAIL.match(line) or _BLOCK.match(line))


def _article(page: "_Page", source: str) -> Article | Rejected:
    if not page.title:
        return Rejected(
            source, "aucun titre : ni adresse suivie d’un titre, ni ligne d’heure et de date"
        )
    paragraphs, caption, degraded = page.body
    if not paragraphs and not page.lede:
        return Rejected(source, "aucun texte : ni corps, ni chapô")
    published, modified = page.moments
    return Article(
        id=article_id(page.url, page.title, published),
        url=page.url,
        title=page.title,
        lede=page.lede,
        body=tuple(paragraphs),
        tags=tuple(dict.fromkeys(page.tags)),
        authors=(page.author,) if page.author else (),
        source=page.source,
        section=page.section,
        language=page.language,
        published=published,
        modified=modified,
        image=page.image,
        caption=caption,
        degraded=degraded,
    )


class _Page:
    """The lines of one page and the landmarks in them: an index, or None where there is none."""

    def __init__(self, found: list[str]) -> None:
        self._lines = found
        self._stamp = next((i for i, line in enumerate(found) if _moment(_STAMP.match(line))), None)
        self._head = found[: self._stamp]
        self._url = self._first(_is_address, 0)
        self._titled = 0 if self._url is None else self._url + 1
        self._email = self._first(_EMAIL.match, self._titled + 1)
        self._locale = self._first(_LOCALE.match, self._titled)
        self._iso = [i for i, line in enumerate(self._head) if _ISO.match(line)]
        self._image = self._first(_IMAGE.match, self._titled)
        lede = self._first(_LEDE.match, self._titled)
        self._lede_line = _LEDE.match(self._head[lede]) if lede is not None else None
        # Where the tags begin when no line of keywords says which they are
        self._dated = max([self._titled, *self._iso, *([] if lede is None else [lede])])

    def _first(self, wanted: Callable[[str], object], start: int) -> int | None:
        return next((i for i in range(start, len(self._head)) if wanted(self._head[i])), None)

    @cached_property
    def url(self) -> str | None:
        return None if self._url is None else self._head[self._url]

    @cached_property
    def title(self) -> str:
        if self._url is not None:
            line = next(iter(self._head[self._titled :]), "")
            if line and not _ISO.match(line) and not _URL.match(line):
                return line
        return self._head[-1] if self._stamp and not _is_address(self._head[-1]) else ""

    @cached_property
    def lede(self) -> str:
        stamp = _STAMP.match(self._lines[self._stamp]) if self._stamp is not None else None
        if stamp and stamp["lede"]:
            return stamp["lede"]
        return (self._lede_line["lede"] or "") if self._lede_line else ""

    @cached_property
    def source(self) -> str:
        if self._email is not None:
            return self._head[self._email - 1]
        return self._lede_line["source"] if self._lede_line else ""

    @cached_property
    def section(self) -> str:
        if self._locale is None:
            return ""
        line = self._head[self._locale - 1]
        return "" if self._is_publisher(line) or _YEAR.match(line) else line

    @cached_property
    def language(self) -> str:
        match = _LOCALE.match(self._head[self._locale]) if self._locale is not None else None
        return match["language"] if match else ""

    @cached_property
    def image(self) -> str | None:
        match = _IMAGE.match(self._head[self._image]) if self._image is not None else None
        return match.group() if match else None

    @cached_property
    def author(self) -> str:
        block = self._first(_is_block, self._titled + 1)
        year = self._first(_YEAR.match, block) if block is not None else None
        if year is None or year + 1 >= len(self._head) or year + 2 == self._locale:
            return ""
        line = self._head[year + 1]
        return "" if self._is_publisher(line) or _LOCALE.match(line) or _URL.match(line) else line

    def _is_publisher(self, line: str) -> bool:
        return line in self.publisher or _is_block(line) or bool(_PHONE.match(line))

    @cached_property
    def publisher(self) -> set[str]:
        """The lines of the publisher's block: its name, address, telephone and legal name."""
        found = {self.source} if self.source else set()
        counts = Counter(self._head)
        for i in range(self._titled + 1, len(self._head)):
            line = self._head[i]
            if _BLOCK.match(line):
                found.add(line)
            elif _EMAIL.match(line):
                found.update(self._head[i - 1 : i + 1])
                rest = i + 1
                if rest < len(self._head) and _PHONE.match(self._head[rest]):
                    found.add(self._head[rest])
                    rest += 1
                legal = self._head[rest : rest + 1]
                # a legal name comes back with its block, unlike a year or a section
                found.update(name for name in legal if counts[name] >= counts[line] > 1)
        return found

    @cached_property
    def _keywords(self) -> str:
        """The line of keywords, which comes twice in a row; empty if there is none."""
        other = {self.title, *self.publisher}
        for line, following in pairwise(self._head[self._dated :]):
            if (
                line == following
                and line not in other
                and not _ISO.match(line)
                and not _URL.match(line)
            ):
                return line
        listed = set(self._head[self._dated + 1 : self._email])
        commas = (line for line in self._head[self._dated :] if ", " in line)
        return next((line for line in commas if listed.issuperset(_split(line))), "")

    @cached_property
    def tags(self) -> list[str]:
        start = self._dated + 1
        for end in range(start + 1, len(self._head)):
            if ", ".join(self._head[start:end]) == self._keywords:
                return self._head[start:end]
        if self._keywords:
            return _split(self._keywords)
        stop = self._image if self._image is not None else self._glued_at
        return self._head[start:stop] if stop is not None else []

    @cached_property
    def _glued_at(self) -> int | None:
        """The line of the glued body: the longest between the dates and the publisher's block."""
        start = 1 + max(self._dated, self._image or 0)
        if not self._iso and self._image is None and not self._lede_line:
            return None
        other = {self.title, *self.publisher}
        if self._keywords:
            other.update(_split(self._keywords))
        end = self._first(_is_block, start)
        found = [i for i in range(start, len(self._head[:end])) if self._head[i] not in other]
        return max(found, key=lambda i: len(self._head[i]), default=None)

    @cached_property
    def moments(self) -> tuple[datetime | None, datetime | None]:
        """Publication and last modification, the first if there was no later one."""
        iso = [moment for i in self._iso if (moment := _iso(self._head[i]))]
        stamp = _STAMP.match(self._lines[self._stamp]) if self._stamp is not None else None
        day = _URL_DAY.search(self.url or "")
        published = next(
            (m for m in (*iso[:1], _moment(stamp), _moment(self._lede_line), _moment(day)) if m),
            None,
        )
        update = _MOMENT.search(stamp["update"]) if stamp and stamp["update"] else None
        modified = iso[-1] if len(iso) > 1 else _moment(update)
        if published is None or modified is None or modified < published:
            return published, published
        return published, modified

    @cached_property
    def body(self) -> tuple[list[str], str, bool]:
        """The paragraphs, the caption of a picture among them, whether they were guessed."""
        glued = self._head[self._glued_at] if self._glued_at is not None else ""
        visible, caption = without_furniture(self._visible, Glued(glued), self.publisher)
        if visible:
            return join(visible, Glued(glued)), caption, False
        return split_glued(glued), caption, bool(glued)

    @property
    def _visible(self) -> list[str]:
        """The lines of the visible page after its stamp, or after its heading where it has none."""
        if self._stamp is not None:
            return self._lines[self._stamp + 1 :]
        headings = [i for i, line in enumerate(self._lines) if _same(line, self.title)]
        heading = headings[-1] if headings else 0
        return self._lines[heading + 1 :] if self._locale and heading > self._locale else []


def _split(keywords: str) -> list[str]:
    return [tag for part in keywords.split(",") if (tag := part.strip())]


def _same(line: str, title: str) -> bool:
    return line.translate(_QUOTES) == title.translate(_QUOTES)


def _iso(line: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _moment(match: re.Match[str] | None) -> datetime | None:
    """The date a pattern found, at its hour and in its zone, else at midnight and in Paris."""
    if match is None:
        return None
    found = match.groupdict()
    try:
        moment = datetime(
            int(found["year"]),
            int(found["month"]),
            int(found["day"]),
            int(found.get("hour") or 0),
            int(found.get("minute") or 0),
            tzinfo=_ZONES.get(found.get("zone") or "", PARIS),
        )
    except ValueError:
        return None
    return moment
