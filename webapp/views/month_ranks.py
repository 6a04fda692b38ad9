"""How are months counted, and what are some of them together called?

The rank of a month is how many there are since the year 0 began; a step is a number of months.
"""

from datetime import date, timedelta

from indexer.messages.french_format import NBSP
from indexer.messages.french_format import month as month_and_year

NOUNS = {1: "mois", 12: "année", 120: "décennie", 1200: "siècle"}
_SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()


def rank(month: int) -> int:
    """The rank of year * 100 + month."""
    return month // 100 * 12 + month % 100 - 1


def first_day(rank: int) -> date:
    """The first day of a month, the nearest day there is before and past them all."""
    year, month = divmod(rank, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if year else date.min
    return date(year, month + 1, 1)


def bounds(start: int, step: int, since: date | None, until: date | None) -> tuple[date, date]:
    """The first and the last day of a step, within two days."""
    first, last = first_day(start), first_day(start + step) - timedelta(days=1)
    return max(first, since or first), min(last, until or last)


def text(start: int, step: int) -> str:
    """« mars 2021 », « 2021 », « 2020–2029 »."""
    if step == 1:
        return month_and_year(first_day(start))
    years = step // 12
    return str(start // 12) if years == 1 else f"{start // 12}–{start // 12 + years - 1}"


def day(value: date) -> str:
    """« 1ᵉʳ sept. », as it is written below a drawing."""
    return f"{'1ᵉʳ' if value.day == 1 else value.day}{NBSP}{_SHORT[value.month - 1]}"


def tick(start: int, step: int, place: int) -> str:
    """What is written below the `place`-th step of a drawing."""
    year, month = divmod(start, 12)
    if step > 1:
        return str(year)
    return _SHORT[month] if month and place else f"{_SHORT[month]} {year}"
