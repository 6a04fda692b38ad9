"""Which days are meant by words that count from today: hier, lundi, la semaine dernière?"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from indexer.analysis import fold
from indexer.messages.french_format import DAYS, MONTHS

# From 1, by their names, folded
MONTH_RANKS = {fold(name): rank for rank, name in enumerate(MONTHS, 1)}
# In days, in months
_WEEK, _YEAR = 7, 12
_AGO = {"aujourd'hui": 0, "hier": 1, "avant-hier": 2}
_WEEKDAYS = {name: rank for rank, name in enumerate(DAYS)}
_NUMBERS = {
    name: rank
    for rank, names in enumerate("un|une deux trois quatre cinq six sept huit neuf dix".split(), 1)
    for name in names.split("|")
} | {"quinze": 15}
_LAST = r"(?:derniere?|passee?)"
_COUNTED = re.compile(
    rf"(?:il y a )?(\d{{1,3}}|{'|'.join(_NUMBERS)}) (jour|semaine|mois|an|annee)s?"
)
_NAMED = re.compile(rf"(?:le )?({'|'.join((*_WEEKDAYS, *MONTH_RANKS))})( {_LAST})?")
_THIS = re.compile(r"(?:cette|ce|cet) (semaine|mois|an|annee)(?:-ci| ci)?")
_PREVIOUS = re.compile(rf"(?:la |le |l')?(semaine|mois|an|annee) {_LAST}")


def figures(folded: str, today: date) -> str:
    """The days that folded words mean, in figures; "" for words that count from no day.

    A weekday is the last one before today, a month the last one that began, a week goes from
    Monday to Sunday.
    """
    if folded in _AGO:
        return (today - timedelta(days=_AGO[folded])).isoformat()
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(folded):
            return read(match, today)
    return ""


def _counted(match: re.Match[str], today: date) -> str:
    count = _NUMBERS.get(match[1]) or int(match[1])
    days = {"jour": count, "semaine": _WEEK * count}.get(match[2])
    if days is not None:
        return (today - timedelta(days=days)).isoformat()
    return _months_before(today, count if match[2] == "mois" else _YEAR * count).isoformat()


def _named(match: re.Match[str], today: date) -> str:
    if match[1] in _WEEKDAYS:
        back = (today.weekday() - _WEEKDAYS[match[1]] - 1) % _WEEK + 1
        return (today - timedelta(days=back)).isoformat()
    month = MONTH_RANKS[match[1]]
    has_begun = month < today.month or (month == today.month and not match[2])
    return f"{today.year - (not has_begun)}-{month:02}"


def _this(match: re.Match[str], today: date) -> str:
    return _span(match[1], today)


def _previous(match: re.Match[str], today: date) -> str:
    if match[1] == "semaine":
        return _span(match[1], today - timedelta(days=_WEEK))
    return _span(match[1], _months_before(today, 1 if match[1] == "mois" else _YEAR))


def _span(unit: str, day: date) -> str:
    """The week, the month or the year of a day."""
    if unit == "semaine":
        monday = day - timedelta(days=day.weekday())
        return f"{monday}..{monday + timedelta(days=_WEEK - 1)}"
    return f"{day:%Y-%m}" if unit == "mois" else f"{day:%Y}"


def _months_before(day: date, count: int) -> date:
    """The same day of an earlier month, or the last one that the month has."""
    year, month = divmod(_YEAR * day.year + day.month - 1 - count, _YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], str]], ...] = (
    (_COUNTED, _counted),
    (_NAMED, _named),
    (_THIS, _this),
    (_PREVIOUS, _previous),
)
