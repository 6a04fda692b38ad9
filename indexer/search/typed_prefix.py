"""Which word is being typed, and what was typed before it?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.analysis import Word, fold, words
from indexer.query import MAX_CHARACTERS
from indexer.query.lexer import Lexeme, lexemes
from indexer.query.repair import FIELDS
from indexer.schema import TextField

LETTERS = 2
_OTHERS = re.compile(r"[^a-z0-9]+")
# What ends the quotation that each of these opens; others end it themselves
_CLOSING = {"«": "\u00a0»", "“": "”", "„": "“", "‹": "\u00a0›", "<<": ">>"}
_NONE = Lexeme("open", "(", 0, 0)
# What stands before a word that another clause does not govern
_FREE = {"plain", "quoted", "close"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """The last word of a text, unfinished, and what stands before it.

    `head` is the text before the word, `field` the one it is in, `closing` what ends its quotation,
    "" outside of any. `before` are all the words before it. `names` are the words before it that
    may be of one name with it, with the text before them, the fewest words first; none where a
    sign governs the word, so that it cannot give way to a filter.
    """

    word: Word
    head: str
    field: TextField | None
    closing: str
    before: tuple[Word, ...]
    names: tuple[tuple[tuple[Word, ...], str], ...]


def typed_prefix(text: str) -> Prefix | None:
    """The word being typed; None below LETTERS letters, after white space or in a date."""
    *others, last = [*lexemes(text[:MAX_CHARACTERS])] or [_NONE]
    is_open = last.kind == "plain" or (last.kind == "quoted" and last.unclosed)
    if not is_open or last.end != len(text) or last.number is not None:
        return None
    *compound, word = words(last.text)
    if len(word.literal) < LETTERS or word.end != len(last.text):
        return None
    # « € » is the word « euros », which no letter goes on with
    if _OTHERS.sub("", fold(last.text[word.start :])) != word.literal:
        return None
    named = _field(others)
    field = FIELDS.get(fold(named.text)) if named else None
    if named and field is None:
        return None
    held = [
        one for lexeme in others if lexeme.kind in {"plain", "quoted"} for one in words(lexeme.text)
    ]
    names = () if last.kind == "quoted" else _names(text, [*others, last], compound)
    return Prefix(
        word=word,
        head=text[: last.end - len(last.text) + word.start],
        field=field,
        closing=_CLOSING.get(last.unclosed, last.unclosed),
        before=(*held, *compound),
        names=tuple(names),
    )


def _field(before: Sequence[Lexeme]) -> Lexeme | None:
    """The field that governs what follows: just before it, or before a parenthesis left open."""
    governs, closed = True, 0
    for lexeme in reversed(before):
        if governs and lexeme.kind == "field":
            return lexeme
        governs = lexeme.kind == "open" and not closed
        closed += (lexeme.kind == "close") - (lexeme.kind == "open" and closed > 0)
    return None


def _names(
    text: str, pieces: Sequence[Lexeme], compound: Sequence[Word]
) -> Iterator[tuple[tuple[Word, ...], str]]:
    """The words that may be of one name with the last piece, and the text before them."""
    if sum((piece.kind == "open") - (piece.kind == "close") for piece in pieces):
        return
    before: tuple[Word, ...] = tuple(compound)
    rest = list(pieces)
    piece = rest.pop()
    in_field = bool(rest) and rest[-1].kind == "field"
    if in_field:
        piece = rest.pop()
    while not rest or rest[-1].kind in _FREE:
        yield before, text[: piece.start].rstrip()
        if in_field or not rest or rest[-1].kind != "plain" or rest[-1].number is not None:
            return
        piece = rest.pop()
        before = (*words(piece.text), *before)
