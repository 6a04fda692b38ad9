"""Which days does a date typed in a query mean?"""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from indexer.analysis import fold_line
from indexer.article import PARIS
from indexer.query.syntax_tree import Days

_ISO = re.compile(r"(?P<year>[12]\d{3})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_FRENCH = re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>[12]\d{3})")
_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
_NAMED = re.compile(rf"(?:(\d{{1,2}})(?:er)? )?({'|'.join(_MONTHS)}) ([12]\d{{3}})")
_AGO = {"aujourd'hui": 0, "hier": 1, "avant-hier": 2}
_RELATIVE = re.compile(rf":\s*(?:{'|'.join(_AGO)})\b")


def is_relative(text: str) -> bool:
    """Whether a query names a day by its distance from today: depuis:hier."""
    return bool(_RELATIVE.search(fold_line(text)))


def today(text: str) -> date | None:
    """The day it is in Europe/Paris, for a query that counts from it, None for another one."""
    return datetime.now(PARIS).date() if is_relative(text) else None


def written(text: str, today: date | None) -> str:
    """A month or a day in figures: septembre 2023 → 2023-09, hier → 2023-09-13.

    `today` is None where no one said; what is neither is given as it came.
    """
    folded = fold_line(text)
    if today and folded in _AGO:
        return (today - timedelta(days=_AGO[folded])).isoformat()
    match = _NAMED.fullmatch(folded)
    if match is None:
        return text
    day = f"-{int(match[1]):02}" if match[1] else ""
    return f"{match[3]}-{_MONTHS.index(match[2]) + 1:02}{day}"


def days(text: str) -> Days | None:
    """The days of 2023, 2023-09, 2023-09-14, 14/09/2023, or of two of these around « .. ».

    One side of « .. » may be empty: then that bound is None. None for anything else, and for a
    range whose last day is before its first.
    """
    left, dots, right = text.partition("..")
    if not dots:
        return _span(text)
    first, last = _span(left), _span(right)
    if (left and not first) or (right and not last) or not (first or last):
        return None
    span = Days(first.first if first else None, last.last if last else None)
    inverted = span.first and span.last and span.first > span.last
    return None if inverted else span


def _span(text: str) -> Days | None:
    """The first and the last day of a year, a month or a day."""
    match = _ISO.fullmatch(text) or _FRENCH.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Days(first, first)
    last_month = month or 12
    return Days(first, date(year, last_month, monthrange(year, last_month)[1]))
