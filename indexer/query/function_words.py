"""Which words hold a sentence together and say nothing of an article? They are not demanded.

One list, folded, so blind to accents: what is a noun with others is not in it (été, est, son, pas,
maïs, or, car, ton, vers).
"""

from dataclasses import replace
from typing import TypeGuard

from indexer.query.syntax_tree import (
    Clause,
    Conjunction,
    Days,
    Disjunction,
    Equivalence,
    Kind,
    Negation,
    Node,
    Proximity,
)

FUNCTION_WORDS = frozenset(
    """
    a au aux avec c ca ce cela ces cet cette chez comme comment contre d dans de depuis des dont
    du elle elles en entre et eux il ils j je l la le les leur leurs lors lorsque lui m ma me mes
    moins n ne ni nos notre nous on ont ou par pendant plus pour pourquoi puis qu quand que quel
    quelle quelles quels qui quoi s sa sans se ses si sont sous sur t ta te tes tres tu un une vos
    votre vous y
    """.split()
)


def optional(node: Node) -> bool:
    """Whether a part of a query only adds to scores."""
    return isinstance(node, Clause) and node.optional


def required(node: Node) -> Node:
    """The part under « + »: all its clauses are required."""
    match node:
        case Clause():
            return replace(node, required=True)
        case Proximity():
            left, right = (replace(side, required=True) for side in (node.left, node.right))
            return replace(node, left=left, right=right)
        case Conjunction() | Disjunction():
            return replace(node, children=tuple(map(required, node.children)))
    return node


def relaxed(node: Node) -> Node:
    """The syntax tree whose words of grammar are optional where other words stand beside them.

    Not so under « + », in a field, in quotation marks or under SAUF.
    """
    match node:
        case Disjunction():
            return Disjunction(tuple(map(relaxed, node.children)))
        case Conjunction():
            children = tuple(map(relaxed, node.children))
            if not all(isinstance(one, Negation | Days) or _grammatical(one) for one in children):
                children = tuple(
                    replace(one, optional=True) if _grammatical(one) else one for one in children
                )
            return Conjunction(children)
    return node


def _grammatical(node: Node) -> TypeGuard[Clause]:
    return (
        isinstance(node, Clause)
        and node.kind is Kind.WORDS
        and not (node.field or node.required)
        and all(word.literal in FUNCTION_WORDS for word in node.words)
    )


def anchoring(node: Node) -> bool:
    """Whether all the words of a part stand under « + »."""
    match node:
        case Clause():
            return node.required
        case Proximity():
            return node.left.required
        case Conjunction() | Disjunction():
            return all(map(anchoring, node.children))
        case Equivalence():
            return all(map(anchoring, node.typed))
    return False


def demanded(node: Node) -> bool:
    """Whether no article is shown without this part: under « + », in a field, or no word."""
    match node:
        case Clause():
            return node.required or node.field is not None
        case Proximity():
            return demanded(node.left)
        case Conjunction() | Disjunction():
            return all(map(demanded, node.children))
        case Equivalence():
            return all(map(demanded, node.typed))
    return isinstance(node, Negation | Days)
