"""Repair what was typed so that a strict grammar can read it, and say what was not taken as typed.

Nothing that a person types is an error: a sign that governs nothing is left out, a sign that is
not understood is left out or taken as a word, what is over a bound is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from indexer.analysis import fold, words
from indexer.messages.french_format import NBSP, quoted
from indexer.query.dates import days, written
from indexer.query.lexer import Lexeme, rendered
from indexer.query.wildcards import LEADING_LETTERS, leading, pattern, without
from indexer.schema import TEXT_FIELDS

MAX_WORDS = 32
MAX_PATTERNS = 8
MAX_FUZZY = 3
MAX_EDITS = 2
MAX_BETWEEN = 50
# From this likeness on, in difflib's measure, a field is taken for a misspelt one
ALIKE = 0.75

FIELDS = {fold(name): field for field in TEXT_FIELDS for name in field.names}
# The bounds of a period, under their French and English names
DATES = {"date": "date", "depuis": "depuis", "since": "depuis", "avant": "avant", "before": "avant"}
WORDS = {"plain", "quoted"}
# In words: le jeudi 14 septembre 2023, il y a trois jours
LONGEST_DATE = 5


@dataclass(frozen=True, slots=True)
class QueryWarning:
    """What was not taken as typed.

    A French sentence, the characters [start, end) of the query that it is about, and the whole
    query as it can be typed to be taken so without a warning.
    """

    message: str
    start: int
    end: int
    repair: str


class Repairs:
    """The reasons why a query is not taken as typed, with the place where each comes first."""

    def __init__(self, today: date | None = None) -> None:
        """No repair was made yet; `today` is the day after « hier », None where none is said."""
        self.today = today
        self._places: dict[str, tuple[int, int]] = {}

    def add(self, message: str, start: int, end: int) -> None:
        """Say how the characters [start, end) are taken; the first place of a message is kept."""
        self._places.setdefault(message, (start, end))

    def warnings(self, repaired: Sequence[Lexeme]) -> tuple[QueryWarning, ...]:
        """One warning for each message, by place; `repaired` is the query to type instead."""
        if not self._places:
            return ()
        text = rendered(repaired)
        told = [QueryWarning(reason, *place, text) for reason, place in self._places.items()]
        return tuple(sorted(told, key=lambda warning: warning.start))


def fields(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """Unknown fields become words; a period becomes one lexeme of kind date, depuis or avant."""
    kept: list[Lexeme] = []
    rest = list(reversed(typed))
    while rest:
        lexeme = rest.pop()
        lexeme = _spaced(lexeme, rest, repairs)
        name = fold(lexeme.text) if lexeme.kind == "field" else ""
        if name in DATES:
            touching = rest and rest[-1].start == lexeme.end
            value = _date(DATES[name], rest, repairs.today) if touching else lexeme
            kept += _period(DATES[name], lexeme, value, repairs)
        elif lexeme.kind == "field" and name not in FIELDS:
            end = rest[-1].end if rest and rest[-1].start == lexeme.end else lexeme.end
            kept += _unknown(lexeme, end, repairs)
        else:
            kept.append(lexeme)
    return kept


def _date(kind: str, rest: list[Lexeme], today: date | None) -> Lexeme:
    """The value of a period, taken off the lexemes that come; a date in words is of two or three.

    It is in figures, for it to be read wherever it goes.
    """
    pieces, figures = spoken(rest[: -LONGEST_DATE - 1 : -1], today)
    if not pieces:
        return rest.pop()
    del rest[-len(pieces) :]
    # « depuis:la semaine dernière » is from its first day on
    figures = figures if kind == "date" else figures.partition("..")[0]
    return replace(pieces[0], kind="plain", text=figures, end=pieces[-1].end)


def spoken(following: Sequence[Lexeme], today: date | None) -> tuple[Sequence[Lexeme], str]:
    """The date in words that lexemes begin with, and the same in figures; empty for none."""
    for length in range(min(LONGEST_DATE, len(following)), 0, -1):
        pieces = following[:length]
        text = " ".join(piece.text for piece in pieces)
        figures = written(text, today)
        if all(piece.kind in WORDS for piece in pieces) and figures != text:
            return pieces, figures
    return (), ""


def _spaced(lexeme: Lexeme, rest: Sequence[Lexeme], repairs: Repairs) -> Lexeme:
    """A period keeps its value after a space; « Source: les coulisses » is a title."""
    name = lexeme.text.removesuffix(":")
    known = lexeme.kind == "plain" and name != lexeme.text and fold(name) in {*FIELDS, *DATES}
    if not known or not rest or rest[-1].kind not in {*WORDS, "open"}:
        return lexeme
    if fold(name) in FIELDS:
        message = (
            f"{quoted(lexeme.text)} suivi d’une espace{NBSP}: cherché comme un mot, "
            "sans espace ce serait un champ"
        )
        repairs.add(message, lexeme.start, rest[-1].start)
        return replace(lexeme, text=name)
    message = f"pas d’espace après {quoted(lexeme.text)}{NBSP}: compris comme un champ"
    repairs.add(message, lexeme.start, rest[-1].start)
    return replace(lexeme, kind="field", text=name, end=rest[-1].start)


def _unknown(field: Lexeme, end: int, repairs: Repairs) -> list[Lexeme]:
    """A field that looks like a known one stands for it, another one is a word."""
    close = get_close_matches(fold(field.text), FIELDS, 1, ALIKE)
    meant = f"compris comme {quoted(close[0])}" if close else "cherché comme un mot"
    repairs.add(f"champ inconnu {quoted(field.text)}{NBSP}: {meant}", field.start, end)
    if close:
        return [replace(field, text=close[0])]
    return [replace(field, kind="plain")] if any(words(field.text)) else []


def _period(kind: str, field: Lexeme, value: Lexeme, repairs: Repairs) -> list[Lexeme]:
    ranged = ".." in value.text
    if value.kind == "plain" and days(value.text) and (kind == "date" or not ranged):
        return [replace(value, kind=kind, start=field.start)]
    message = f"date incomprise{NBSP}: écrire {kind}:2023, {kind}:2023-09 ou {kind}:2023-09-14"
    if kind == "date":
        message += f", ou deux dates de part et d’autre de {quoted('..')}"
    repairs.add(message, field.start, value.end)
    return []


def quotations(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """A quotation that is not closed goes on to the end."""
    for lexeme in typed:
        if lexeme.unclosed:
            message = f"guillemet non fermé{NBSP}: l’expression va jusqu’au bout"
            repairs.add(message, lexeme.start, lexeme.end)
    return list(typed)


def patterns(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """Patterns with too few letters before the sign, or too many patterns, become words."""
    kept: list[Lexeme] = []
    count = 0
    for lexeme in typed:
        asked = pattern(lexeme.text)[1] if lexeme.kind in WORDS else ""
        message = ""
        if asked and (lexeme.kind == "quoted" or (kept and kept[-1].kind == "exact")):
            message = f"{quoted('*')} ne vaut pas pour une expression exacte{NBSP}: sans effet"
        elif asked and len(leading(asked)) < LEADING_LETTERS:
            message = (
                f"au moins {LEADING_LETTERS} lettres avant {quoted('*')}{NBSP}: cherché sans elle"
            )
        elif asked and count == MAX_PATTERNS:
            message = f"pas plus de {MAX_PATTERNS} mots avec {quoted('*')}{NBSP}: cherché sans elle"
        if message:
            bare = without(lexeme.text, " " if lexeme.kind == "quoted" else "-")
            repairs.add(message, lexeme.start, lexeme.end)
            kept += [replace(lexeme, text=bare)] if bare else []
        else:
            count += bool(asked)
            kept.append(lexeme)
    return kept


def fuzzies(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """« ~ » holds for one word without a pattern, MAX_FUZZY times, up to MAX_EDITS edits."""
    kept = []
    count = 0
    for lexeme in typed:
        if lexeme.kind != "plain" or lexeme.number is None:
            kept.append(lexeme)
            continue
        count += 1
        message = ""
        if count > MAX_FUZZY:
            message = f"pas plus de {MAX_FUZZY} mots avec {quoted('~')}{NBSP}: cherché sans lui"
        elif len(list(words(lexeme.text))) > 1 or pattern(lexeme.text)[1]:
            message = f"{quoted('~')} suit un seul mot{NBSP}: cherché sans lui"
        if message:
            repairs.add(message, lexeme.start, lexeme.end)
        number = None if message else min(lexeme.number, MAX_EDITS)
        kept.append(replace(lexeme, number=number))
    return kept


def bounded(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """The lexemes up to the first MAX_WORDS words; what stands after them is cut off."""
    kept = []
    left = MAX_WORDS
    for lexeme in typed:
        if lexeme.kind not in WORDS:
            kept.append(lexeme)
            continue
        held = list(words(lexeme.text))
        if len(held) > left:
            message = f"seuls les {MAX_WORDS} premiers mots sont cherchés"
            text = lexeme.text[: held[left - 1].end] if left else ""
            repairs.add(message, lexeme.start, typed[-1].end)
            return [*kept, replace(lexeme, text=text)] if text else kept
        left -= len(held)
        kept.append(lexeme)
    return kept
