"""Which other spellings does a word, or a sequence of words, of a query have in this house?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeGuard

from indexer.analysis import words
from indexer.messages.french_format import NBSP, counted
from indexer.query.day_spellings import BEGINNING, LONGEST, spellings
from indexer.query.repair import QueryWarning
from indexer.query.syntax_tree import (
    Clause,
    Conjunction,
    Disjunction,
    Equivalence,
    Kind,
    Negation,
    Node,
)

# Of a whole query; a spelling has fewer
MOST_OTHERS = 32


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The spellings that stand for another one.

    `others` maps the `key` of a spelling to those that are searched with it, as they are shown.
    `reach` maps the first word of a key to the number of words of the longest key that it begins.
    The keys of `as_typed` have none in this search.
    """

    others: Mapping[str, tuple[str, ...]]
    reach: Mapping[str, int]
    as_typed: frozenset[str] = frozenset()

    def of(self, spelling: str) -> tuple[str, ...]:
        """The spellings that stand for a key too: those of the house, or other ones of a day."""
        if spelling in self.as_typed:
            return ()
        found = self.others.get(spelling)
        return found or tuple(one for one in spellings(spelling) if key(one) != spelling)

    def longest(self, word: str) -> int:
        """The number of words of the longest key that a word may begin, 0 for none."""
        longest = LONGEST if BEGINNING.fullmatch(word) else 0
        return max(longest, self.reach.get(word, 0))


NONE = Equivalents({}, {})


def key(spelling: str) -> str:
    """The literal forms of the words of a spelling: case, accents and hyphens do not count."""
    return " ".join(word.literal for word in words(spelling))


def widened(
    node: Node | None, text: str, equivalents: Equivalents
) -> tuple[Node | None, tuple[QueryWarning, ...]]:
    """A syntax tree in which words that are a spelling stand for the others too.

    `text` is the query. MOST_OTHERS spellings are added in all, and a warning says where more would
    be; quotations, exact forms, patterns and words near each other stand for nothing else.
    """
    if node is None:
        return node, ()
    widening = _Widening(text, equivalents)
    return widening.of(node), tuple(widening.warnings)


class _Widening:
    def __init__(self, text: str, equivalents: Equivalents) -> None:
        self._text = text
        self._equivalents = equivalents
        self._left = MOST_OTHERS
        self.warnings: list[QueryWarning] = []

    def of(self, node: Node) -> Node:
        match node:
            case Negation():
                return Negation(self.of(node.child))
            case Disjunction():
                return Disjunction(tuple(map(self.of, node.children)))
            case Conjunction():
                children = tuple(self._all(node.children))
                return children[0] if len(children) == 1 else Conjunction(children)
            case Clause() if _plain(node):
                return next(self._all((node,)))
        return node

    def _all(self, nodes: Sequence[Node]) -> Iterator[Node]:
        rank = 0
        while rank < len(nodes):
            node = nodes[rank]
            if not _plain(node):
                yield self.of(node)
                rank += 1
                continue
            typed = self._longest(list(self._side_by_side(nodes[rank:])))
            if others := self._others(_key(typed), typed) if typed else ():
                yield _equivalence(_key(typed), typed, others)
            else:
                typed = (node,)
                yield self._inside(node)
            rank += len(typed)

    def _side_by_side(self, nodes: Sequence[Node]) -> Iterator[Clause]:
        """The first clauses that nothing but white space parts, as far as a spelling may reach."""
        before: Clause | None = None
        left = 0
        for node in nodes:
            if not _plain(node):
                return
            if before is None:
                left = self._equivalents.longest(node.words[0].literal)
            elif self._text[before.end : node.start].strip() or node.field != before.field:
                return
            left -= len(node.words)
            if left < 0:
                return
            yield node
            before = node

    def _longest(self, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
        """The longest spelling that clauses begin with, empty where they begin with none."""
        for count in range(len(clauses), 0, -1):
            if self._equivalents.of(_key(clauses[:count])):
                return tuple(clauses[:count])
        return ()

    def _others(self, spelling: str, typed: Sequence[Clause]) -> tuple[str, ...]:
        """The other spellings, as many as the query may still have."""
        known = self._equivalents.of(spelling)
        others = known[: self._left]
        self._left -= len(others)
        if len(others) < len(known) and not self.warnings:
            message = f"pas plus de {counted(MOST_OTHERS, 'équivalent')}{NBSP}: la suite sans eux"
            self.warnings.append(QueryWarning(message, typed[0].start, typed[-1].end, ""))
        return others

    def _inside(self, clause: Clause) -> Node:
        """A compound that holds a spelling: « pro-Poutine » is « pro-Putin » too."""
        held = clause.words
        for first, last in self._spans(clause):
            spelling = " ".join(word.literal for word in held[first:last])
            if others := self._others(spelling, (clause,)):
                before, after = clause.text[: held[first].start], clause.text[held[last - 1].end :]
                texts = [f"{before}{one}{after}" for one in others]
                return _equivalence(spelling, (clause,), texts)
        return clause

    def _spans(self, clause: Clause) -> Iterator[tuple[int, int]]:
        """Where a spelling may stand in a compound, the longest first at each word.

        What nothing parts from its neighbour is a part of a word: PS in PS5.
        """
        held = clause.words
        length = len(held)
        parted = [one.end < other.start for one, other in pairwise(held)]
        begins, ends = [True, *parted], [*parted, True]
        for first, word in enumerate(held if length > 1 else ()):
            reach = self._equivalents.longest(word.literal) if begins[first] else 0
            for last in range(min(first + reach, length), first, -1):
                if ends[last - 1]:
                    yield first, last


def _equivalence(spelling: str, typed: Sequence[Clause], others: Sequence[str]) -> Equivalence:
    shared = replace(typed[0], kind=Kind.EQUIVALENT, end=typed[-1].end, optional=False)
    clauses = (replace(shared, text=other, words=tuple(words(other))) for other in others)
    return Equivalence(spelling, tuple(typed), tuple(clauses))


def _plain(node: Node) -> TypeGuard[Clause]:
    return isinstance(node, Clause) and node.kind is Kind.WORDS


def _key(clauses: Sequence[Clause]) -> str:
    return " ".join(word.literal for clause in clauses for word in clause.words)
