"""Which pieces of a query filter by a field or a period, and what is the query without each?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.analysis import fold
from indexer.query import MAX_CHARACTERS
from indexer.query.lexer import Lexeme, lexemes
from indexer.query.repair import DATES, FIELDS

_SIGNS = {"minus", "not"}
_VALUES = {"plain", "quoted"}


@dataclass(frozen=True, slots=True)
class TypedFilter:
    """A piece of a query as it was typed, whether it names a period, and the query without it."""

    text: str
    dated: bool
    without: str


def typed(text: str) -> Iterator[TypedFilter]:
    """The fields and periods of a query that every article found must meet, in order.

    None where the query has alternatives or parentheses: a piece of these is no filter by itself.
    """
    found = list(lexemes(text[:MAX_CHARACTERS]))
    if any(lexeme.kind in {"or", "open", "close", "near"} for lexeme in found):
        return
    for place, lexeme in enumerate(found):
        value = _value(found, place)
        name = fold(lexeme.text)
        if lexeme.kind == "field" and value and (name in FIELDS or name in DATES):
            first = place - (place > 0 and found[place - 1].kind in _SIGNS)
            yield TypedFilter(
                text=text[found[first].start : value.end],
                # what is not of a period may have no date
                dated=name in DATES and first == place,
                without=_cut(text, found, first, found.index(value)),
            )


def _cut(text: str, found: list[Lexeme], first: int, last: int) -> str:
    """The query without some lexemes, nor the « ET » that joined them to others."""
    if first > 0 and found[first - 1].kind == "and":
        first -= 1
    elif last + 1 < len(found) and found[last + 1].kind == "and":
        last += 1
    return f"{text[: found[first].start].rstrip()} {text[found[last].end :].lstrip()}".strip()


def undated(text: str) -> str:
    """The query without its periods."""
    return _without(text, lambda one: one.dated)


def bare(text: str) -> str:
    """The query without its fields and periods."""
    return _without(text, lambda _: True)


def _without(text: str, unwanted: Callable[[TypedFilter], bool]) -> str:
    while one := next(filter(unwanted, typed(text)), None):
        text = one.without
    return text


def _value(found: list[Lexeme], place: int) -> Lexeme | None:
    """What a field at a place is asked for."""
    rest = found[place + 1 :]
    if rest and rest[0].kind == "exact":
        rest = rest[1:]
    return rest[0] if rest and rest[0].kind in _VALUES else None
