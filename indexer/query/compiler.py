"""Turn a syntax tree into a tree of analysed terms, the form that every engine evaluates."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    Not,
    NullQuery,
    Or,
    Query,
    Term,
)

from indexer.analysis import Word
from indexer.analysis.terms import accented_term, kind_and_rest, literal_term, stem_term
from indexer.engines import Vocabulary
from indexer.engines.tree_rewrites import constant, positions
from indexer.messages.french_format import NBSP, counted, quoted
from indexer.query import compounds, expansion
from indexer.query.budget import Budget, pair
from indexer.query.expansion import MAX_EXPANSION
from indexer.query.function_words import optional
from indexer.query.leaves import Fields, any_of, between, meant, searched, sequence
from indexer.query.parts import Part, Spelling, Spellings, side_by_side, typed_apart
from indexer.query.repair import QueryWarning
from indexer.query.surface_forms import Forms
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
from indexer.schema import (
    ACCENTS_BOOST,
    LITERAL_BOOST,
    NEIGHBOURS_SLOP,
    PROSE,
)


class Compiler:
    """Compiles syntax trees against the vocabulary of one generation."""

    def __init__(self, vocabulary: Vocabulary, unwanted: Collection[str], budget: Budget) -> None:
        """`unwanted` are surface forms that no word, pattern or approximation stands for.

        `budget` is what the lexemes leave of it, for what the vocabulary adds.
        """
        self._vocabulary = vocabulary
        self._budget = budget
        self._forms = Forms(vocabulary, unwanted)
        self.warnings: list[QueryWarning] = []
        self.spellings: list[Spellings] = []

    def parts(self, node: Node) -> tuple[Part, ...]:
        """What a node asks for together, itself where it is no conjunction."""
        nodes = node.children if isinstance(node, Conjunction) else (node,)
        found = list(map(self._part, nodes))
        for rank, left, right in () if self._forms.unwanted else typed_apart(nodes):
            fields = searched(left)
            one = compounds.written_as_one((*left.words, *right.words), fields, self._vocabulary)
            # « week end » is « weekend » too: (a ET b) OU c is (a OU c) ET (b OU c)
            for place in (rank, rank + 1):
                if one:
                    tree = Or([found[place].tree, sequence([one], fields)])
                    found[place] = replace(found[place], tree=tree)
        return tuple(found)

    def _part(self, node: Node) -> Part:
        if isinstance(node, Equivalence):
            return self._equivalence(node)
        return Part(node, self.tree(node))

    def _equivalence(self, node: Equivalence) -> Part:
        """The words that were typed, or an equivalent that the budget affords."""
        typed = [Part(clause, self.tree(clause)) for clause in node.typed]
        tree = self.together(typed)
        afforded = [other for other in node.others if self._affords(other)]
        others = [self._clause(other) for other in afforded]
        self.spellings.append(
            Spellings(
                node.key,
                Spelling(node.text, tree),
                tuple(Spelling(one.text, sub) for one, sub in zip(afforded, others, strict=True)),
            )
        )
        words = tuple(
            Part(replace(node, typed=(clause,)), Or([part.tree, *others]))
            for clause, part in zip(node.typed, typed, strict=True)
            if not clause.optional
        )
        return Part(node, Or([tree, *others]), words if len(words) > 1 else ())

    def _affords(self, other: Clause) -> bool:
        if self._budget.affords(positions(len(other.words), 1)):
            return True
        message = f"trop d’expressions{NBSP}: l’équivalent {quoted(other.text)} n’est pas cherché"
        self.warnings.append(QueryWarning(message, other.start, other.end, ""))
        return False

    def together(self, parts: Sequence[Part]) -> Query:
        """All of some parts, at least one of them not optional; the others only add to scores."""
        demanded = [part.tree for part in parts if not optional(part.node)]
        tree = demanded[0] if len(demanded) == 1 else And(demanded)
        preferred = [part.tree for part in parts if optional(part.node)]
        return AndMaybe(tree, Or(preferred)) if preferred and not constant(tree) else tree

    def neighbours(self, parts: Sequence[Part]) -> list[Query]:
        """Pairs of words typed side by side, small ones aside, as near in the text.

        As many as the budget affords, without a warning: they only add to scores.
        """
        pairs = []
        for left, right in side_by_side(parts):
            if not self._budget.affords(positions(2, NEIGHBOURS_SLOP)):
                break
            words = [stem_term(left.words[-1]), stem_term(right.words[0])]
            pairs.append(sequence(words, PROSE, NEIGHBOURS_SLOP - 1))
        return pairs

    def tree(self, node: Node) -> Query:
        """The compiled tree of a node; warnings are added to `warnings`."""
        match node:
            case Conjunction() | Equivalence():
                return self.together(self.parts(node))
            case Disjunction():
                return Or([self.tree(child) for child in node.children])
            case Negation():
                return Not(self._excluded(node.child))
            case Days():
                return ConstantScoreQuery(between(node.first, node.last))
            case Proximity():
                return self._proximity(node)
            case Clause():
                return self._clause(node)

    def _excluded(self, child: Node) -> Query:
        known = len(self.spellings)
        tree = self.tree(child)
        under = self.spellings[known:]
        self.spellings[known:] = [replace(one, excluded=True) for one in under]
        return tree

    def _clause(self, clause: Clause) -> Query:
        fields = searched(clause)
        match clause.kind:
            case Kind.PHRASE:
                literals = [literal_term(word) for word in clause.words]
                return sequence(literals, fields, clause.distance)
            case Kind.EQUIVALENT:
                return sequence(meant(clause), fields)
            case Kind.EXACT:
                return sequence([accented_term(word) for word in clause.words], fields)
            case Kind.FUZZY:
                (word,) = clause.words
                near = expansion.close(word.literal, clause.distance, fields, self._vocabulary)
                found = Counter({form: frequency for form, (_, frequency) in near.items()})
                return self._expanded(clause, found, fields)
        if clause.kind is Kind.WORDS and len(clause.words) > 1 and not self._forms.unwanted:
            # a compound, inflected or not: « Côte d’Ivoire », but not « la côte et l’ivoire »
            return self._compound(clause, fields)
        trees = [self._word(word, fields) for word in clause.words]
        if clause.kind is Kind.PATTERN:
            found = expansion.matching(clause.pattern, fields, self._vocabulary)
            trees.append(self._expanded(clause, found, fields))
        return trees[0] if len(trees) == 1 else And(trees)

    def _compound(self, clause: Clause, fields: Fields) -> Query:
        """The words one after the other; as one word too, where the archive writes it so."""
        tree = sequence([stem_term(word) for word in clause.words], fields)
        one = (
            compounds.whole(clause.words, fields, self._vocabulary) if "-" in clause.text else None
        )
        return Or([tree, sequence([one], fields)]) if one else tree

    def _parts(self, word: Word, fields: Fields) -> list[Query]:
        """The two parts of the word that the archive writes with a hyphen."""
        two = compounds.parts(word, fields, self._vocabulary)
        affordable = two and self._budget.affords(positions(len(two), 1))
        return [sequence(two, fields)] if two and affordable else []

    def _word(self, word: Word, fields: Fields) -> Query:
        """Any form of the word, and of its participle or verb; that which was typed counts more.

        So do its accents, where they were typed and others exist.
        """
        wanted = self._forms.wanted(word, fields)
        tree = any_of(Term(field.name, term, field.boost) for field in fields for term in wanted)
        if word.stem in self._forms.unwanted:
            return tree
        if parts := self._parts(word, fields):
            tree = Or([tree, *parts])
        boosts = {literal_term(word): LITERAL_BOOST}
        if word.accented != word.literal and self._forms.ambiguous(word, fields):
            boosts[accented_term(word)] = ACCENTS_BOOST
        typed = (
            Term(field.name, term, field.boost * boost)
            for term, boost in boosts.items()
            for field in fields
        )
        return AndMaybe(tree, any_of(typed))

    def _proximity(self, node: Proximity) -> Query:
        fields = searched(node.left)
        left, right = (self._near(clause, fields) for clause in (node.left, node.right))
        if len({kind_and_rest(term)[0] for term in (*left, *right)}) > 1:
            left, right = (self._forms.accented(terms, fields) for terms in (left, right))
        more = max(0, len(left) * len(right) - 1)
        if not self._budget.affords(more * pair(node.distance)):
            message = f"trop de formes de ces mots pour {quoted('PRÈS')}{NBSP}: compris comme ET"
            self.warnings.append(QueryWarning(message, node.left.start, node.right.end, ""))
            return And([self._clause(node.left), self._clause(node.right)])
        pairs = [both for one in left for other in right for both in ([one, other], [other, one])]
        return any_of(sequence(both, fields, node.distance) for both in pairs)

    def _near(self, clause: Clause, fields: Fields) -> list[str]:
        """The terms that a word near another one stands for."""
        (word,) = clause.words
        if clause.kind is Kind.PHRASE:
            return [literal_term(word)]
        return self._forms.wanted(word, fields)

    def _expanded(self, clause: Clause, found: Counter[str], fields: Fields) -> Query:
        """The most frequent forms found, at a constant score."""
        literals = expansion.most_frequent(found)
        if len(literals) < len(found):
            message = (
                f"{quoted(clause.text)} désigne {counted(len(found), 'mot')}{NBSP}: "
                f"seuls les {MAX_EXPANSION} plus fréquents sont cherchés"
            )
            self.warnings.append(QueryWarning(message, clause.start, clause.end, ""))
        terms = [term for literal in literals for term in self._forms.terms(literal, fields)]
        if not terms:
            return NullQuery
        return ConstantScoreQuery(any_of(Term(f.name, term) for f in fields for term in terms))
