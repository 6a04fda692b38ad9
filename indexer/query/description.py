"""How is a query said in French, as it was understood?"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from indexer.messages.french_format import NBSP, counted, day, month, quoted
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
            alone = all(isinstance(child, Clause) for child in node.children)
            head = "l’un de ces mots" if alone else "l’un ou l’autre"
            return f"{head}{_COLON}{', '.join(map(_shown, node.children))}"
        case Conjunction():
            return _all(node.children)
    return _all((node,))


def _all(nodes: Sequence[Node]) -> str:
    unwanted = [_shown(node.child) for node in nodes if isinstance(node, Negation)]
    periods = [_shown(node) for node in nodes if isinstance(node, Days)]
    wanted = [node for node in nodes if not isinstance(node, Negation | Days)]
    head = _HEADS[all(isinstance(node, Clause) for node in wanted), len(wanted) > 1]
    parts = [f"{head}{_COLON}{', '.join(map(_shown, wanted))}"] if wanted else []
    parts += [f"sauf{_COLON}{', '.join(unwanted)}"] if unwanted else []
    return _SEMICOLON.join([*parts, *periods])


def _shown(node: Node) -> str:
    match node:
        case Clause():
            return _clause(node)
        case Days():
            return period(node.first, node.last)
        case Proximity():
            apart = counted(node.distance, "mot")
            return f"{_clause(node.left)} à {apart} au plus de {_clause(node.right)}"
        case Negation():
            return f"sauf {_shown(node.child)}"
        case Conjunction():
            wanted = [child for child in node.children if not isinstance(child, Negation)]
            unwanted = [child for child in node.children if isinstance(child, Negation)]
            return (
                f"({' '.join([' et '.join(map(_shown, wanted)), *map(_shown, unwanted)]).strip()})"
            )
        case Disjunction():
            return f"({' ou '.join(map(_shown, node.children))})"


def _clause(clause: Clause) -> str:
    match clause.kind:
        case Kind.PHRASE:
            text = quoted(clause.text)
            if clause.distance:
                text += f" à {counted(clause.distance, 'mot')} près"
        case Kind.EXACT:
            text = f"{clause.text} (orthographe exacte)"
        case Kind.FUZZY:
            text = f"{clause.text} (à peu près)"
        case _:
            text = clause.text
    return f"{text} (dans {clause.field.names[0]})" if clause.field else text


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
