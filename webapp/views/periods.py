"""Which periods are one click away from a search?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indexer.article import PARIS


@dataclass(frozen=True, slots=True)
class Period:
    """A period in words, its first and its last day, in Europe/Paris."""

    text: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Wider:
    """A period around another one, in words, None for days that are not bounded."""

    text: str
    first: date | None = None
    last: date | None = None


_PRESETS: tuple[tuple[str, Callable[[date], tuple[date, date]]], ...] = (
    ("aujourd’hui", lambda today: (today, today)),
    ("7 jours", lambda today: (today - timedelta(days=6), today)),
    ("30 jours", lambda today: (today - timedelta(days=29), today)),
    ("cette année", lambda today: (date(today.year, 1, 1), date(today.year, 12, 31))),
    ("l’an dernier", lambda today: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
)


def today(now: datetime) -> date:
    """The day it is in Europe/Paris at an aware moment."""
    return now.astimezone(PARIS).date()


def presets(today: date) -> tuple[Period, ...]:
    """The periods that a day is named after or ends."""
    return tuple(Period(text, *days(today)) for text, days in _PRESETS)


def year_around(first: date | None, last: date | None) -> Wider | None:
    """The year of a period within a month."""
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return None
    return Wider(str(first.year), date(first.year, 1, 1), date(first.year, 12, 31))


def all_years(months: Mapping[int, int]) -> Wider | None:
    """The years of counts by year * 100 + month, « 2016–2025 », as no period; None without one."""
    if not months:
        return None
    first, last = min(months) // 100, max(months) // 100
    return Wider(str(first) if first == last else f"{first}–{last}")
