"""In which other ways may a text write a day: 1er mars 2023, 1 mars 2023, 01/03/2023?"""

import re
from collections.abc import Iterator

from indexer.messages.french_format import MONTHS
from indexer.query.dates import days, month_rank

LONGEST = 3
BEGINNING = re.compile(r"\d{1,4}|1er|premier")
_FIRST = ("1er", "premier")
_WORDS = re.compile(r"(0?[1-9]|[12]\d|3[01]|1er|premier) ([a-z]+)(?: ((?:19|20)\d\d))?")
_FIGURES = re.compile(r"\d{1,2} \d{1,2} (?:\d\d|[12]\d{3})|[12]\d{3} \d{1,2} \d{1,2}")


def spellings(typed: str) -> tuple[str, ...]:
    """The spellings of a day given by its folded words: « 14 07 2023 » for 14/07/2023.

    That which was typed may be among them; none for anything but a day of a month.
    """
    if match := _WORDS.fullmatch(typed):
        day = 1 if match[1] in _FIRST else int(match[1])
        month = month_rank(match[2])
        return tuple(_written(day, month, match[3] or "")) if month else ()
    span = days(typed.replace(" ", "/")) if _FIGURES.fullmatch(typed) else None
    if span is None or span.first is None:
        return ()
    return tuple(_written(span.first.day, span.first.month, str(span.first.year)))


def _written(day: int, month: int, year: str) -> Iterator[str]:
    name, of_year, slashed = MONTHS[month - 1], f" {year}" if year else "", f"/{year}" * bool(year)
    if day == 1:
        yield from (f"{first} {name}{of_year}" for first in _FIRST)
    yield f"{day} {name}{of_year}"
    yield f"{day:02}/{month:02}{slashed}"
    if year and f"{day}/{month}" != f"{day:02}/{month:02}":
        yield f"{day}/{month}{slashed}"
