"""Write a neutral tree in OpenSearch's query language: as data, never as a text that it parses."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from whoosh import query

from indexer.analysis.terms import KINDS
from indexer.engines.document import DAY
from indexer.engines.opensearch.schema import EMPTY, Json
from indexer.errors import UnsupportedQuery
from indexer.schema import TEXT_FIELDS, field_of

_TEXT = {field.name for field in TEXT_FIELDS}
_Null = type(query.NullQuery)
NOTHING: Json = {"match_none": {}}
EVERYTHING: Json = {"match_all": {}}


class Emission:
    """Writes trees for one index."""

    def __init__(self, scales: Mapping[str, float]) -> None:
        """`scales` multiplies the scores of each text field (see statistics)."""
        self._scales = scales

    def scored(self, tree: query.Query) -> Json:
        """The query of a tree; UnsupportedQuery for a node that no engine promises."""
        match tree:
            case query.And():
                return self._all(tree.subqueries)
            case query.Or():
                return _any([self.scored(sub) for sub in tree.subqueries])
            case query.AndMaybe():
                return {
                    "bool": {"must": [self.scored(tree.a)], "should": [self.scored(tree.b)]},
                }
            case query.Not():
                return self._all([tree])
            case query.ConstantScoreQuery():
                child = self.filtering(tree.child)
                return {"constant_score": {"filter": child, "boost": float(tree.score)}}
        return self._leaf(tree)

    def filtering(self, tree: query.Query) -> Json:
        """The query of a tree whose scores do not count."""
        match tree:
            case query.Or():
                return self._any_of(tree.subqueries)
            case query.AndMaybe():
                return self.filtering(tree.a)
            case query.ConstantScoreQuery():
                return self.filtering(tree.child)
            case query.And():
                wanted = [self.filtering(sub) for sub in tree.subqueries if not _is_not(sub)]
                return _bool(filter=wanted, must_not=self._unwanted(tree.subqueries))
            case query.Not():
                return _bool(must_not=self._unwanted([tree]))
        return self._leaf(tree)

    def _all(self, trees: Sequence[query.Query]) -> Json:
        """All but what stands under Not, which changes no score."""
        wanted = [self.scored(tree) for tree in trees if not _is_not(tree)]
        return _bool(must=wanted or [EVERYTHING], must_not=self._unwanted(trees))

    def _unwanted(self, trees: Sequence[query.Query]) -> list[Json]:
        return [self.filtering(tree.query) for tree in trees if isinstance(tree, query.Not)]

    def _any_of(self, trees: Sequence[query.Query]) -> Json:
        """Any of some trees, their terms together by field: a query may hold few clauses."""
        terms: dict[str, list[str]] = {}
        others = []
        for tree in trees:
            if isinstance(tree, query.Term) and (named := _named(tree.fieldname, tree.text)):
                terms.setdefault(named[0], []).append(named[1])
            else:
                others.append(self.filtering(tree))
        return _any([{"terms": {field: texts}} for field, texts in terms.items()] + others)

    def _leaf(self, tree: query.Query) -> Json:
        match tree:
            case query.Every():
                return EVERYTHING
            case query.Term():
                return self._term(tree)
            case query.Phrase():
                return self._phrase(tree)
            case query.NumericRange() if tree.fieldname == DAY:
                return _bool(filter=[{"range": {DAY: {"gte": tree.start, "lte": tree.end}}}])
            case _Null():
                return NOTHING
        raise UnsupportedQuery(type(tree).__name__)

    def _term(self, tree: query.Term) -> Json:
        named = _named(tree.fieldname, tree.text)
        if named is None:
            return NOTHING
        field, text = named
        if tree.fieldname not in _TEXT:
            return _bool(filter=[{"term": {field: text}}])
        return {"term": {field: {"value": text, "boost": self._boost(tree)}}}

    def _boost(self, tree: query.Term | query.Phrase) -> float:
        return float(tree.boost) * self._scales.get(tree.fieldname, 1.0)

    def _phrase(self, tree: query.Phrase) -> Json:
        words = [query.Term(tree.fieldname, word, tree.boost) for word in tree.words]
        if len(words) == 1:
            return self._term(words[0])
        named = [_named(word.fieldname, word.text) for word in words]
        texts = [one[1] for one in named if one]
        if len(texts) < len(words) or not named[0]:
            return NOTHING
        field = named[0][0]
        if tree.slop == 1:
            phrase = {"query": " ".join(texts), "boost": self._boost(tree)}
            # a shard without any word of a phrase counts its documents only if asked for a term;
            # no document that has words holds this one
            counted = {"term": {field: EMPTY}}
            return {"bool": {"must": [{"match_phrase": {field: phrase}}], "should": [counted]}}
        return {
            "bool": {
                "must": [self._term(word) for word in words],
                "filter": [_near(field, texts, tree.slop)],
            }
        }


def _is_not(tree: query.Query) -> bool:
    return isinstance(tree, query.Not)


def _any(clauses: list[Json]) -> Json:
    if len(clauses) == 1:
        return clauses[0]
    return {"bool": {"should": clauses, "minimum_should_match": 1}} if clauses else NOTHING


def _bool(**clauses: list[Json]) -> Json:
    return {"bool": {name: found for name, found in clauses.items() if found}}


def _named(field: str, text: str) -> tuple[str, str] | None:
    """The field and the text a term is in; None for a text of no kind."""
    if field not in _TEXT:
        return field, text
    kind = text[:2]
    return (field_of(field, kind), text.removeprefix(kind)) if kind in KINDS else None


def _near(field: str, words: Sequence[str], slop: int) -> Json:
    """Words in order, each at most `slop` after the one before.

    Spans keep the shortest of those that begin alike: right for two words, so that the steps
    between all others are written out.
    """
    *first, last = ({"span_term": {field: word}} for word in words)
    steps = product(range(1, slop + 1), repeat=len(first) - 1)
    return _any([_span([_stepped(field, first, one), last], slop - 1) for one in steps])


def _stepped(field: str, words: Sequence[Json], steps: Iterable[int]) -> Json:
    """Words at exact steps from each other."""
    clauses = [words[0]]
    for word, step in zip(words[1:], steps, strict=True):
        clauses += [{"span_gap": {field: step - 1}}, word] if step > 1 else [word]
    return _span(clauses, 0) if len(clauses) > 1 else clauses[0]


def _span(clauses: Sequence[Json], slop: int) -> Json:
    return {"span_near": {"clauses": list(clauses), "slop": slop, "in_order": True}}
