"""How much may a query ask of an engine? One budget for its whole tree, in lists of positions.

A phrase reads the positions of its words, as often as `engines.tree_rewrites.positions` says; two
words near each other are a phrase in either order. The budget is that of one field.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis import words
from indexer.engines import MOST_POSITIONS
from indexer.engines.tree_rewrites import most_slop, positions
from indexer.messages.french_format import NBSP, counted, quoted
from indexer.query.lexer import Lexeme
from indexer.query.repair import MAX_BETWEEN, WORDS, Repairs


class Budget:
    """The lists of positions that a query may still read."""

    def __init__(self, left: int = MOST_POSITIONS) -> None:
        """`left` lists may be read by what is not asked for yet."""
        self.left = left

    def affords(self, count: int) -> bool:
        """Whether `count` more lists are within the budget; if they are, they are taken from it."""
        if count > self.left:
            return False
        self.left -= count
        return True


def pair(between: int) -> int:
    """The lists that two words read in both orders, with at most `between` others between them."""
    return 2 * positions(2, between + 1)


def asked(lexemes: Sequence[Lexeme]) -> int:
    """How many lists of positions these lexemes read."""
    return sum(map(_positions, lexemes))


def within(typed: Sequence[Lexeme], repairs: Repairs) -> list[Lexeme]:
    """The lexemes, with less room between words where the budget does not allow what is asked."""
    # without room, everything is looked for: only room costs
    budget = Budget(MOST_POSITIONS - asked([_narrow(lexeme) for lexeme in typed]))
    kept = []
    for lexeme in typed:
        most = _most_between(lexeme, budget.left)
        if (lexeme.number or 0) > most and lexeme.kind in {"quoted", "near"}:
            repairs.add(_told(most), lexeme.start, lexeme.end)
            lexeme = replace(lexeme, number=most)  # noqa: PLW2901
        budget.left -= _positions(lexeme) - _positions(_narrow(lexeme))
        kept.append(lexeme)
    return kept


def _told(most: int) -> str:
    if most:
        return f"pas plus de {counted(most, 'mot')} d’écart ici"
    return f"trop d’expressions avec {quoted('~')}{NBSP}: cherchée sans écart"


def _narrow(lexeme: Lexeme) -> Lexeme:
    """A quotation without room, two words near each other with the most there is."""
    return replace(lexeme, number=MAX_BETWEEN if lexeme.kind == "near" else None)


def _positions(lexeme: Lexeme) -> int:
    if lexeme.kind == "near":
        return pair(MAX_BETWEEN)
    length = len(list(words(lexeme.text))) if lexeme.kind in WORDS else 0
    between = (lexeme.number or 0) if lexeme.kind == "quoted" else 0
    return positions(length, between + 1)


def _most_between(lexeme: Lexeme, left: int) -> int:
    """How many other words may stand between two of a lexeme: fewer where it has more words."""
    if lexeme.kind == "near":
        return MAX_BETWEEN
    length = len(list(words(lexeme.text)))
    return min(MAX_BETWEEN, most_slop(length, length + left) - 1)
