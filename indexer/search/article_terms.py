"""Does an article answer a tree of terms? Told from its own text, without the engine."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain, filterfalse

from whoosh.query import (
    And,
    AndMaybe,
    ConstantScoreQuery,
    Not,
    NumericRange,
    Or,
    Phrase,
    Query,
    Term,
)

from indexer.analysis import chunks
from indexer.analysis.joining import joined
from indexer.analysis.terms import CHUNK_TERMS
from indexer.article import Article
from indexer.engines.document import day_number
from indexer.schema import TEXT_FIELDS
from indexer.search.highlight import Marks
from indexer.search.sequences import TermSequence

_FIELDS = {field.name: field for field in TEXT_FIELDS}


class ArticleTerms:
    """The terms of the text fields of one article, analysed where they are asked for."""

    def __init__(self, article: Article, wanted: AbstractSet[str] | None = None) -> None:
        """Nothing is analysed yet; of trees whose terms are all `wanted` far less is held."""
        self._article = article
        self._wanted = wanted
        self._held: dict[str, frozenset[str]] = {}

    def hold(self, tree: Query) -> bool:
        """Whether they answer a tree as an engine does."""
        match tree:
            case Or():
                return any(map(self.hold, tree.subqueries))
            case And():
                return all(map(self.hold, tree.subqueries))
            case Not():
                return not self.hold(tree.query)
            case AndMaybe(a=inner) | ConstantScoreQuery(child=inner):
                return self.hold(inner)
        return self._leaf(tree)

    def _leaf(self, tree: Query) -> bool:
        match tree:
            case Term():
                return tree.text in self._terms(tree.fieldname)
            case Phrase():
                return self._phrase(tree)
            case NumericRange():
                day = self._article.day
                return day is not None and tree.start <= day_number(day) <= tree.end
        return False

    def _phrase(self, tree: Phrase) -> bool:
        if not self._terms(tree.fieldname).issuperset(tree.words):
            return False
        marks = Marks(sequences=frozenset({TermSequence(tuple(tree.words), tree.slop)}))
        return any(marks.spans(text) for text in _FIELDS[tree.fieldname].values(self._article))

    def _terms(self, field: str) -> frozenset[str]:
        if field not in self._held:
            texts = map(joined, _FIELDS[field].values(self._article))
            found: Iterator[frozenset[str]] = map(
                CHUNK_TERMS.__getitem__, chain.from_iterable(map(chunks, texts))
            )
            if self._wanted is not None:
                found = filterfalse(self._wanted.isdisjoint, found)
            self._held[field] = frozenset().union(*found)
        return self._held[field]
