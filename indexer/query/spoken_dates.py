"""Which days does a year, a month or a date mean that was typed as a word?"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, pairwise

from indexer.analysis import fold
from indexer.query.dates import days
from indexer.query.parts import typed
from indexer.query.relative_dates import MONTH_RANKS
from indexer.query.syntax_tree import Clause, Days, Kind, Node

# A month without a year is one of these, counted back from the last year of an archive
YEARS = 30

_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(\d{1,2})(?:er)?")

Spoken = Mapping[Clause, tuple[Days, ...]]


def spoken_dates(nodes: Iterable[Node], last: date | None) -> Spoken:
    """The days of each year, month, day of a month or date in figures among the words of a query.

    A month is of the years typed beside it, else of the YEARS last ones of an archive that
    goes up to the day `last`.
    """
    words = {
        node: fold(node.text)
        for node in chain.from_iterable(map(typed, nodes))
        if isinstance(node, Clause) and node.kind is Kind.WORDS and not node.field
    }
    figures = {node: days(text) for node, text in words.items() if not text.isdigit()}
    years = {node: int(text) for node, text in words.items() if _YEAR.fullmatch(text)}
    months = {node: MONTH_RANKS[text] for node, text in words.items() if text in MONTH_RANKS}
    latest = [last.year - back for back in range(YEARS)] if last else []
    beside = sorted(set(years.values())) or latest
    numbered = (
        (node, int(match[1]), MONTH_RANKS[following])
        for (node, text), (_, following) in pairwise(words.items())
        if (match := _DAY.fullmatch(text)) and following in MONTH_RANKS
    )
    return {
        **{node: tuple(_dated(number, month, beside)) for node, number, month in numbered},
        **{node: (span,) for node, span in figures.items() if span and span.first and span.last},
        **{node: (_span(year),) for node, year in years.items()},
        **{node: tuple(_span(year, month) for year in beside) for node, month in months.items()},
    }


def one_period(spoken: Spoken) -> Days | None:
    """The only month of a year, or year, that is meant; None for several or none."""
    spans = sorted({span for found in spoken.values() for span in found}, key=_length)
    around = spans and all(_holds(other, spans[0]) for other in spans)
    return spans[0] if around else None


def _length(span: Days) -> tuple[int, date]:
    first, last = span.first or date.min, span.last or date.max
    return (last - first).days, first


def _holds(wide: Days, narrow: Days) -> bool:
    return bool(
        wide.first
        and wide.last
        and narrow.first
        and narrow.last
        and wide.first <= narrow.first
        and narrow.last <= wide.last
    )


def _dated(day: int, month: int, years: Sequence[int]) -> Iterator[Days]:
    """A day of a month, 1 to 12, in each of some years that have it."""
    for year in years:
        if 1 <= day <= monthrange(year, month)[1]:
            yield Days(date(year, month, day), date(year, month, day))


def _span(year: int, month: int = 0) -> Days:
    """A month, 1 to 12, or a whole year."""
    last = month or 12
    return Days(date(year, month or 1, 1), date(year, last, monthrange(year, last)[1]))
