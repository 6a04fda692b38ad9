"""Write a neutral tree as a tantivy query. Queries are built, not parsed: tantivy's own parser
ends the process on parentheses nested too deep. It only ever reads forms of words (`counting`)."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise, product

from tantivy import FieldType, Occur, Query
from whoosh import query

from indexer.engines.document import DAY
from indexer.engines.kind_fields import located, phrase_located
from indexer.engines.tantivy.schema import SCHEMA
from indexer.errors import UnsupportedQuery
from indexer.schema import TEXT_FIELDS

_TEXT = {field.name for field in TEXT_FIELDS}
_Null = type(query.NullQuery)


class Emission:
    """Writes trees, for a part of the archive or for all of it."""

    def __init__(self, part: Query | None = None) -> None:
        """`part` matches the articles of the part, None for all of them."""
        self._inside = [(Occur.Must, _free(part))] if part else []

    def emit(self, tree: query.Query) -> Query:
        """The query of a tree; UnsupportedQuery for a node that no engine promises."""
        match tree:
            case query.And() | query.Not():
                return self._all(tree.subqueries if type(tree) is query.And else [tree])
            case query.Or():
                return self._any(map(self.emit, tree.subqueries))
            case query.AndMaybe():
                more = (Occur.Should, self.emit(tree.b))
                return boolean([(Occur.Must, self.emit(tree.a)), more])
            case query.ConstantScoreQuery():
                return Query.const_score_query(self.emit(tree.child), float(tree.score))
            case query.Phrase() if len(tree.words) > 1:
                return self._phrase(tree)
        return _leaf(tree)

    def together(self, trees: Iterable[query.Query], filters: Iterable[query.Query] = ()) -> Query:
        """All of some trees, and of some that only filter, in the part."""
        found = [*map(self.emit, trees), *(_free(self.emit(tree)) for tree in filters)]
        return boolean([*((Occur.Must, one) for one in found), *self._inside])

    def _all(self, trees: Sequence[query.Query]) -> Query:
        """All but what stands under Not, which changes no score."""
        wanted = [self.emit(tree) for tree in trees if not isinstance(tree, query.Not)]
        unwanted = [self.emit(tree.query) for tree in trees if isinstance(tree, query.Not)]
        found = [(Occur.Must, one) for one in wanted or [_every()]]
        return boolean([*found, *((Occur.MustNot, one) for one in unwanted)])

    def _phrase(self, tree: query.Phrase) -> Query:
        found = phrase_located(tree.fieldname, tree.words)
        if found is None:
            return Query.empty_query()
        field, words = found
        if tree.slop == 1:
            return _boosted(Query.phrase_query(SCHEMA, field, [*words]), tree.boost)
        held = [(Occur.Must, _word(tree.fieldname, word)) for word in tree.words]
        near = self._near(field, words, tree.slop)
        return _boosted(boolean([*held, (Occur.Must, _free(near))]), tree.boost)

    def _near(self, field: str, words: Sequence[str], slop: int) -> Query:
        """Words in order, each at most `slop` after the one before."""
        if len(words) == 2:  # noqa: PLR2004
            return self._pair(field, words, slop)
        # each pair alone, which is found soon; then not what stands in none of the ways: tantivy
        # stops at the first thing that must not be there, and looks for all that may be
        pairs = [(Occur.Must, self._pair(field, pair, slop)) for pair in pairwise(words)]
        steps = product(range(1, slop + 1), repeat=len(words) - 1)
        ways = ((Occur.MustNot, _placed(field, words, each)) for each in steps)
        return boolean([*pairs, (Occur.MustNot, boolean([*pairs, *self._inside, *ways]))])

    def _pair(self, field: str, words: Sequence[str], slop: int) -> Query:
        """Two words, the second at most `slop` after the first.

        tantivy finds it as far as its own slop from where it should stand, before or after; of more
        words it adds up how far each is.
        """
        first, second = words
        if first == second and slop % 2 == 0:
            # a window as wide as that would begin with the first itself
            before = self._pair(field, words, slop - 1)
            return self._any([before, _placed(field, words, [slop])])
        around = slop // 2
        middle: list[str | tuple[int, str]] = [(0, first), (slop - around, second)]
        return Query.phrase_query(SCHEMA, field, middle, slop=around)

    def _any(self, found: Iterable[Query]) -> Query:
        """Any of some queries, each in the part alone: tantivy looks through the whole archive for
        several of them, whatever must be there besides."""
        each = list(found)
        if self._inside and len(each) > 1:
            each = [boolean([(Occur.Must, one), *self._inside]) for one in each]
        return boolean((Occur.Should, one) for one in each)


def _placed(field: str, words: Sequence[str], steps: Iterable[int]) -> Query:
    """Words in order, with such steps between them."""
    placed: list[str | tuple[int, str]] = [*zip(accumulate(steps, initial=0), words, strict=True)]
    return Query.phrase_query(SCHEMA, field, placed)


def boolean(clauses: Iterable[tuple[Occur, Query]]) -> Query:
    """Some clauses together; none match nothing."""
    found = list(clauses)
    return Query.boolean_query(found) if found else Query.empty_query()


def _free(found: Query) -> Query:
    """A query whose matches score nothing."""
    return Query.const_score_query(found, 0.0)


def _every() -> Query:
    return Query.const_score_query(Query.all_query(), 1.0)


def _leaf(tree: query.Query) -> Query:
    match tree:
        case query.Every():
            return _every()
        case query.Term():
            return _term(tree)
        case query.Phrase():  # of one word
            return _term(query.Term(tree.fieldname, tree.words[0], tree.boost))
        case query.NumericRange() if tree.fieldname == DAY and tree.start <= tree.end:
            bounds = (max(tree.start, 1), tree.end)
            found = Query.range_query(SCHEMA, DAY, FieldType.Unsigned, *bounds)
            return Query.const_score_query(found, 0.0)
        case query.NumericRange() | _Null():
            return Query.empty_query()
    raise UnsupportedQuery(type(tree).__name__)


def _term(tree: query.Term) -> Query:
    if tree.fieldname not in _TEXT:
        return Query.const_score_query(Query.term_query(SCHEMA, tree.fieldname, tree.text), 0.0)
    return _boosted(_word(tree.fieldname, tree.text), tree.boost)


def _word(name: str, text: str) -> Query:
    found = located(name, text)
    return Query.term_query(SCHEMA, *found) if found else Query.empty_query()


def _boosted(found: Query, boost: float) -> Query:
    return found if boost == 1 else Query.boost_query(found, float(boost))


WHOLE = Emission()
