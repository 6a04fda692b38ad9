"""How do the articles found spread over time, as bars that each lead to their period?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from indexer.messages.french_format import day
from webapp.views import month_ranks

HEIGHT = 72
# « janv. 2021 » and room around it fit as often
_WIDE, _NARROW = 10, 4
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
    months: Mapping[int, int],
    since: date | None,
    until: date | None,
    days: Mapping[date, int] | None = None,
) -> Histogram | None:
    """The bars of counts by year * 100 + month, clipped to two days; None below two bars.

    With `days`, a bar a day instead.
    """
    if days and since and until:
        return _drawn("jour", list(_days(days, since, until)))
    if not months:
        return None
    counts = {month_ranks.rank(month): count for month, count in months.items()}
    first, last = min(counts), max(counts)
    step = next((step for step, most in _STEPS if last // step - first // step < most), 1200)
    sums = dict.fromkeys(range(first // step * step, last + 1, step), 0)
    for rank, count in counts.items():
        sums[rank // step * step] += count
    return _drawn(
        month_ranks.NOUNS[step],
        [
            _Span(
                month_ranks.text(start, step),
                *month_ranks.bounds(start, step, since, until),
                count,
                month_ranks.tick(start, step, place),
            )
            for place, (start, count) in enumerate(sums.items())
        ],
    )


def named_every(count: int) -> tuple[int, int]:
    """Of how many bars one is named in a wide window, and of how many in a narrow one.

    What a narrow window names a wide one does too.
    """
    wide = -(-count // _WIDE)
    return wide, -(-count // (_NARROW * wide)) * wide


@dataclass(frozen=True, slots=True)
class _Span:
    """A period, its articles, and what is written below it."""

    text: str
    first: date
    last: date
    count: int
    tick: str


def _days(counts: Mapping[date, int], since: date, until: date) -> Iterator[_Span]:
    count = (until - since).days + 1
    wide, narrow = named_every(count)
    for place in range(count):
        one = since + timedelta(days=place)
        # the first that is written of a month names it
        begins = not place or one.day <= wide or (place % narrow == 0 and one.day <= narrow)
        tick = month_ranks.day(one) if begins else str(one.day)
        yield _Span(day(one), one, one, counts.get(one, 0), tick)


def _drawn(noun: str, spans: Sequence[_Span]) -> Histogram | None:
    if len(spans) < LEAST:
        return None
    slot = 100 / len(spans)
    most = max(span.count for span in spans)
    wide, narrow = named_every(len(spans))
    return Histogram(
        bars=tuple(
            Bar(
                text=span.text,
                first=span.first,
                last=span.last,
                count=span.count,
                slot=round(slot * place, 3),
                middle=round(slot * (place + 0.5), 3),
                x=round(slot * (place + GAP / 2), 3),
                y=HEIGHT - _height(span.count, most),
                height=_height(span.count, most),
                tick="" if place % wide else span.tick,
                wide=bool(place % narrow),
            )
            for place, span in enumerate(spans)
        ),
        noun=noun,
        slot=round(slot, 3),
        width=round(slot * (1 - GAP), 3),
    )


def _height(count: int, most: int) -> int:
    """In pixels; one article is seen beside a thousand."""
    return max(LEAST, round(HEIGHT * count / most)) if count else 0
