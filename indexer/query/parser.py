"""Read well-formed lexemes as a syntax tree.

    either  = all {or all}
    all     = unit {[and] unit}
    unit    = (minus | not | plus) unit | field unit | exact close | close | days
            | open either close_parenthesis
    close   = word {near word}

Whatever stands before a parenthesis or a word governs it, so a field reaches into parentheses.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from indexer.analysis import fold, words
from indexer.query.dates import days
from indexer.query.function_words import relaxed, required
from indexer.query.lexer import Lexeme
from indexer.query.repair import FIELDS
from indexer.query.syntax_tree import (
    Clause,
    Conjunction,
    Days,
    Disjunction,
    Kind,
    Negation,
    Node,
    Proximity,
)
from indexer.query.wildcards import pattern
from indexer.schema import TextField

NEAR_WORDS = 10
_SIGNED: dict[str, Callable[[Node], Node]] = {"minus": Negation, "not": Negation, "plus": required}


def tree(found: Sequence[Lexeme]) -> Node | None:
    """The syntax tree of lexemes that `structure.balanced` gave, None without any."""
    return relaxed(_Parser(found).either(None)) if found else None


class _Parser:
    def __init__(self, found: Sequence[Lexeme]) -> None:
        self._rest = list(reversed(found))

    def _at(self, *kinds: str) -> bool:
        return bool(self._rest) and self._rest[-1].kind in kinds

    def either(self, field: TextField | None) -> Node:
        found = [self._all(field)]
        while self._at("or"):
            self._rest.pop()
            found.append(self._all(field))
        return found[0] if len(found) == 1 else Disjunction(tuple(found))

    def _all(self, field: TextField | None) -> Node:
        found = []
        while self._rest and not self._at("or", "close"):
            if self._at("and"):
                self._rest.pop()
            found.append(self._unit(field))
        return found[0] if len(found) == 1 else Conjunction(tuple(found))

    def _unit(self, field: TextField | None) -> Node:
        lexeme = self._rest.pop()
        match lexeme.kind:
            case "minus" | "not" | "plus":
                return _SIGNED[lexeme.kind](self._unit(field))
            case "field":
                return self._unit(FIELDS[fold(lexeme.text)])
            case "open":
                node = self.either(field)
                self._rest.pop()
                return node
            case "exact":
                return self._exact(field)
            case "plain" | "quoted":
                return self._close(_clause(lexeme, field), field)
        return _days(lexeme)

    def _exact(self, field: TextField | None) -> Node:
        """The words that follow in their exact spelling; the sign says nothing of parentheses."""
        if not self._at("plain", "quoted"):
            return self._unit(field)
        lexeme = self._rest.pop()
        return replace(
            _clause(lexeme, field), kind=Kind.EXACT, words=tuple(words(lexeme.text)), pattern=""
        )

    def _close(self, left: Clause, field: TextField | None) -> Node:
        found = []
        while self._at("near"):
            number = self._rest.pop().number
            right = _clause(self._rest.pop(), field)
            found.append(Proximity(left, right, NEAR_WORDS if number is None else number))
            left = right
        return left if not found else found[0] if len(found) == 1 else Conjunction(tuple(found))


def _clause(lexeme: Lexeme, field: TextField | None) -> Clause:
    text = " ".join(lexeme.text.split())
    if lexeme.kind == "quoted":
        kind, distance, pattern_, before = Kind.PHRASE, lexeme.number or 0, "", text
    elif lexeme.number is not None:
        kind, distance, pattern_, before = Kind.FUZZY, lexeme.number, "", text
    else:
        before, pattern_ = pattern(text)
        kind, distance = Kind.PATTERN if pattern_ else Kind.WORDS, 0
    return Clause(
        kind=kind,
        text=text,
        words=tuple(words(before)),
        start=lexeme.start,
        end=lexeme.end,
        field=field,
        pattern=pattern_,
        distance=distance,
    )


def _days(lexeme: Lexeme) -> Days:
    found = days(lexeme.text)
    if found is None:
        raise AssertionError(lexeme)  # repair let through what the grammar does not know
    match lexeme.kind:
        case "depuis":
            return Days(found.first, None)
        case "avant" if found.first:
            return Days(None, found.first - timedelta(days=1))
    return found
