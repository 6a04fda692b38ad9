"""What may a parameter hold? Each kind of value has its JSON Schema and what reads it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.analysis import fold_label, words
from indexer.engines.request import Sort
from indexer.query.equivalents import key
from webapp.contract.problems import Code, alike, instead_of

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEAR = re.compile(r"[0-9]{1,4}")
_MOST_DIGITS = 9


class Unusable(Exception):
    """Why a text is no value, in French, and what to write instead; `kept` is searched anyway."""

    def __init__(self, code: Code, detail: str, suggestion: str = "", kept: str = "") -> None:
        """Tell of a value; its parameter is told by who reads it."""
        super().__init__(detail)
        self.code, self.detail, self.suggestion, self.kept = code, detail, suggestion, kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of value: the JSON Schema of one, what reads a text, what is meant without one.

    `read` raises Unusable. `several` may be given; `empty` has a meaning of its own; `listed` are
    several between commas.
    """

    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    absent: Any = None
    several: bool = False
    empty: bool = False
    listed: bool = False


def _value(text: str) -> str:
    """A facet value, folded."""
    return _meant(text, fold_label(text))


def _form(text: str) -> str:
    """A surface form as an archive lists it."""
    return _meant(text, next((word.accented for word in words(text)), ""))


def _spelling(text: str) -> str:
    return _meant(text, key(text))


def _meant(text: str, value: str) -> str:
    if not value:
        raise Unusable(Code.NO_VALUE, f"« {text} » n’est pas une valeur")
    return value


def _year(text: str) -> str:
    value = _value(text)
    if not _YEAR.fullmatch(value):
        detail = f"« {text} » n’est pas une année de la forme AAAA"
        raise Unusable(Code.INVALID_YEAR, detail, "2023", kept=value)
    return value


def _day(text: str) -> date:
    try:
        # not a week, nor a day without hyphens, which are ISO too
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError as error:
        detail = f"« {text} » n’est pas un jour de la forme AAAA-MM-JJ"
        raise Unusable(Code.INVALID_DATE, detail, "2023-09-14") from error


def _sort(text: str) -> Sort:
    try:
        return Sort(text)
    except ValueError as error:
        detail = f"tri inconnu « {text} » (tris : {', '.join(Sort)})"
        suggestion = alike(text, Sort, 0.3) or Sort.NEWEST
        raise Unusable(Code.INVALID_CHOICE, detail, suggestion) from error


def choice(known: Sequence[str]) -> Kind:
    """One of some names, the first where none is given."""

    def read(text: str) -> str:
        if text not in known:
            detail = f"« {text} » n’est pas de ceux-ci : {', '.join(known)}"
            raise Unusable(Code.INVALID_CHOICE, detail, alike(text, known, 0.3) or known[-1])
        return text

    schema = {"type": "string", "enum": list(known), "default": known[0]}
    return Kind(schema=schema, read=read, absent=known[0])


def out_of_range(text: str, least: int, most: int, default: int) -> Unusable:
    """Why a text is no number within bounds."""
    detail = f"« {text} » n’est pas un nombre de {least} à {most}"
    return Unusable(Code.INVALID_NUMBER, detail, str(default))


def count(default: int, most: int, least: int = 1) -> Kind:
    """Whole numbers within bounds, in ASCII digits."""

    def read(text: str) -> int:
        plain = text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS
        if not plain or not least <= int(text) <= most:
            raise out_of_range(text, least, most, default)
        return int(text)

    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return Kind(schema=schema, read=read, absent=default)


def no_cursor(text: str) -> Unusable:
    """Why a text is no cursor."""
    detail = f"« {text} » n’est pas un curseur : suivre next_url tel qu’il a été donné"
    return Unusable(Code.INVALID_CURSOR, detail)


def cursor(first: str) -> Kind:
    """Where an answer goes on: two texts with a dot between, as `next_url` has them.

    `first` is the pattern of the first one, the second one is a number; read as a pair of texts.
    """
    shape = re.compile(rf"({first})\.([0-9]{{1,9}})")

    def read(text: str) -> tuple[str, str]:
        told = shape.fullmatch(text)
        if not told:
            raise no_cursor(text)
        return told[1], told[2]

    return Kind(schema={"type": "string", "pattern": f"^{shape.pattern}$"}, read=read)


def names(known: Sequence[str], *, empty: bool = False) -> Kind:
    """Some names between commas, read as a tuple without repetition; `empty` is none of them."""

    def read(text: str) -> tuple[str, ...]:
        given = [part.strip() for part in text.split(",")]
        if not all(given):
            detail = f"« {text} » ne nomme rien à côté d’une virgule"
            raise Unusable(Code.NO_VALUE, detail, ",".join(filter(None, given)))
        unknown = [name for name in given if name not in known]
        if unknown:
            told = ", ".join(f"« {name} »" for name in unknown)
            detail = f"{told} : nom inconnu (noms : {', '.join(known)})"
            meant = (name if name in known else instead_of(name, known) for name in given)
            suggestion = ",".join(dict.fromkeys(filter(None, meant)))
            raise Unusable(Code.INVALID_CHOICE, detail, suggestion)
        return tuple(dict.fromkeys(given))

    item = {"type": "string", "enum": list(known)}
    schema = {"type": "array", "items": item}
    return Kind(schema=schema, read=read, empty=empty, listed=True)


TEXT = Kind(schema={"type": "string"}, read=str, absent="")
PREFIX = Kind(schema={"type": "string"}, read=_value, absent="")
VALUES = Kind(schema={"type": "string"}, read=_value, several=True)
YEARS = Kind(schema={"type": "string", "pattern": "^[0-9]{1,4}$"}, read=_year, several=True)
FORMS = Kind(schema={"type": "string"}, read=_form, several=True)
SPELLINGS = Kind(schema={"type": "string"}, read=_spelling, several=True)
DAY = Kind(schema={"type": "string", "format": "date"}, read=_day)
SORT = Kind(schema={"type": "string", "enum": list(Sort)}, read=_sort)
GIVEN = Kind(schema={"type": "string"}, read=str, several=True)
