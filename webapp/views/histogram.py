"""How do the articles found spread over time, as bars that each lead to their period?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.messages.french_format import month as month_and_year

HEIGHT = 72
LABELS_WIDE, LABELS_NARROW = 18, 6
# Of the slot of a bar
GAP = 0.14
LEAST = 2
# Months in a bar, and the most bars that are drawn of this width
_STEPS = ((1, 36), (12, 120), (120, 120), (1200, 100))
_SHORT = "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.".split()
_NOUNS = {1: "mois", 12: "année", 120: "décennie", 1200: "siècle"}


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of a period, and where it is drawn: percents of the width, pixels of height.

    `tick` is what is written below, empty where there is no room, `wide` says that there is room
    for it in a wide window only.
    """

    text: str
    first: date
    last: date
    count: int
    slot: float
    middle: float
    x: float
    y: int
    height: int
    tick: str
    wide: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars in order, without a gap, what each stands for, the widths of a slot and of a bar."""

    bars: tuple[Bar, ...]
    noun: str
    slot: float
    width: float


def histogram(
    months: Mapping[int, int], since: date | None, until: date | None
) -> Histogram | None:
    """The bars of counts by year * 100 + month, clipped to two days; None below two bars."""
    if not months:
        return None
    counts = {_rank(month): count for month, count in months.items()}
    first, last = min(counts), max(counts)
    step = next((step for step, most in _STEPS if last // step - first // step < most), 1200)
    starts = range(first // step * step, last + 1, step)
    if len(starts) < LEAST:
        return None
    sums = dict.fromkeys(starts, 0)
    for rank, count in counts.items():
        sums[rank // step * step] += count
    slot = 100 / len(sums)
    return Histogram(
        bars=tuple(
            _bar(place, start, step, sums, (since, until)) for place, start in enumerate(sums)
        ),
        noun=_NOUNS[step],
        slot=round(slot, 3),
        width=round(slot * (1 - GAP), 3),
    )


def _bar(
    place: int,
    start: int,
    step: int,
    sums: Mapping[int, int],
    bounds: tuple[date | None, date | None],
) -> Bar:
    since, until = bounds
    first, last = _first(start), _first(start + step) - timedelta(days=1)
    count, most, slot = sums[start], max(sums.values()), 100 / len(sums)
    # one article is seen beside a thousand
    height = max(LEAST, round(HEIGHT * count / most)) if count else 0
    wide, narrow = (-(-len(sums) // most) for most in (LABELS_WIDE, LABELS_NARROW))
    return Bar(
        text=_text(start, step),
        first=max(first, since or first),
        last=min(last, until or last),
        count=count,
        slot=round(slot * place, 3),
        middle=round(slot * (place + 0.5), 3),
        x=round(slot * (place + GAP / 2), 3),
        y=HEIGHT - height,
        height=height,
        tick=_tick(start, step, place) if not place % wide else "",
        wide=bool(place % narrow),
    )


def _rank(month: int) -> int:
    """The months since the year 0 began."""
    return month // 100 * 12 + month % 100 - 1


def _first(rank: int) -> date:
    """The first day of a month, the nearest day there is before and past them all."""
    year, month = divmod(rank, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if year else date.min
    return date(year, month + 1, 1)


def _text(start: int, step: int) -> str:
    if step == 1:
        return month_and_year(_first(start))
    years = step // 12
    return str(start // 12) if years == 1 else f"{start // 12}–{start // 12 + years - 1}"


def _tick(start: int, step: int, place: int) -> str:
    year, month = divmod(start, 12)
    if step > 1:
        return str(year)
    return _SHORT[month] if month and place else f"{_SHORT[month]} {year}"
