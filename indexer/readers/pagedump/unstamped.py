"""What does a page say whose text begins with no line of its hour?

Such a page part has its navigation, a dossier's title and what it is about, its heading, a credit
glued to a caption, a caption with its date, « S'abonner », and its paragraphs.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from indexer.readers import dates
from indexer.readers.pagedump.boilerplate import without_boilerplate
from indexer.readers.pagedump.line_shapes import is_address, is_link
from indexer.readers.pagedump.paragraphs import Glued, join

_LONGEST_MARK = 300
_SUBSCRIBE = re.compile(r"s['’]abonner\b.{0,60}", re.IGNORECASE)
# « Le bac à quai - Le Phare d'Ostrevan, 1920, 14.09.2023 »
_DATED_CAPTION = re.compile(
    r"(?:(?P<caption>.*\S)\s)?[-–—] (?P<source>\S.*?), (?:\d{3,4}, )?"
    r"(?P<day>\d\d?[./]\d\d?[./]\d{4})(?:,? \d\d?[:h]\d\d)?"
)
_DATE_AT_END = re.compile(
    r"\S.*?\W(?P<day>\d\d?[./]\d\d?[./]\d{4}|\d\d?(?:er)? [^\W\d_]{3,9}\.? \d{4})\)?"
)
_FEWEST_SIGNS = 2
# How far the marks under a heading reach
_REACH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Unstamped:
    """What could be made out of a page part; its paragraphs are sure, where they begin is not."""

    url: str | None
    title: str
    source: str
    caption: str
    published: datetime | None
    paragraphs: list[str]


def unstamped(page: list[str]) -> Unstamped | None:
    """The article of a page part without a stamp; None where too little shows that it is one.

    At least two show it of an address, a caption with a date, « S'abonner » and a credit.
    """
    marks = [i for i, line in enumerate(page) if _is_mark(line)]
    addresses = [line for line in page if is_address(line)]
    if not marks or _signs(page, marks) + bool(addresses) < _FEWEST_SIGNS:
        return None
    heading = marks[0] - 1
    if heading < 0 or is_link(page[heading]):
        return None
    last = _last_mark(page, marks)
    paragraphs, credited = without_boilerplate(page[last + 1 :], Glued(""), frozenset())
    if not paragraphs:
        return None
    top = page[marks[0] : last + 1]
    dated = next(filter(None, map(_dated, top)), None)
    parts = dated.groupdict() if dated else {}
    captions = (line.partition("©")[0].rstrip() for line in top if "©" in line)
    return Unstamped(
        url=next(iter(addresses), None),
        title=page[heading],
        source=parts.get("source") or "",
        caption=parts.get("caption") or next(filter(None, captions), credited),
        published=dates.moment(parts["day"]) if dated else None,
        paragraphs=join(paragraphs, Glued("")),
    )


def _is_mark(line: str) -> bool:
    if len(line) > _LONGEST_MARK:
        return False
    return "©" in line or bool(_SUBSCRIBE.fullmatch(line)) or _dated(line) is not None


def _dated(line: str) -> re.Match[str] | None:
    """A caption with the date that ends it."""
    if not line[-1:].isdigit() and line[-1:] != ")":
        return None
    return _DATED_CAPTION.fullmatch(line) or _DATE_AT_END.fullmatch(line)


def _signs(page: list[str], marks: list[int]) -> int:
    """How many kinds of marks there are."""
    lines = [page[i] for i in marks]
    credit = any("©" in line for line in lines)
    subscribe = any(map(_SUBSCRIBE.fullmatch, lines))
    return credit + subscribe + any(map(_dated, lines))


def _last_mark(page: list[str], marks: list[int]) -> int:
    """The last of the marks that stand together under the heading, the text begins after it."""
    last = marks[0]
    for mark in marks[1:]:
        between = page[last + 1 : mark]
        if mark - last > _REACH or any(line[-1] in ".!?" for line in between):
            break
        last = mark
    return last
