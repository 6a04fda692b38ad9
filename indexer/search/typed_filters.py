"""Which pieces of a query filter by a field or a period, and what is the query without each?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.analysis import fold
from indexer.query.lexer import Lexeme
from indexer.query.repair import DATES, FIELDS, LONGEST_DATE, spoken

_SIGNS = {"minus", "not"}
_VALUES = {"plain", "quoted"}
# A period in words is as long whatever the day it counts from
_ANY_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class TypedFilter:
    """A field or a period in a query: its lexemes from rank `first` to rank `last`, both included.

    `text` is how it was typed; `dated` says that only dated articles can meet it.
    """

    text: str
    dated: bool
    first: int
    last: int


def typed(text: str, lexemes: Sequence[Lexeme]) -> Iterator[TypedFilter]:
    """The fields and periods of a query that every article found must meet, in order.

    `lexemes` are those of `text`. A query with alternatives, parentheses or words near each other
    has none: a piece of these is no filter by itself.
    """
    if any(lexeme.kind in {"or", "open", "close", "near"} for lexeme in lexemes):
        return
    for place, lexeme in enumerate(lexemes):
        if lexeme.kind != "field" or lexeme.start == lexeme.end:
            continue
        last = _value(lexemes, place)
        name = fold(lexeme.text)
        if last and (name in FIELDS or name in DATES):
            first = place - (place > 0 and lexemes[place - 1].kind in _SIGNS)
            yield TypedFilter(
                text=text[lexemes[first].start : lexemes[last].end],
                # what is not of a period may have no date
                dated=name in DATES and first == place,
                first=first,
                last=last,
            )


def without(text: str, lexemes: Sequence[Lexeme], unwanted: Callable[[TypedFilter], bool]) -> str:
    """The text of a query without its `unwanted` filters and the « ET » that joined them."""
    cut = [one for one in typed(text, lexemes) if unwanted(one)]
    rest = list(lexemes)
    # from the end, so that what stands before keeps its place
    for one in reversed(cut):
        first, last = one.first, one.last
        if first > 0 and rest[first - 1].kind == "and":
            first -= 1
        elif last + 1 < len(rest) and rest[last + 1].kind == "and":
            last += 1
        before, after = text[: rest[first].start].rstrip(), text[rest[last].end :].lstrip()
        text = f"{before} {after}".rstrip()
        del rest[first : last + 1]
    return text.strip() if cut else text


def _value(lexemes: Sequence[Lexeme], place: int) -> int:
    """The rank of the last value of the field of rank `place`, 0 without one."""
    rank = place + 1
    if fold(lexemes[place].text) in DATES:
        words, _ = spoken(lexemes[rank : rank + LONGEST_DATE], _ANY_DAY)
        rank += max(0, len(words) - 1)
    if rank < len(lexemes) and lexemes[rank].kind == "exact":
        rank += 1
    if rank == len(lexemes) or lexemes[rank].kind not in _VALUES:
        return 0
    return _all_values(lexemes, rank)


def _all_values(lexemes: Sequence[Lexeme], rank: int) -> int:
    """The rank of the last of the values that one sign governs, titre:mer,port, from the first."""
    after = rank + 1
    # the sign was given again, without a character of its own
    while after < len(lexemes) and lexemes[after].start == lexemes[after].end:
        after += 1
    return rank if after == rank + 1 else _all_values(lexemes, after)
