"""What do the first layers of a page dump say, whose lines are lost?"""

import re
from collections.abc import Iterator

# Dates of ISO 8601, the date that ends a lede, and pictures, wherever they stand
ISO = re.compile(r"\s?(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)")
LEDE_DAY = re.compile(r"\d\d?[./]\d\d?[./]\d{4}, ")
PICTURE = re.compile(
    r"https?://\S{4,2000}?\.(?:jpe?g|png|gif|webp|avif|svg)(?!\w*[./])(?:\?[^\s?]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@]+@[\w.-]+?\.[a-z]{2,12}(?![a-z.-])")
_PATHS = re.compile(r"/html/head/\S{1,200}?@content\s?")
_YEAR = re.compile(r"\s?(?P<year>(?:19|20)\d\d)\s?(?P<author>.{0,200})\s?")
_LOCALE = re.compile(r"\s?(?P<section>.{0,80}?)\s?(?P<locale>[a-z]{2}_[A-Z]{2})\s?.*", re.DOTALL)
_LONGEST_NAME = 80
_LONGEST_BLOCK = 400
_LONGEST_KEYWORDS = 1000
_BLOCK_REACH = 80


class Metadata:
    """The first layers of a page: what stands between its title and its heading."""

    def __init__(self, text: str) -> None:
        self._text = _PATHS.sub("", text)
        self._iso = ISO.search(self._text)
        self.source, self.lede = self._lede()
        self._keywords = _doubled_end(self._text)
        self.block = self._publisher()
        self.glued, self._picture = self._glued()

    def lines(self) -> Iterator[str]:
        """The lines of these layers, in order."""
        yield self.source
        yield self.lede
        yield from (one[1] for one in self._dates())
        yield from self._keywords.split(", ")
        yield self._picture
        yield self.glued
        yield from self._blocks()
        yield self._keywords
        yield self._keywords

    def _lede(self) -> tuple[str, str]:
        """The publisher, and the line of the lede that ends in a date and its name."""
        end = self._iso.start() if self._iso else len(self._text)
        day = next(LEDE_DAY.finditer(self._text, 0, end), None)
        if day is None:
            return "", ""
        source = self._text[day.end() : end].strip()
        if not self._iso or len(source) > _LONGEST_NAME:
            # the publisher opens these layers too
            source = _opening(self._text, self._text[day.end() :]).strip()
        lede = self._text[: day.start()].removeprefix(source).strip()
        return source, f"{lede} {day.group()}{source}"

    def _dates(self) -> list[re.Match[str]]:
        """The dates that follow one another."""
        found: list[re.Match[str]] = []
        match = self._iso
        while match:
            found.append(match)
            match = ISO.match(self._text, match.end())
        return found

    def _publisher(self) -> str:
        """What comes again and again after the publisher's name, an e-mail in it."""
        if not self.source:
            return ""
        starts = [one.end() for one in re.finditer(re.escape(self.source), self._text)]
        found = [self._text[at : at + _LONGEST_BLOCK] for at in starts]
        mailed = [after for after in found if self._is_mailed(after[:_BLOCK_REACH])]
        return self.source + _opening(min(mailed), max(mailed)) if len(mailed) > 1 else ""

    def _is_mailed(self, after: str) -> bool:
        """Whether an e-mail comes before the name again, which a legal name may hold."""
        before, at, _ = after.partition("@")
        return bool(at) and self.source not in before

    def _glued(self) -> tuple[str, str]:
        """The glued body without the tags that stand around it, and the picture before it."""
        dated = self._dates()
        start = dated[-1].end() if dated else 0
        end = self._text.find(self.block, start) if self.block else -1
        between = self._text[start : end if end >= 0 else len(self._text)]
        picture = PICTURE.search(between)
        tags = [tag for tag in self._keywords.split(", ") if tag]
        text = between[picture.end() :] if picture else _without_tags(between, tags)
        return _without_last_tags(text, tags), picture.group() if picture else ""

    def _blocks(self) -> Iterator[str]:
        if not self.block:
            return
        email = _EMAIL.search(self.block.removeprefix(self.source))
        for piece in self._text.split(self.block)[1:]:
            yield self.source
            yield email.group() if email else ""
            if year := _YEAR.fullmatch(piece):
                yield year["year"]
                yield year["author"].strip()
            elif locale := _LOCALE.match(piece):
                yield locale["section"].strip()
                yield locale["locale"]


def _opening(text: str, other: str) -> str:
    """What two texts both begin with; of a list, its first and its last in order tell it."""
    length = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), None)
    return text[:length] if length is not None else min(text, other, key=len)


def _without_tags(text: str, tags: list[str]) -> str:
    """The text without the tags that stand before it."""
    start, rest = text[: 2 * _LONGEST_KEYWORDS], text[2 * _LONGEST_KEYWORDS :]
    for tag in tags:
        start = start.lstrip().removeprefix(tag)
    return (start + rest).strip()


def _without_last_tags(text: str, tags: list[str]) -> str:
    """The text without the tags that follow its last sentence."""
    text = text.strip()
    rest, end = text[: -2 * _LONGEST_KEYWORDS], text[-2 * _LONGEST_KEYWORDS :]
    while end[-1:] not in '.!?…»"”':
        tag = next((tag for tag in tags if end.endswith(tag)), None)
        if tag is None:
            break
        end = end[: -len(tag)].rstrip()
    return rest + end


def _doubled_end(text: str) -> str:
    """The keywords that end a text twice, the longest such; empty if none do."""
    text = text[-2 * _LONGEST_KEYWORDS :]
    for length in range(len(text) // 2, 1, -1):
        before = text[:-length].rstrip()
        if before.endswith(text[-length:]):
            return text[-length:].strip()
    return ""
