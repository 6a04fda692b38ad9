"""Read well-formed lexemes as a syntax tree.

    either  = all {or all}
    all     = unit {[and] unit}
    unit    = (minus | not) unit | field unit | exact close | close | days
            | open either close_parenthesis
    close   = word {near word}

A sign governs the word or parenthesis that follows it: a field holds for a whole parenthesis.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from indexer.analysis import fold, words
from indexer.query.dates import days
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


def tree(lexemes: Sequence[Lexeme]) -> Node | None:
    """The syntax tree of lexemes that `balancing.balanced` gave, None without any."""
    return _Parser(lexemes).either(None) if lexemes else None


class _Parser:
    def __init__(self, lexemes: Sequence[Lexeme]) -> None:
        self._rest = list(reversed(lexemes))

    def _at(self, *kinds: str) -> bool:
        return bool(self._rest) and self._rest[-1].kind in kinds

    def either(self, field: TextField | None) -> Node:
        nodes = [self._all(field)]
        while self._at("or"):
            self._rest.pop()
            nodes.append(self._all(field))
        return nodes[0] if len(nodes) == 1 else Disjunction(tuple(nodes))

    def _all(self, field: TextField | None) -> Node:
        nodes = []
        while self._rest and not self._at("or", "close"):
            if self._at("and"):
                self._rest.pop()
            nodes.append(self._unit(field))
        return nodes[0] if len(nodes) == 1 else Conjunction(tuple(nodes))

    def _unit(self, field: TextField | None) -> Node:
        lexeme = self._rest.pop()
        match lexeme.kind:
            case "minus" | "not":
                return Negation(self._unit(field))
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
        """The next words in their exact spelling; before a parenthesis the sign has no effect."""
        if not self._at("plain", "quoted"):
            return self._unit(field)
        lexeme = self._rest.pop()
        return replace(
            _clause(lexeme, field), kind=Kind.EXACT, words=tuple(words(lexeme.text)), pattern=""
        )

    def _close(self, left: Clause, field: TextField | None) -> Node:
        pairs = []
        while self._at("near"):
            number = self._rest.pop().number
            right = _clause(self._rest.pop(), field)
            pairs.append(Proximity(left, right, NEAR_WORDS if number is None else number))
            left = right
        return left if not pairs else pairs[0] if len(pairs) == 1 else Conjunction(tuple(pairs))


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
    span = days(lexeme.text)
    if span is None:
        raise AssertionError(lexeme)  # repair let through what the grammar does not know
    match lexeme.kind:
        case "depuis":
            return Days(span.first, None)
        case "avant" if span.first:
            return Days(None, span.first - timedelta(days=1))
    return span
