"""Turn a syntax tree into a tree of analysed terms, the form that every engine evaluates."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    Not,
    NullQuery,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from indexer.analysis import Word
from indexer.engines import DAY, day_number
from indexer.fields import (
    ACCENTS_BOOST,
    SEARCHED,
    TextField,
    accented_term,
    literal_term,
    stem_term,
)
from indexer.frenchtext import NBSP, number, quoted
from indexer.query import expansion
from indexer.query.expansion import MAX_EXPANSION, Terms
from indexer.query.forms import Forms
from indexer.query.nodes import (
    Clause,
    Conjunction,
    Days,
    Disjunction,
    Kind,
    Negation,
    Node,
    Proximity,
)
from indexer.query.repair import QueryWarning

Fields = Sequence[TextField]


def between(first: date | None, last: date | None) -> Query:
    """The articles published between two days, both included; an undated one never is."""
    return NumericRange(DAY, day_number(first or date.min), day_number(last or date.max))


class Compiler:
    """Compiles syntax trees against the vocabulary of one generation."""

    def __init__(self, terms: Terms, unwanted: Collection[str]) -> None:
        """`unwanted` are surface forms that no word, pattern or approximation stands for."""
        self._terms = terms
        self._forms = Forms(terms, unwanted)
        self.warnings: list[QueryWarning] = []

    def tree(self, node: Node) -> Query:
        """The tree of a node."""
        match node:
            case Conjunction():
                return And([self.tree(child) for child in node.children])
            case Disjunction():
                return Or([self.tree(child) for child in node.children])
            case Negation():
                return Not(self.tree(node.child))
            case Days():
                return ConstantScoreQuery(between(node.first, node.last))
            case Proximity():
                return _proximity(node)
            case Clause():
                return self._clause(node)

    def _clause(self, clause: Clause) -> Query:
        fields = searched(clause)
        match clause.kind:
            case Kind.PHRASE:
                return _phrase(clause, fields)
            case Kind.EXACT:
                return _exact(clause, fields)
            case Kind.FUZZY:
                (word,) = clause.words
                near = expansion.close(word.literal, clause.distance, fields, self._terms)
                found = Counter({form: frequency for form, (_, frequency) in near.items()})
                return self._expanded(clause, found, fields)
        trees = [self._word(word, fields) for word in clause.words]
        if clause.kind is Kind.PATTERN:
            found = expansion.matching(clause.pattern, fields, self._terms)
            trees.append(self._expanded(clause, found, fields))
        return trees[0] if len(trees) == 1 else And(trees)

    def _word(self, word: Word, fields: Fields) -> Query:
        """Any form of the word; where its accents were typed and others exist, they count more."""
        kept = self._forms.kept(word.stem, fields)
        if kept is not None:
            return _any(Term(field.name, term, field.boost) for field in fields for term in kept)
        tree = _any(Term(field.name, stem_term(word), field.boost) for field in fields)
        if word.accented == word.literal or not self._forms.ambiguous(word, fields):
            return tree
        exact = accented_term(word)
        return AndMaybe(tree, _any(Term(f.name, exact, f.boost * ACCENTS_BOOST) for f in fields))

    def _expanded(self, clause: Clause, found: Counter[str], fields: Fields) -> Query:
        """The most frequent forms found, at a constant score."""
        literals = expansion.most_frequent(found)
        if len(literals) < len(found):
            message = (
                f"{quoted(clause.text)} désigne {number(len(found))} mots{NBSP}: "
                f"seuls les {MAX_EXPANSION} plus fréquents sont cherchés"
            )
            self.warnings.append(QueryWarning(message, clause.start, clause.end, ""))
        terms = [term for literal in literals for term in self._forms.terms(literal, fields)]
        if not terms:
            return NullQuery
        return ConstantScoreQuery(_any(Term(f.name, term) for f in fields for term in terms))


def searched(clause: Clause) -> Fields:
    """The fields a clause looks into."""
    return (clause.field,) if clause.field else SEARCHED


def _any(trees: Iterable[Query]) -> Query:
    return Or(list(trees))


def _phrase(clause: Clause, fields: Fields) -> Query:
    literals = [literal_term(word) for word in clause.words]
    if len(literals) == 1:
        return _any(Term(field.name, literals[0], field.boost) for field in fields)
    # whoosh counts the step from a word to the next, 1 for neighbours
    slop = clause.distance + 1
    return _any(Phrase(field.name, literals, slop, field.boost) for field in fields)


def _exact(clause: Clause, fields: Fields) -> Query:
    """Every word with its accents; of a quotation, words that follow each other as well."""
    trees = [
        _any(Term(field.name, accented_term(word), field.boost) for field in fields)
        for word in clause.words
    ]
    if len(clause.words) > 1:
        trees.append(_phrase(clause, fields))
    return trees[0] if len(trees) == 1 else And(trees)


def _proximity(node: Proximity) -> Query:
    left, right = (_near_term(clause) for clause in (node.left, node.right))
    slop = node.distance + 1
    return _any(
        Phrase(field.name, pair, slop, field.boost)
        for field in searched(node.left)
        for pair in ([left, right], [right, left])
    )


def _near_term(clause: Clause) -> str:
    (word,) = clause.words
    return literal_term(word) if clause.kind is Kind.PHRASE else stem_term(word)
