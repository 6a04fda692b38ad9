"""Which trees do the smallest pieces of a query make: terms, sequences of them, days?"""

from collections.abc import Iterable, Sequence
from datetime import date

from whoosh.query import NumericRange, Or, Phrase, Query, Term

from indexer.analysis.terms import literal_term, stem_term
from indexer.engines.document import DAY, day_number
from indexer.query.syntax_tree import Clause
from indexer.schema import SEARCHED, TextField

Fields = Sequence[TextField]


def between(first: date | None, last: date | None) -> Query:
    """The articles published from `first` to `last`, both included; None is no bound.

    An undated article matches no range.
    """
    return NumericRange(DAY, day_number(first or date.min), day_number(last or date.max))


def searched(clause: Clause) -> Fields:
    """The fields a clause looks into."""
    return (clause.field,) if clause.field else SEARCHED


def any_of(trees: Iterable[Query]) -> Query:
    """What holds any of some trees."""
    return Or(list(trees))


def sequence(terms: list[str], fields: Fields, between: int = 0) -> Query:
    """Terms in this order, with at most `between` other words from one to the next."""
    if len(terms) == 1:
        return any_of(Term(field.name, terms[0], field.boost) for field in fields)
    # whoosh counts the step from a word to the next, 1 for neighbours
    return any_of(Phrase(field.name, terms, between + 1, field.boost) for field in fields)


def meant(clause: Clause) -> list[str]:
    """The terms of an equivalent: as it is written in a sigle or with a rank (1re is not 1er).

    All of one kind: a sequence of several kinds is found by no engine that holds each apart.
    """
    ranked = any(word.literal[0].isdigit() and word.literal != word.stem for word in clause.words)
    term = literal_term if ranked or clause.text.isupper() else stem_term
    return [term(word) for word in clause.words]
