"""What text does a value of an export hold, be it a text, a number, a list or an object?

Systems wrap values: `{"rendered": "…"}`, `[{"value": "…"}]`, `{"$date": "…"}`, an author with an
address and a portrait.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from math import isfinite

# What an export of a database writes for nothing
_NOTHING = frozenset(("", "null", "NULL", "\\N", "None", "nan", "NaN", "undefined", "(null)"))
_MAX_DEPTH = 6
# Where the text of an object stands: the first of these that it has
TEXT = tuple(
    "rendered value name nom label libelle titre title text texte #text _ $ raw html".split()
)
NAME = (*"name nom displayname display_name fullname full_name label".split(), *TEXT)
ADDRESS = tuple(
    "url href src contenturl contentUrl source_url @id original full large image".split()
)
MOMENT = tuple("$date date value iso datetime _seconds seconds $numberLong timestamp".split())
IDENTITY = tuple("$oid value #text rendered id uuid $numberLong".split())
_WRAPPERS = ("data", "attributes", "node", "fields")
_GIVEN = ("prenom", "prénom", "first_name", "firstname", "firstName", "givenName", "given_name")
_FAMILY = ("nom", "last_name", "lastname", "lastName", "familyName", "family_name")
_LISTED = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|([^,]++))\s*(?:,|$)')
_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|[uo]l|li|blockquote|table|tr|t[dh]|strong|em|[biau]|span|figure|img"
    r"|section|article|sup|sub|small|hr)(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
_ESCAPED_TAG = re.compile(r"&lt;(?:p|br|div)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/:]\S{0,8000}", re.IGNORECASE)


def texts(value: object, keys: tuple[str, ...] = TEXT, depth: int = 0) -> Iterator[str]:
    """The texts that a value holds, an object by the first of these keys; numbers are none."""
    if isinstance(value, str):
        if value.strip() not in _NOTHING:
            yield value
    elif depth > _MAX_DEPTH:
        return
    elif isinstance(value, list):
        for one in value:
            yield from texts(one, keys, depth + 1)
    elif isinstance(value, dict):
        yield from texts(_inner(value, keys), keys, depth + 1)


def numbered(value: object, keys: tuple[str, ...], depth: int = 0) -> str:
    """The first text or number of a value, an epoch or an id; "" for none."""
    if isinstance(value, bool) or depth > _MAX_DEPTH:
        return ""
    if isinstance(value, int | float):
        return str(int(value)) if isfinite(value) else ""
    if isinstance(value, dict):
        return numbered(_inner(value, keys), keys, depth + 1)
    if isinstance(value, list):
        return numbered(value[0], keys, depth + 1) if value else ""
    return next(texts(value), "").strip()


def _inner(value: dict[str, object], keys: tuple[str, ...]) -> object:
    return next((value[key] for key in (*keys, *_WRAPPERS) if value.get(key)), None)


def people(value: object) -> Iterator[str]:
    """The bylines that a value holds; a given and a family name that stand apart are joined."""
    if isinstance(value, str):
        yield from texts(listed(value), NAME)
    elif isinstance(value, list):
        for one in value:
            yield from people(one)
    elif isinstance(value, dict):
        given, family = _first(value, _GIVEN), _first(value, _FAMILY)
        if given and family:
            yield f"{given} {family}"
        else:
            yield from texts(value, NAME)


def _first(value: dict[str, object], keys: Iterable[str]) -> str:
    found = (value.get(key) for key in keys)
    return next((text.strip() for text in found if isinstance(text, str) and text.strip()), "")


def listed(text: str) -> object:
    """The list that a cell writes as JSON, Python or PostgreSQL do; another text as it is."""
    trimmed = text.strip()
    if f"{trimmed[:1]}{trimmed[-1:]}" not in {"[]", "{}"}:
        return text
    try:
        return json.loads(trimmed)
    except (ValueError, RecursionError):
        return ["".join(found) for found in _LISTED.findall(trimmed[1:-1])]


def is_html(text: str) -> bool:
    """Whether a text has tags that HTML knows; « 3 < 5 » has none."""
    return "<" in text and _TAG.search(text) is not None


def unwrapped(text: str) -> str:
    """A text whose HTML was escaped as a whole, as it was before."""
    if "<" not in text and "&lt;" in text and _ESCAPED_TAG.search(text):
        return unescape(text)
    return text


def is_address(text: str) -> bool:
    """Whether a text is an absolute address of the Web and nothing else."""
    return _ADDRESS.fullmatch(text) is not None


def address(value: object) -> str | None:
    """The first absolute address of the Web that a value holds."""
    for text in texts(value, ADDRESS):
        trimmed = text.strip()
        whole = f"https:{trimmed}" if trimmed.startswith("//") else trimmed
        if is_address(whole):
            return whole
    return None


def labels(value: object) -> object:
    """The labels that a value holds: a text, or a list of texts."""
    inner = listed(value) if isinstance(value, str) else value
    return (
        inner
        if isinstance(inner, str)
        else [label for one in _each(inner) for label in texts(one, NAME)]
    )


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
