"""Which surface forms can the words of a query have been found under?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whoosh.query import Term

from indexer.analysis.terms import ACCENTED, FORM_MARK
from indexer.query.compiler import searched
from indexer.query.expansion import Terms
from indexer.query.surface_forms import forms
from indexer.query.syntax_tree import Clause, Conjunction, Disjunction, Kind, Node, Proximity
from indexer.schema import TextField

MAX_WORDS = 8
MAX_FORMS = 12


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word as typed and the terms of each form it has in the archive, frequent ones first."""

    word: str
    forms: dict[str, list[Term]]


def word_forms(node: Node | None, terms: Terms) -> tuple[WordForms, ...]:
    """The forms of the words that are asked for in any form, what is excluded left out."""
    found: dict[tuple[str, str], WordForms] = {}
    for clause in clauses(node):
        for word in clause.words:
            key = (word.stem, clause.field.name if clause.field else "")
            if len(found) < MAX_WORDS and key not in found:
                found[key] = WordForms(word.accented, _forms(word.stem, searched(clause), terms))
    return tuple(row for row in found.values() if row.forms)


def clauses(node: Node | None) -> Iterator[Clause]:
    """The clauses that ask for words in any form, what is excluded left out."""
    match node:
        case Clause() if node.kind in {Kind.WORDS, Kind.PATTERN} and not node.optional:
            yield node
        case Proximity():
            yield from clauses(node.left)
            yield from clauses(node.right)
        case Conjunction() | Disjunction():
            for child in node.children:
                yield from clauses(child)


def _forms(root: str, fields: Sequence[TextField], terms: Terms) -> dict[str, list[Term]]:
    found = forms(root, fields, terms)
    ranked = sorted(found, key=lambda form: (-found[form], form))[:MAX_FORMS]
    return {
        form: [Term(field.name, f"{ACCENTED}{root}{FORM_MARK}{form}") for field in fields]
        for form in ranked
    }
