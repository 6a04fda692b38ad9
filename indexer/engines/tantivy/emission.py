"""Write a neutral tree as a tantivy query. Queries are built, not parsed: tantivy's own parser
ends the process on parentheses nested too deep. It only ever reads forms of words (`counting`)."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, product

from tantivy import FieldType, Occur, Query
from whoosh import query

from indexer.engines import DAY
from indexer.engines.tantivy.schema import SCHEMA
from indexer.errors import UnsupportedQuery
from indexer.fields import KINDS, TEXT_FIELDS, field_of

_TEXT = {field.name for field in TEXT_FIELDS}
_Null = type(query.NullQuery)


def emit(tree: query.Query) -> Query:
    """The query of a tree; UnsupportedQuery for a node that no engine promises."""
    match tree:
        case query.And():
            return _all(tree.subqueries)
        case query.Or():
            return boolean((Occur.Should, emit(sub)) for sub in tree.subqueries)
        case query.AndMaybe():
            return boolean([(Occur.Must, emit(tree.a)), (Occur.Should, emit(tree.b))])
        case query.Not():
            return _all([tree])
        case query.ConstantScoreQuery():
            return Query.const_score_query(emit(tree.child), float(tree.score))
    return _leaf(tree)


def unscored(tree: query.Query) -> Query:
    """The query of a tree that only filters."""
    return Query.const_score_query(emit(tree), 0.0)


def together(queries: Iterable[Query]) -> Query:
    """All of some queries, of which there is one at least."""
    return boolean((Occur.Must, one) for one in queries)


def boolean(clauses: Iterable[tuple[Occur, Query]]) -> Query:
    """Some clauses together; none match nothing."""
    found = list(clauses)
    return Query.boolean_query(found) if found else Query.empty_query()


def _all(trees: Sequence[query.Query]) -> Query:
    """All but what stands under Not, which changes no score."""
    wanted = [(Occur.Must, emit(tree)) for tree in trees if not isinstance(tree, query.Not)]
    unwanted = [(Occur.MustNot, emit(tree.query)) for tree in trees if isinstance(tree, query.Not)]
    return boolean([*(wanted or [(Occur.Must, _every())]), *unwanted])


def _every() -> Query:
    return Query.const_score_query(Query.all_query(), 1.0)


def _leaf(tree: query.Query) -> Query:
    match tree:
        case query.Every():
            return _every()
        case query.Term():
            return _term(tree)
        case query.Phrase():
            return _phrase(tree)
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


def place(name: str, text: str) -> tuple[str, str] | None:
    """The field of the index that holds a term and how it stands there; None for no kind of it."""
    if name not in _TEXT:
        return name, text
    kind = text[:2]
    return (field_of(name, kind), text.removeprefix(kind)) if kind in KINDS else None


def _word(name: str, text: str) -> Query:
    found = place(name, text)
    return Query.term_query(SCHEMA, *found) if found else Query.empty_query()


def _phrase(tree: query.Phrase) -> Query:
    if len(tree.words) == 1:
        return _term(query.Term(tree.fieldname, tree.words[0], tree.boost))
    kind = tree.words[0][:2]
    field, words = field_of(tree.fieldname, kind), [word.removeprefix(kind) for word in tree.words]
    if tree.slop == 1:
        return _boosted(Query.phrase_query(SCHEMA, field, list(words)), tree.boost)
    scored = [(Occur.Must, _word(tree.fieldname, word)) for word in tree.words]
    near = Query.const_score_query(_near(field, words, tree.slop), 0.0)
    return _boosted(boolean([*scored, (Occur.Must, near)]), tree.boost)


def _near(field: str, words: Sequence[str], slop: int) -> Query:
    """Words in order, each at most `slop` after the one before."""
    if len(set(words)) == len(words) == 2:  # noqa: PLR2004
        return _window(field, words, slop)
    placed: Iterable[list[str | tuple[int, str]]] = (
        list(zip(accumulate(steps, initial=0), words, strict=True))
        for steps in product(range(1, slop + 1), repeat=len(words) - 1)
    )
    return boolean((Occur.Should, Query.phrase_query(SCHEMA, field, one)) for one in placed)


def _window(field: str, words: Sequence[str], slop: int) -> Query:
    """Two different words, the second from 0 to `slop` after the first: never 0, as it is another.

    Of two words, tantivy finds what is at most its own slop, either way, from where it should be;
    of more it adds up what they are away.
    """
    first, second = words
    around = slop // 2
    return Query.phrase_query(SCHEMA, field, [(0, first), (slop - around, second)], slop=around)


def _boosted(found: Query, boost: float) -> Query:
    return found if boost == 1 else Query.boost_query(found, float(boost))
