"""Write dates, numbers and plurals as French readers expect them."""

import re
from datetime import date, datetime, timedelta

from indexer.article import PARIS

NBSP, NARROW = "\u00a0", "\u202f"
_BREAKABLE = re.compile(r" (?=[;:!?»])|(?<=«) ")
_LENGTHS = ((86400, "jour"), (3600, "heure"), (60, "minute"))
_PREPOSITION = re.compile(r"(?:de|du|des|à|au|aux|en|sans|sous|pour|par|dans|que?|non)$|[dl]’")
DAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
)


def number(value: float) -> str:
    """1234.5 → 1 234,5 with a narrow no-break space."""
    return f"{value:,}".replace(",", NARROW).replace(".", ",")


def counted(count: int, noun: str) -> str:
    """2, "article lu" → 2 articles lus; zero and one are singular."""
    words = noun if count < 2 else " ".join(f"{word}s" for word in noun.split())  # noqa: PLR2004
    return f"{number(count)}{NBSP}{words}"


def newly(count: int) -> str:
    """2 → 2 nouveaux, 0 → aucun nouveau."""
    if not count:
        return "aucun nouveau"
    return f"{number(count)}{NBSP}nouveau{'x' if count > 1 else ''}"


def several(count: int, noun: str) -> str:
    """2, "page d’erreur" → 2 pages d’erreur: what follows a preposition stays as it is."""
    if count < 2:  # noqa: PLR2004
        return f"{number(count)}{NBSP}{noun}"
    words = noun.split()
    end = next((i for i, word in enumerate(words) if _PREPOSITION.match(word)), len(words))
    plural = [word if word[-1] in "sxz" else f"{word}s" for word in words[:end]]
    return f"{number(count)}{NBSP}{' '.join([*plural, *words[end:]])}"


def typeset(text: str) -> str:
    """The text with no-break spaces before ; : ! ? » and after «."""
    return _BREAKABLE.sub(NBSP, text)


def quoted(text: str) -> str:
    """mot → « mot », with the no-break spaces."""
    return f"«{NBSP}{text}{NBSP}»"


def day(value: date) -> str:
    """14 September 2023 → 14 septembre 2023; the first is 1ᵉʳ."""
    return f"{day_and_month(value)}{NBSP}{value.year}"


def short_day(value: date) -> str:
    """A day in figures: 07/09/2023."""
    return f"{value.day:02}/{value.month:02}/{value.year:04}"


def day_and_month(value: date) -> str:
    """14 September 2023 → 14 septembre; the first is 1ᵉʳ."""
    rank = "1ᵉʳ" if value.day == 1 else str(value.day)
    return f"{rank}{NBSP}{MONTHS[value.month - 1]}"


def month(value: date) -> str:
    """14 September 2023 → septembre 2023."""
    return f"{MONTHS[value.month - 1]}{NBSP}{value.year}"


def weekday(value: date) -> str:
    """14 September 2023 → jeudi 14 septembre 2023."""
    return f"{DAYS[value.weekday()]} {day(value)}"


def moment(value: datetime) -> str:
    """A date with its time in Paris, without it at midnight: a dump may give the day alone."""
    local = value.astimezone(PARIS)
    text = weekday(local.date())
    if (local.hour, local.minute) == (0, 0):
        return text
    return f"{text}, {local.hour}{NBSP}h{NBSP}{local.minute:02}"


def days_ago(value: datetime, now: datetime) -> str:
    """How long ago something happened, in the largest unit that fits."""
    age = now - value
    if age.total_seconds() < _LENGTHS[-1][0]:
        return "à l’instant"
    return f"il y a {duration(age)}"


def duration(value: timedelta) -> str:
    """90 minutes → 1 heure: the largest unit that fits, what is left over being dropped."""
    seconds = int(value.total_seconds())
    for length, noun in _LENGTHS:
        if seconds >= length:
            return counted(seconds // length, noun)
    return counted(seconds, "seconde")
