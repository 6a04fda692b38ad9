"""What does a query ask for together, and which spellings did it search?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TypeGuard

from whoosh.query import Query

from indexer.query.function_words import optional
from indexer.query.syntax_tree import Clause, Equivalence, Kind, Node
from indexer.schema import MOST_NEIGHBOURS


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a query asks for together, and its tree.

    `words` are the parts that it can lack one by one: those of a spelling of several words, where
    each is there if an equivalent of the whole is.
    """

    node: Node
    tree: Query
    words: tuple["Part", ...] = ()


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the spellings that were searched together, and its tree."""

    text: str
    tree: Query


@dataclass(frozen=True, slots=True)
class Spellings:
    """What was typed and its equivalents; `key` is that of the spelling which has them.

    `excluded` tells that they are under SAUF, so that no article is found by them.
    """

    key: str
    typed: Spelling
    others: tuple[Spelling, ...]
    excluded: bool = False


def side_by_side(parts: Sequence[Part]) -> Iterator[tuple[Clause, Clause]]:
    """The first pairs of words that were typed side by side, small ones aside."""
    clauses = [node for part in parts for node in typed(part.node) if not optional(node)]
    for left, right in islice(pairwise(clauses), MOST_NEIGHBOURS):
        if _bare(left) and _bare(right):
            yield left, right


def typed_apart(nodes: Sequence[Node]) -> Iterator[tuple[int, Clause, Clause]]:
    """Each two words with one space between them, of one field, and the rank of the first."""
    for rank, (left, right) in enumerate(pairwise(nodes)):
        if not (_one_word(left) and _one_word(right)):
            continue
        if left.field == right.field and left.end + 1 == right.start:
            yield rank, left, right


def _one_word(node: Node) -> TypeGuard[Clause]:
    return (
        isinstance(node, Clause)
        and node.kind is Kind.WORDS
        and len(node.words) == 1
        and not node.optional
    )


def typed(node: Node) -> Sequence[Node]:
    """A part as it was typed, without equivalents."""
    return node.typed if isinstance(node, Equivalence) else (node,)


def _bare(node: Node) -> TypeGuard[Clause]:
    """Whether a part is words in any form, in whatever field."""
    return isinstance(node, Clause) and node.kind is Kind.WORDS and not node.field
