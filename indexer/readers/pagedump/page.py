"""Where does each field of an article stand among the lines of its page?"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from indexer.readers import bylines
from indexer.readers.pagedump.boilerplate import without_boilerplate
from indexer.readers.pagedump.line_shapes import (
    image,
    is_address,
    is_block,
    is_email,
    is_link,
    is_phone,
    is_whole_block,
    is_year,
    language,
    same,
)
from indexer.readers.pagedump.paragraphs import Glued, join, split_glued
from indexer.readers.pagedump.timestamps import dated_lede, day_of, is_iso, iso, stamp


class Page:
    """The lines of one page and the landmarks in them: an index, or None where there is none."""

    def __init__(self, page: list[str]) -> None:
        self._lines = page
        digits = (i for i, line in enumerate(page) if line[0].isdigit())
        stamps = ((i, found) for i in digits if (found := stamp(page[i])))
        stamped = next(stamps, None)
        self._stamp_at = stamped[0] if stamped else None
        self._stamp = stamped[1] if stamped else None
        self._head = page[: self._stamp_at]
        self._url = self._first(is_address, 0)
        self._titled = 0 if self._url is None else self._url + 1
        self._email = self._first(is_email, self._titled + 1)
        self._locale = self._first(language, self._titled)
        self._iso = [i for i, line in enumerate(self._head) if is_iso(line)]
        self._image = self._first(image, self._titled)
        lede = self._first(dated_lede, self._titled)
        self._lede = dated_lede(self._head[lede]) if lede is not None else None
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
            if line and not is_iso(line) and not is_link(line):
                return line
        return self._head[-1] if self._stamp_at and not is_address(self._head[-1]) else ""

    @cached_property
    def lede(self) -> str:
        if self._stamp and self._stamp.lede:
            return self._stamp.lede
        return self._lede.lede if self._lede else ""

    @cached_property
    def source(self) -> str:
        if self._email is not None:
            return self._head[self._email - 1]
        return self._lede.source if self._lede else ""

    @cached_property
    def section(self) -> str:
        if self._locale is None:
            return ""
        line = self._head[self._locale - 1]
        return "" if self._is_publisher(line) or is_year(line) else line

    @cached_property
    def language(self) -> str:
        return (language(self._head[self._locale]) or "") if self._locale is not None else ""

    @cached_property
    def image(self) -> str | None:
        return image(self._head[self._image]) if self._image is not None else None

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The names in the line right after the bare year, when it is not the publisher again."""
        return bylines.names(self._byline, self.source)

    @property
    def _byline(self) -> str:
        block = self._first(is_block, self._titled + 1)
        year = self._first(is_year, block) if block is not None else None
        if year is None or year + 1 >= len(self._head) or year + 2 == self._locale:
            return ""
        line = self._head[year + 1]
        return "" if self._is_publisher(line) or language(line) or is_link(line) else line

    def _is_publisher(self, line: str) -> bool:
        return line in self.publisher or is_block(line) or is_phone(line)

    @cached_property
    def publisher(self) -> set[str]:
        """The lines of the publisher's block: its name, address, telephone and legal name."""
        block = {self.source} if self.source else set()
        counts = Counter(self._head)
        for i in range(self._titled + 1, len(self._head)):
            line = self._head[i]
            if is_whole_block(line):
                block.add(line)
            elif is_email(line):
                block.update(self._head[i - 1 : i + 1])
                rest = i + 1
                if rest < len(self._head) and is_phone(self._head[rest]):
                    block.add(self._head[rest])
                    rest += 1
                legal = self._head[rest : rest + 1]
                # a legal name comes back with its block, unlike a year or a section
                block.update(name for name in legal if counts[name] >= counts[line] > 1)
        return block

    @cached_property
    def _keywords(self) -> str:
        """The line of keywords, which comes twice in a row; empty if there is none."""
        other = {self.title, *self.publisher}
        for line, following in pairwise(self._head[self._dated :]):
            if line == following and line not in other and not is_iso(line) and not is_link(line):
                return line
        listed = set(self._head[self._dated + 1 : self._email])
        commas = (line for line in self._head[self._dated :] if ", " in line)
        return next((line for line in commas if listed.issuperset(_split(line))), "")

    @cached_property
    def tags(self) -> list[str]:
        if listed := self._listed:
            return listed
        if self._keywords:
            return _split(self._keywords)
        stop = self._image if self._image is not None else self._glued_at
        return self._head[self._dated + 1 : stop] if stop is not None else []

    @property
    def _listed(self) -> list[str]:
        """The lines after the dates that are the tags of the line of keywords, one each."""
        keywords, at = f"{self._keywords}, ", 0
        listed: list[str] = []
        for line in self._head[self._dated + 1 :]:
            if at == len(keywords) or not keywords.startswith(f"{line}, ", at):
                break
            listed.append(line)
            at += len(f"{line}, ")
        return listed if at == len(keywords) else []

    @cached_property
    def _glued_at(self) -> int | None:
        """The line of the glued body: the longest between the dates and the publisher's block."""
        start = 1 + max(self._dated, self._image or 0)
        if not self._iso and self._image is None and not self._lede:
            return None
        other = {self.title, *self.publisher}
        if self._keywords:
            other.update(_split(self._keywords))
        end = self._first(is_block, start)
        candidates = [i for i in range(start, len(self._head[:end])) if self._head[i] not in other]
        return max(candidates, key=lambda i: len(self._head[i]), default=None)

    @cached_property
    def _moments(self) -> list[datetime]:
        return [moment for i in self._iso if (moment := iso(self._head[i]))]

    @cached_property
    def dates(self) -> tuple[datetime | None, datetime | None]:
        """Publication and last modification, the first if there was no later one."""
        dated = self._moments
        stamped = self._stamp.published if self._stamp else None
        day = self._lede.day if self._lede else None
        published = next(filter(None, (*dated[:1], stamped, day, day_of(self.url or ""))), None)
        updated = self._stamp.modified if self._stamp else None
        modified = dated[-1] if len(dated) > 1 else updated
        if published is None or modified is None or modified < published:
            return published, published
        return published, modified

    @property
    def origins(self) -> dict[str, str]:
        """From where in the page each field comes, where it has the field at all."""
        titled = self._url is not None and self.title == self._head[self._titled]
        stamped = self._stamp is not None
        day = "dated lede" if self._lede and self._lede.day else "address"
        return {
            "url": "address",
            "title": "after address" if titled else "heading",
            "lede": "stamp" if self._stamp and self._stamp.lede else "dated lede",
            "body": "glued body" if self.body[2] else "visible page",
            "tags": "lines" if self._listed or not self._keywords else "keywords",
            "authors": "after year",
            "source": "before e-mail" if self._email is not None else "dated lede",
            "section": "before locale",
            "language": "locale",
            "published": "iso" if any(self._moments) else "stamp" if stamped else day,
            "modified": "iso" if len(self._moments) > 1 else "stamp" if stamped else day,
            "image": "image",
            "caption": "credit",
        }

    @cached_property
    def body(self) -> tuple[list[str], str, bool]:
        """The paragraphs, the caption of a picture among them, whether they were guessed."""
        glued = self._head[self._glued_at] if self._glued_at is not None else ""
        copy = Glued(glued)
        visible, caption = without_boilerplate(self._visible, copy, self.publisher)
        if visible:
            return join(visible, copy), caption, False
        return split_glued(glued), caption, bool(glued)

    @property
    def _visible(self) -> list[str]:
        """The lines of the visible page after its stamp, or after its heading where it has none."""
        if self._stamp_at is not None:
            return self._lines[self._stamp_at + 1 :]
        headings = [i for i, line in enumerate(self._lines) if same(line, self.title)]
        heading = headings[-1] if headings else 0
        return self._lines[heading + 1 :] if self._locale and heading > self._locale else []


def _split(keywords: str) -> list[str]:
    return [tag for part in keywords.split(",") if (tag := part.strip())]
