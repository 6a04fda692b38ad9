"""Which days does a date typed in a query mean?"""

import re
from calendar import monthrange
from datetime import date, datetime

from indexer.analysis import fold_line
from indexer.article import PARIS
from indexer.query import relative_dates
from indexer.query.syntax_tree import Days

_ISO = re.compile(r"(?P<year>[12]\d{3})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?")
_COMPACT = re.compile(r"(?P<year>[12]\d{3})(?P<month>\d\d)(?P<day>\d\d)")
_FRENCH = re.compile(r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>[12]\d{3})")
_SHORT = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d\d)")
_YEARS = re.compile(r"([12]\d{3})[-–/]([12]\d{3})")
# Two figures up to this are a year of this century
_LAST_SHORT = 68
# As they are cut short: sept.
_MONTHS = (
    "janv?(ier)? fevr?(ier)? mars avr(il)? mai juin juil(let)? aout sept?(embre)? oct(obre)? "
    "nov(embre)? dec(embre)?".split()
)
_NAMED = re.compile(
    r"(?:(?:le )?(?:(?:lun|mar|mercre|jeu|vendre|same)di |dimanche )?(\d{1,2})(?:er)? )?"
    r"([a-z]+)\.? ([12]\d{3})"
)
# « date:lundi », « depuis:3 jours »: no year says which
_RELATIVE = re.compile(
    r"\b(?:date|depuis|since|avant|before)\s*:\s*[\"«“]?\s*"
    r"(?!\S+ [12]\d{3}\b)(?:[a-z]|\d{1,3} (?:jours?|semaines?|mois|ans?|annees?)\b)"
)


def is_relative(text: str) -> bool:
    """Whether a query may name a day by its distance from today: depuis:hier."""
    return bool(_RELATIVE.search(fold_line(text)))


def today(text: str) -> date | None:
    """The day it is in Europe/Paris, for a query that counts from it, None for another one."""
    return datetime.now(PARIS).date() if is_relative(text) else None


def written(text: str, today: date | None) -> str:
    """A day, a month or a period in figures: septembre 2023 → 2023-09, hier → 2023-09-13.

    `today` is None where no one said; what is neither is given as it came.
    """
    folded = fold_line(text)
    match = _NAMED.fullmatch(folded)
    month = month_rank(match[2]) if match else 0
    if match and month:
        day = f"-{int(match[1]):02}" if match[1] else ""
        return f"{match[3]}-{month:02}{day}"
    return (relative_dates.figures(folded, today) if today else "") or text


def month_rank(name: str) -> int:
    """The rank of a month by its folded name, whole or cut short; 0 for another word."""
    return next((rank for rank, one in enumerate(_MONTHS, 1) if re.fullmatch(one, name)), 0)


def days(text: str) -> Days | None:
    """The days of 2023, 2023-09, 2023-09-14, 14/09/23, or of two of these around « .. ».

    One side of « .. » may be empty: then that bound is None. None for anything else, and for a
    range whose last day is before its first.
    """
    left, dots, right = _YEARS.sub(r"\1..\2", text).partition("..")
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
    forms = (_ISO, _FRENCH, _SHORT, _COMPACT)
    match = next(filter(None, (form.fullmatch(text) for form in forms)), None)
    if match is None:
        return None
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    if match.re is _SHORT:
        year += 2000 if year <= _LAST_SHORT else 1900
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return Days(first, first)
    last_month = month or 12
    return Days(first, date(year, last_month, monthrange(year, last_month)[1]))
