"""When was a page published and updated, as its lines say it?"""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from indexer.article import PARIS

_DAY = r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})"
_CLOCK = r"(?P<hour>\d{1,2})[:hH](?P<minute>\d\d)(?:\s*(?P<zone>[A-Z]{1,4})\b)?"
_DATE_TIME = re.compile(rf"{_CLOCK},?\s+{_DAY}")
# A stamp wherever it stands
STAMPED = re.compile(rf"{_DATE_TIME.pattern}(?:\s*\([^()\d]{{0,80}}(?P<update>\d[^()]{{0,80}})\))?")
_STAMP = re.compile(rf"{STAMPED.pattern}(?:\s+(?P<lede>.*))?")
_DATED_LEDE = re.compile(rf"(?<!\S){_DAY}, (?P<source>.+)")
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<bar>[/-]?)(?P<month>\d\d)(?P=bar)(?P<day>\d\d)(?=/|$)"
)
_ZONES = {"GMT": UTC, "UTC": UTC, "Z": UTC}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What the stamp line of a visible page says; `lede` is what follows the dates, if anything."""

    published: datetime
    modified: datetime | None
    lede: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedLede:
    """A lede, often cut, with the date and the publisher that end its line."""

    lede: str
    day: datetime | None
    source: str


def stamp(line: str) -> Stamp | None:
    """The stamp that a line is: `HH:MM DD.MM.YYYY (Mis à jour: HH:MM DD.MM.YYYY) lede`."""
    match = _STAMP.fullmatch(line) if line[:1].isdigit() else None
    published = _date_time(match)
    if match is None or published is None:
        return None
    update = _date_time(_DATE_TIME.search(match["update"] or ""))
    return Stamp(published=published, modified=update, lede=match["lede"] or "")


def dated_lede(line: str) -> DatedLede | None:
    """The lede that a line is: `lede DD.MM.YYYY, Source`."""
    match = _DATED_LEDE.search(line)
    if match is None:
        return None
    lede = line[: match.start()].rstrip()
    return DatedLede(lede=lede, day=_date_time(match), source=match["source"])


def is_iso(line: str) -> bool:
    """Whether the line is a date and time of ISO 8601, of a day that may not exist."""
    return line[4:5] == "-" and bool(_ISO.fullmatch(line))


def iso(line: str) -> datetime | None:
    """The moment of a line of ISO 8601, in Paris where it gives no offset."""
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        return None
    return _sound(moment if moment.tzinfo else moment.replace(tzinfo=PARIS))


def day_of(url: str) -> datetime | None:
    """The day in the path of an address: `/20230914/`, `/2023/09/14/`."""
    return _date_time(_URL_DAY.search(url))


def _date_time(match: re.Match[str] | None) -> datetime | None:
    """The date a pattern found, at its hour and in its zone, else at midnight and in Paris."""
    if match is None:
        return None
    parts = match.groupdict()
    try:
        moment = datetime(
            int(parts["year"]),
            int(parts["month"]),
            int(parts["day"]),
            int(parts.get("hour") or 0),
            int(parts.get("minute") or 0),
            tzinfo=_ZONES.get(parts.get("zone") or "", PARIS),
        )
    except ValueError:
        return None
    return _sound(moment)


def _sound(moment: datetime) -> datetime | None:
    """The moment, unless it may leave the calendar in another zone or three months from it."""
    return moment if MINYEAR < moment.year < MAXYEAR else None
