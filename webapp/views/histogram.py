"""How do the articles found spread over time, as bars that each lead to their period?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from webapp.views import month_ranks

HEIGHT = 72
LABELS_WIDE, LABELS_NARROW = 18, 6
# Of the slot of a bar
GAP = 0.14
LEAST = 2
# Months in a bar, and the most bars that are drawn of this width
_STEPS = ((1, 36), (12, 120), (120, 120), (1200, 100))


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
    counts = {month_ranks.rank(month): count for month, count in months.items()}
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
        noun=month_ranks.NOUNS[step],
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
    first, last = month_ranks.bounds(start, step, *bounds)
    count, most, slot = sums[start], max(sums.values()), 100 / len(sums)
    # one article is seen beside a thousand
    height = max(LEAST, round(HEIGHT * count / most)) if count else 0
    wide, narrow = (-(-len(sums) // most) for most in (LABELS_WIDE, LABELS_NARROW))
    return Bar(
        text=month_ranks.text(start, step),
        first=first,
        last=last,
        count=count,
        slot=round(slot * place, 3),
        middle=round(slot * (place + 0.5), 3),
        x=round(slot * (place + GAP / 2), 3),
        y=HEIGHT - height,
        height=height,
        tick=month_ranks.tick(start, step, place) if not place % wide else "",
        wide=bool(place % narrow),
    )
