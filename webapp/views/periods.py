"""Which periods are one click away from a search?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from indexer.article import PARIS


@dataclass(frozen=True, slots=True)
class Period:
    """A period in words, its first and its last day, in Europe/Paris."""

    text: str
    first: date
    last: date


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
