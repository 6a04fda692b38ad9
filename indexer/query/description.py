"""How is a query said in French, as it was understood?"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from indexer.messages.french_format import NBSP, counted, day, month, quoted
from indexer.query.function_words import optional
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

# By whether words alone are asked for, and several of them
_HEADS = {
    (True, False): "ce mot",
    (True, True): "tous ces mots",
    (False, False): "ceci",
    (False, True): "tout ceci",
}
_COLON, _SEMICOLON = f"{NBSP}: ", f"{NBSP}; "


def sentence(node: Node | None) -> str:
    """« tous ces mots : réforme, retraites ; sauf : grève »; empty for an empty query."""
    match node:
        case None:
            return ""
        case Disjunction():
            head = "l’un de ces mots" if all(map(_are_words, node.children)) else "l’un ou l’autre"
            return f"{head}{_COLON}{', '.join(map(shown, node.children))}"
        case Conjunction():
            return _all(node.children)
    return _all((node,))


def _all(nodes: Sequence[Node]) -> str:
    unwanted = [shown(node.child) for node in nodes if isinstance(node, Negation)]
    periods = [shown(node) for node in nodes if isinstance(node, Days)]
    preferred = [shown(node) for node in nodes if optional(node)]
    wanted = [node for node in nodes if not (isinstance(node, Negation | Days) or optional(node))]
    head = _HEADS[all(map(_are_words, wanted)), len(wanted) > 1]
    parts = [f"{head}{_COLON}{', '.join(map(shown, wanted))}"] if wanted else []
    parts += [f"sauf{_COLON}{', '.join(unwanted)}"] if unwanted else []
    parts += [f"de préférence{_COLON}{', '.join(preferred)}"] if preferred else []
    return _SEMICOLON.join([*parts, *periods])


def _are_words(node: Node) -> bool:
    return isinstance(node, Clause | Equivalence)


def shown(node: Node) -> str:
    """A part of a query in French: « grève (dans titre) », « (marin ou cuisines) »."""
    match node:
        case Clause() | Equivalence():
            return _words(node)
        case Days():
            return period(node.first, node.last)
        case Proximity():
            apart = counted(node.distance, "mot")
            return f"{_words(node.left)} à {apart} au plus de {_words(node.right)}"
        case Negation():
            return f"sauf {shown(node.child)}"
        case Conjunction():
            wanted = [
                child
                for child in node.children
                if not (isinstance(child, Negation) or optional(child))
            ]
            unwanted = [child for child in node.children if isinstance(child, Negation)]
            both = " et ".join(map(_nested, wanted))
            return f"({' '.join([both, *map(shown, unwanted)]).strip()})"
        case Disjunction():
            return f"({' ou '.join(map(shown, node.children))})"


def as_typed(node: Node) -> str:
    """The same, without the other spellings of what was typed."""
    return shown(_without_equivalents(node))


def _without_equivalents(node: Node) -> Node:
    match node:
        case Equivalence():
            return replace(node, others=())
        case Conjunction() | Disjunction():
            return replace(node, children=tuple(map(_without_equivalents, node.children)))
        case Negation():
            return replace(node, child=_without_equivalents(node.child))
    return node


def _nested(node: Node) -> str:
    several = isinstance(node, Equivalence) and node.others
    return f"({shown(node)})" if several else shown(node)


def _words(node: Clause | Equivalence) -> str:
    match node:
        case Equivalence():
            text = " ou ".join([node.text, *(other.text for other in node.others)])
        case Clause(kind=Kind.PHRASE):
            text = quoted(node.text)
            if node.distance:
                text += f" à {counted(node.distance, 'mot')} près"
        case Clause(kind=Kind.EXACT):
            text = f"{node.text} (orthographe exacte)"
        case Clause(kind=Kind.FUZZY):
            text = f"{node.text} (à peu près)"
        case _:
            text = node.text
    field = node.typed[0].field if isinstance(node, Equivalence) else node.field
    return f"{text} (dans {field.names[0]})" if field else text


def period(first: date | None, last: date | None) -> str:
    """en 2023, en septembre 2023, le 14 septembre 2023, du 1ᵉʳ au 30 septembre 2023…"""
    if first is None or last is None:
        return _half(first, last)
    if first == last:
        return f"le {day(first)}"
    if (first.month, first.day) == (1, 1) and last == date(first.year, 12, 31):
        return f"en {first.year}"
    if first.day == 1 and last == date(first.year, first.month, _length(first)):
        return f"en {month(first)}"
    return f"du {_without_what_follows(first, last)} au {day(last)}"


def _length(value: date) -> int:
    """The days of a month."""
    return monthrange(value.year, value.month)[1]


def _half(first: date | None, last: date | None) -> str:
    if first:
        return f"depuis le {day(first)}"
    return f"jusqu’au {day(last)}" if last else ""


def _without_what_follows(first: date, last: date) -> str:
    """The first day without the month or the year that the last one repeats."""
    text = day(first)
    if first.year == last.year:
        text = text.removesuffix(f"{NBSP}{first.year}")
        if first.month == last.month:
            text = text.partition(NBSP)[0]
    return text
