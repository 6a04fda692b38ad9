"""Which moment does a text give, as newsrooms, wires and web pages write it?"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from indexer.article import PARIS
from indexer.readers.folding import folded

_LONGEST = 200
_YEARS = range(1800, 2101)
# RFC 822 wrote years in two digits; below this they are of our century (RFC 5322, 4.3)
_CENTURY = 50
_ZONE = r"(?:\s*(?P<zone>z\b|(?:[a-z]{3,4})?\s?[+-]\d\d(?::?\d\d)?\b|[a-z]{2,4}\b))?"
_DIGITAL = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
_CLOCK = (
    rf"(?:{_DIGITAL}|(?P<french_hour>\d\d?)\s?h(?:eures?)?(?:\s?(?P<french_minute>\d\d))?(?![\da-z]))"
    rf"(?:\s?(?P<half>[ap]\.?m\b\.?))?{_ZONE}"
)
_GAP = r"(?:[\s,;|(·•]|(?<=\s)[–—-](?=\s)){0,8}"
_AFTER = re.compile(rf"{_GAP}(?:t|:|(?:at?|des|vers)\s)?\s?{_CLOCK}")
_BEFORE = re.compile(rf"(?<!\d){_CLOCK}{_GAP}(?:le\s|on\s)?(?:[a-z]{{3,9}}\.?,?\s)?$")
_NAMES = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "january february march april may june july august september october november december",
)
_NAME = r"(?P<name>[a-z]{3,9})"
_DAY = r"(?<!\d)(?P<day>\d\d?)"
# Where a date stands in a text in small letters without accents, whatever stands around it
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})([-/])(?P<month>\d\d?)\2(?P<day>\d\d?)(?!\d)"),
    re.compile(rf"{_DAY}([/.-])(?P<month>\d\d?)\2(?P<year>\d{{4}}|\d\d(?![/.:-]\d))(?!\d)"),
    re.compile(
        rf"{_DAY}\s?(?:er|st|nd|rd|th)?[\s/-]{{0,2}}(?:of\s)?{_NAME}\.?,?[\s/-]{{0,2}}"
        r"(?P<year>\d{4}|\d\d(?=\s\d\d?:))(?!\d)"
    ),
    re.compile(rf"(?<![a-z]){_NAME}\.?\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}})(?!\d)"),
    # the date of a clock that stands inside it: « Mon Mar 4 19:25:00 2024 »
    re.compile(
        rf"(?<![a-z]){_NAME}\s(?P<day>\d\d?)\s{_DIGITAL}\s(?:[a-z]{{3,4}}\s)?(?P<year>\d{{4}})(?!\d)"
    ),
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    rf"(?:[t\s]?(?P<hour>\d\d)(?P<minute>\d\d)(?:(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?{_ZONE})?"
)
# .NET writes /Date(1715754600000)/
_EPOCH = re.compile(r"(?:/date\()?(\d{10})(?:\d{3}|\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
_HOURS_OF_ZONES = (
    "z:0 ut:0 utc:0 gmt:0 wet:0 west:1 bst:1 cet:1 met:1 cest:2 mest:2 eet:2 eest:3 msk:3"
    " edt:-4 est:-5 cdt:-5 cst:-6 mdt:-6 mst:-7 pdt:-7 pst:-8"
)
_ZONES = {
    name: timezone(timedelta(hours=int(hours)))
    for name, _, hours in (zone.partition(":") for zone in _HOURS_OF_ZONES.split())
}


def _months() -> dict[str, int]:
    """The month of each of its names, cut after the third letter or later."""
    months: dict[str, set[int]] = {}
    for names in _NAMES:
        for month, name in enumerate(names.split(), 1):
            for length in range(3, len(name) + 1):
                months.setdefault(name[:length], set()).add(month)
    cut = {name: month for name, found in months.items() if len(found) == 1 for month in found}
    return {**cut, "sept": 9}


_MONTHS = _months()


@dataclass(frozen=True, slots=True)
class _Read:
    moment: datetime
    is_day: bool


def moment(text: str) -> datetime | None:
    """The moment, aware, of the first date in a text of at most 200 characters; None without one.

    ISO 8601, its compact form, RFC 822, French and English words, days first; seconds or
    milliseconds since 1970 alone. Without an offset it is in Paris, a day alone is its midnight.
    Years outside 1800 to 2100 are none.
    """
    read = _read(text)
    return read.moment if read else None


def is_day(text: str) -> bool:
    """Whether a text gives a day without an hour."""
    read = _read(text)
    return read is not None and read.is_day


def published_and_modified(
    published: str, modified: str
) -> tuple[datetime | None, datetime | None]:
    """Publication and last modification, the first again if there was no later one.

    A modification before the publication counts for nothing; a day is only before another day.
    """
    first, last = _read(published), _read(modified)
    if first is None:
        return None, last.moment if last else None
    # of a day and an hour in it the day is never the later one
    return first.moment, max(first.moment, last.moment) if last else first.moment


def _read(text: str) -> _Read | None:
    if len(text) > _LONGEST:
        return None
    plain = folded(text).replace("−", "-")
    try:
        read = _epoch(plain) or _compact(plain) or _written(plain)
    except (ValueError, OverflowError):  # a day, an hour or an offset that does not exist
        return None
    return read if read and read.moment.year in _YEARS else None


def _epoch(text: str) -> _Read | None:
    match = _EPOCH.fullmatch(text)
    return _Read(datetime.fromtimestamp(int(match[1]), PARIS), is_day=False) if match else None


def _compact(text: str) -> _Read | None:
    match = _COMPACT.fullmatch(text)
    return _dated(match.groupdict(), match if match["hour"] else None) if match else None


def _written(text: str) -> _Read | None:
    """The first date of a text, at the clock that follows it, else that stands before it."""
    found = (match for pattern in _DATES for match in pattern.finditer(text) if _exists(match))
    match = min(found, key=re.Match.start, default=None)
    if match is None:
        return None
    parts = match.groupdict()
    if parts.get("hour"):
        return _dated(parts, match)
    return _dated(parts, _AFTER.match(text, match.end()) or _BEFORE.search(text[: match.start()]))


def _exists(match: re.Match[str]) -> bool:
    name = match.groupdict().get("name")
    return name is None or name in _MONTHS


def _dated(parts: dict[str, str | None], clock: re.Match[str] | None) -> _Read:
    """The day of the parts of a match, at the clock of another; ValueError if there is no such."""
    year = int(parts["year"] or 0)
    if len(parts["year"] or "") == len("24"):
        year += 2000 if year < _CENTURY else 1900
    month = _MONTHS[name] if (name := parts.get("name")) else int(parts["month"] or 0)
    midnight = datetime(year, month, int(parts["day"] or 0), tzinfo=PARIS)
    if clock is None:
        return _Read(midnight, is_day=True)
    return _Read(_at(midnight, clock.groupdict()), is_day=False)


def _at(midnight: datetime, clock: dict[str, str | None]) -> datetime:
    hour = int(clock["hour"] or clock.get("french_hour") or 0)
    if half := clock.get("half"):
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return midnight.replace(
        hour=hour,
        minute=int(clock["minute"] or clock.get("french_minute") or 0),
        second=min(int(clock["second"] or 0), 59),  # 60 is a leap second
        tzinfo=_zone(clock.get("zone") or ""),
    )


def _zone(text: str) -> tzinfo:
    """The zone of a name or of an offset, Paris for any other word."""
    digits = "".join(filter(str.isdigit, text))
    if not digits:
        return _ZONES.get(text, PARIS)
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-away if "-" in text else away)
