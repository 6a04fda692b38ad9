"""Which surface forms can the words of a query have been found under?"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from whoosh.query import Term

from indexer.analysis import Word
from indexer.analysis.terms import of_form
from indexer.engines import Prefix, Vocabulary
from indexer.query.leaves import searched
from indexer.query.surface_forms import form_prefixes, forms_among, roots
from indexer.query.syntax_tree import (
    Clause,
    Conjunction,
    Disjunction,
    Equivalence,
    Kind,
    Node,
    Proximity,
)
from indexer.schema import TextField

MAX_WORDS = 8
MAX_FORMS = 12
IN_ANY_FORM = frozenset({Kind.WORDS, Kind.PATTERN})


@dataclass(frozen=True, slots=True)
class WordForms:
    """A word in its accented form, and the terms of each surface form the archive has of it.

    The most frequent form comes first.
    """

    word: str
    forms: dict[str, list[Term]]


def word_forms(node: Node | None, vocabulary: Vocabulary) -> tuple[WordForms, ...]:
    """The surface forms of the words that match in any form, those under a negation left out.

    At most MAX_WORDS words, each with at most MAX_FORMS forms; a word that the archive lacks is
    left out.
    """
    asked: dict[tuple[str, str], tuple[Word, Sequence[TextField]]] = {}
    for clause in clauses(node):
        for word in clause.words:
            key = (word.stem, clause.field.name if clause.field else "")
            if len(asked) < MAX_WORDS and key not in asked:
                asked[key] = (word, searched(clause))
    rows = vocabulary.terms_of(
        {
            prefix
            for word, fields in asked.values()
            for root in roots(word)
            for prefix in form_prefixes(root.stem, fields)
        }
    )
    found = (
        WordForms(word.accented, _forms(word, fields, rows)) for word, fields in asked.values()
    )
    return tuple(row for row in found if row.forms)


def clauses(node: Node | None, kinds: Collection[Kind] = IN_ANY_FORM) -> Iterator[Clause]:
    """The clauses typed of some kinds, none under a negation."""
    match node:
        case Clause() if node.kind in kinds and not node.optional:
            yield node
        case Proximity():
            yield from clauses(node.left, kinds)
            yield from clauses(node.right, kinds)
        case Conjunction() | Disjunction():
            for child in node.children:
                yield from clauses(child, kinds)
        case Equivalence():
            for clause in node.typed:
                yield from clauses(clause, kinds)


def _forms(
    word: Word, fields: Sequence[TextField], rows: Mapping[Prefix, Sequence[tuple[str, int]]]
) -> dict[str, list[Term]]:
    """The most frequent forms of a word and of its participle, and the terms of each."""
    counts: Counter[str] = Counter()
    stems: dict[str, str] = {}
    for root in roots(word):
        found = forms_among(rows[prefix] for prefix in form_prefixes(root.stem, fields))
        for form in found.keys() & root.only if root.only else found:
            counts[form], stems[form] = found[form], root.stem
    ranked = sorted(counts, key=lambda form: (-counts[form], form))[:MAX_FORMS]
    return {
        form: [Term(field.name, of_form(stems[form], form)) for field in fields] for form in ranked
    }
