"""How is a search over time drawn beside others, and written as a table?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, log10

from indexer.messages.french_format import NBSP, number
from indexer.search.request import SearchRequest
from indexer.search.trends import Measure, Step, Trend
from webapp.views import month_ranks, spreadsheet
from webapp.views.histogram import named_every

# More points than that no finger hits
MOST_MONTHS = 120
_FEW_MONTHS = 36
HEIGHT, TOP = 240, 12
# Where the values of the scale stand, in percents of the width
GUTTER = 4
_LINES = 4
_MONTHS = {Step.MONTH: 1, Step.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Cell:
    """The articles of a search in a period: how many, of how many, the search for them."""

    count: int
    whole: int
    request: SearchRequest

    @property
    def share(self) -> float | None:
        """The articles found, in percents of those there are; None where there are none."""
        return 100 * self.count / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Point:
    """The cell of a period, drawn at a percent of the width, at pixels from the top.

    `y` is None where there is no share.
    """

    place: int
    cell: Cell
    x: float
    y: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A search over time, a point a period."""

    points: tuple[Point, ...]

    @property
    def segments(self) -> Iterator[tuple[Point, Point]]:
        """The neighbours that a line joins."""
        for one, other in pairwise(self.points):
            if one.y is not None and other.y is not None:
                yield one, other


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Curves over the same periods: their names, what is written below, the lines of the scale.

    A line of the scale has its place, in pixels from the top, and its value; what is written below
    its place in percents, its text, and whether it needs a wide window. `by_month` tells whether
    the time they span can be drawn by month.
    """

    curves: tuple[Curve, ...]
    periods: tuple[str, ...]
    ticks: tuple[tuple[float, str, bool], ...]
    scale: tuple[tuple[float, float], ...]
    noun: str
    step: Step
    by_month: bool


def chart(trends: Sequence[Trend], step: Step, measure: Measure) -> Chart | None:
    """The curves of some searches, by year where there are too many months; None without a date."""
    ranks = [month_ranks.rank(month) for trend in trends for month in trend.months]
    if not ranks:
        return None
    span = max(ranks) - min(ranks)
    most = {Step.MONTH: MOST_MONTHS, Step.AUTO: _FEW_MONTHS}.get(step, 0)
    chosen = Step.MONTH if span < most else Step.YEAR
    width = _MONTHS[chosen]
    starts = range(min(ranks) // width * width, max(ranks) + 1, width)
    rows = [tuple(_cells(trend, starts)) for trend in trends]
    highest = max(_value(cell, measure) or 0 for row in rows for cell in row)
    line = _rounded(highest / _LINES, least=1 if measure is Measure.ARTICLES else 0)
    lines = max(1, ceil(highest / line))

    def height(value: float) -> float:
        return round(TOP + (HEIGHT - TOP) * (1 - value / (line * lines)), 1)

    def point(cell: Cell, place: int) -> Point:
        value = _value(cell, measure)
        return Point(place, cell, _x(place, starts), None if value is None else height(value))

    return Chart(
        curves=tuple(
            Curve(tuple(point(cell, place) for place, cell in enumerate(row))) for row in rows
        ),
        periods=tuple(month_ranks.text(start, width) for start in starts),
        ticks=tuple(_ticks(starts)),
        scale=tuple((height(line * rank), line * rank) for rank in range(lines + 1)),
        noun=month_ranks.NOUNS[width],
        step=chosen,
        by_month=span < MOST_MONTHS,
    )


def _cells(trend: Trend, starts: range) -> Iterator[Cell]:
    request = trend.request
    found, whole = _sums(trend.months, starts.step), _sums(trend.whole, starts.step)
    for start in starts:
        since, until = month_ranks.bounds(start, starts.step, request.since, request.until)
        narrowed = replace(request, since=since, until=until)
        yield Cell(found.get(start, 0), whole.get(start, 0), narrowed)


def _sums(months: Mapping[int, int], width: int) -> Mapping[int, int]:
    sums: Counter[int] = Counter()
    for month, count in months.items():
        sums[month_ranks.rank(month) // width * width] += count
    return sums


def _value(cell: Cell, measure: Measure) -> float | None:
    return cell.count if measure is Measure.ARTICLES else cell.share


def _rounded(value: float, least: float) -> float:
    """The next number that one reads at a glance: 1, 2 or 5 times a power of ten."""
    if value <= 0:
        return 1
    power = 10.0 ** floor(log10(value))
    found = next(step * power for step in (1, 2, 5, 10) if step * power >= value)
    return max(found, least)


def _ticks(starts: range) -> Iterator[tuple[float, str, bool]]:
    """Where something is written, what, and whether a wide window alone has room for it."""
    wide, narrow = named_every(len(starts))
    for place in range(0, len(starts), wide):
        yield (
            _x(place, starts),
            month_ranks.tick(starts[place], starts.step, place),
            bool(place % narrow),
        )


def _x(place: int, starts: range) -> float:
    return round(GUTTER + (100 - GUTTER) * (place + 0.5) / len(starts), 2)


def percent(share: float) -> str:
    """12.345 → 12,3 %, 0.012 → 0,012 %: two digits at least are told."""
    told = round(share, max(1, 1 - floor(log10(share)))) if share else 0
    return f"{number(told)}{NBSP}%"


def written(value: float, measure: Measure) -> str:
    """What stands at a line of the scale."""
    whole = int(value) if value == int(value) else round(value, 6)
    return number(whole) if measure is Measure.ARTICLES else f"{number(whole)}{NBSP}%"


def table(trends: Sequence[Trend], drawn: Chart | None) -> Iterator[str]:
    """CSV, a line a period and search: its articles, all those of its sources, the share."""
    yield spreadsheet.BEGIN
    yield spreadsheet.row(("Période", "Recherche", "Articles", "Ensemble", "Part (%)"))
    if drawn is None:
        return
    for place, period in enumerate(drawn.periods):
        for trend, curve in zip(trends, drawn.curves, strict=True):
            cell = curve.points[place].cell
            share = "" if cell.share is None else f"{cell.share:.3f}".replace(".", ",")
            yield spreadsheet.row((period, trend.name, str(cell.count), str(cell.whole), share))
