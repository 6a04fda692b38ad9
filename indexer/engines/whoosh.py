"""Store and search one generation with Whoosh: a plain index of one commit in a directory."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from heapq import nsmallest
from math import inf, log
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

from whoosh import columns, fields, formats, index, query, scoring
from whoosh.codec.whoosh3 import W3Codec
from whoosh.index import FileIndex

from indexer.analysis import Word
from indexer.engines import (
    DAY,
    Document,
    EngineHit,
    EngineRequest,
    EngineResults,
    Sort,
    day_number,
)
from indexer.errors import UnreadableIndex, UnsupportedQuery
from indexer.fields import ACCENTED, FACETS, LABEL_MARK, LITERAL, STEM, TEXT_FIELDS, VALUE_GAP

SECONDS = 2.0
POOL_MEGABYTES = 256
K1, B = 1.2, 0.75
_UNDATED = -(2**62)
_SEPARATOR = "\x1e"
_Null = type(query.NullQuery)


class Words(fields.FieldType):  # type: ignore[misc]
    """A field of analysed words: typed terms, positions for stems and literals, length in words."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None, scorable=True)

    def index(
        self, value: tuple[tuple[Word, ...], ...], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, positions) of each term; see whoosh.fields.FieldType.index."""
        places: dict[str, list[int]] = {}
        accented: Counter[str] = Counter()
        position = 0
        for words in value:
            for word in words:
                places.setdefault(STEM + word.stem, []).append(position)
                places.setdefault(LITERAL + word.literal, []).append(position)
                accented[ACCENTED + word.accented] += 1
                position += 1
            position += VALUE_GAP
        encode = self.format.encode
        for term, found in places.items():
            # The field's length adds up frequencies: each word counts once, by its stem
            length = len(found) if term.startswith(STEM) else 0
            yield term.encode(), length, float(len(found)), encode(found)
        for term, count in accented.items():
            yield term.encode(), 0, float(count), b""


class Values(fields.FieldType):  # type: ignore[misc]
    """A field of whole strings, matched exactly and not scored."""

    def __init__(self, *, column: bool = False) -> None:
        super().__init__(formats.Existence(), None, scorable=False, sortable=column)

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, nothing) of each string."""
        return ((text.encode(), 1, 1.0, b"") for text in value)

    def to_column_value(self, value: tuple[str, ...]) -> bytes:
        """The strings of one document as a column holds them."""
        return _SEPARATOR.join(value).encode()


class BM25(scoring.WeightingModel):  # type: ignore[misc]
    """Okapi BM25 with Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5))."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: float = 1) -> Any:
        """A scorer of one term; statistics are those of the whole index."""
        del qf
        parent = searcher.get_parent()
        n, count = parent.doc_frequency(fieldname, text), parent.doc_count_all()
        idf = log(1 + (count - n + 0.5) / (n + 0.5))
        return _TermScorer(searcher, fieldname, idf, parent.avg_field_length(fieldname) or 1.0)


class _TermScorer(scoring.BaseScorer):  # type: ignore[misc]
    def __init__(self, searcher: Any, fieldname: str, idf: float, average: float) -> None:
        self._length = searcher.reader().doc_field_length
        self._field, self._idf, self._average = fieldname, idf, average

    def score(self, matcher: Any) -> float:
        weight = matcher.weight()
        length = self._length(matcher.id(), self._field, 1)
        norm = K1 * (1 - B + B * length / self._average)
        return float(self._idf * weight * (K1 + 1) / (weight + norm))


def _day_term(number: int) -> str:
    """A day as a term that sorts like its number; Whoosh's numeric ranges can match too much."""
    return f"{number:07}"


def _schema() -> fields.Schema:
    schema = fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        article=fields.STORED,
        published=fields.COLUMN(columns.NumericColumn("q", default=_UNDATED)),
    )
    schema.add(DAY, Values())
    for field in TEXT_FIELDS:
        schema.add(field.name, Words())
    for facet in FACETS:
        schema.add(facet.field, Values(column=True))
        schema.add(facet.labels, Values())
    return schema


class _Writer:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def put(self, document: Document) -> None:
        article = document.article
        row: dict[str, Any] = {"id": article.id, "article": article.dump(), **document.words}
        for facet in FACETS:
            pairs = document.facets[facet.name]
            row[facet.field] = tuple(value for value, _ in pairs)
            row[facet.labels] = tuple(LABEL_MARK.join(pair) for pair in pairs)
        if article.published and article.day:
            row["published"] = int(article.published.timestamp())
            row[DAY] = (_day_term(day_number(article.day)),)
        self._writer.add_document(**row)

    def delete(self, article_id: str) -> None:
        self._writer.delete_by_term("id", article_id)


@contextmanager
def writer(place: Path) -> Iterator[_Writer]:
    """See indexer.engines.Engine."""
    place.mkdir(parents=True, exist_ok=True)
    exists = index.exists_in(place)
    store = index.open_dir(place) if exists else index.create_in(place, _schema())
    codec = W3Codec(blocklimit=1024, compression=1)
    inner = store.writer(limitmb=POOL_MEGABYTES, codec=codec)
    try:
        yield _Writer(inner)
    except BaseException:
        inner.cancel()
        raise
    inner.commit()


def searcher(place: Path) -> "_Searcher":
    """See indexer.engines.Engine."""
    try:
        return _Searcher(index.open_dir(place))
    except (index.IndexError, OSError, pickle.UnpicklingError, EOFError) as error:
        raise UnreadableIndex(
            f"l’index {place.name} est illisible ({error}) : lancer « reindex »"
        ) from error


class _Searcher:
    def __init__(self, store: FileIndex) -> None:
        self._searcher = store.searcher(weighting=BM25())
        self._reader = self._searcher.reader()
        # Whoosh's matchers seek in files that a searcher shares
        self._lock = Lock()
        self._dates = self._column("published")
        self._ids = self._column("id")
        self._values = {facet.name: self._facet_values(facet.field) for facet in FACETS}

    def _column(self, name: str) -> list[Any]:
        return [
            value
            for leaf, _ in self._reader.leaf_readers()
            for value in leaf.column_reader(name, translate=False)
        ]

    def _facet_values(self, field: str) -> list[tuple[str, ...]]:
        seen: dict[bytes, tuple[str, ...]] = {b"": ()}
        for value in set(self._column(field)):
            if value:
                seen[value] = tuple(value.decode().split(_SEPARATOR))
        return [seen[value] for value in self._column(field)]

    def search(self, request: EngineRequest) -> EngineResults:
        with self._lock:
            scores, complete = self._scores(emit(request.matching))
            allowed = {
                name: set(self._searcher.docs_for_query(emit(tree)))
                for name, tree in request.selections.items()
            }
            matches = _within(scores, allowed.values())
            page = self._page(matches, scores, request)
            hits = tuple(
                EngineHit(self._reader.stored_fields(number)["article"], scores[number])
                for number in page
            )
        facets = {
            facet.name: self._counts(facet.name, matches, scores, allowed) for facet in FACETS
        }
        return EngineResults(len(matches), hits, facets, complete)

    def _scores(self, tree: query.Query) -> tuple[dict[int, float], bool]:
        """The score of every match, and whether the time allowed was enough."""
        scores: dict[int, float] = {}
        end = monotonic() + SECONDS
        for leaf, offset in self._searcher.leaf_searchers():
            matcher = tree.matcher(leaf, leaf.context())
            while matcher.is_active():
                scores[offset + matcher.id()] = matcher.score()
                matcher.next()
                if not len(scores) & 1023 and monotonic() > end:
                    return scores, False
        return scores, True

    def _page(
        self, matches: Iterable[int], scores: Mapping[int, float], request: EngineRequest
    ) -> list[int]:
        def rank(number: int) -> tuple[float, float, str]:
            date = self._dates[number]
            if request.sort is Sort.OLDEST:
                return inf if date == _UNDATED else date, 0.0, self._ids[number]
            score = scores[number] if request.sort is Sort.RELEVANCE else 0.0
            return -score, -date, self._ids[number]

        return nsmallest(request.offset + request.limit, matches, rank)[request.offset :]

    def _counts(
        self,
        name: str,
        matches: Iterable[int],
        scores: Mapping[int, float],
        allowed: Mapping[str, set[int]],
    ) -> Counter[str]:
        if name in allowed:
            matches = _within(scores, (docs for other, docs in allowed.items() if other != name))
        values = self._values[name]
        return Counter(value for number in matches for value in values[number])

    def get(self, article_id: str) -> str | None:
        with self._lock:
            for number in self._searcher.docs_for_query(query.Term("id", article_id)):
                return str(self._reader.stored_fields(number)["article"])
        return None

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        with self._lock:
            found = [
                (term.decode(), self._reader.doc_frequency(field, term))
                for term in self._reader.expand_prefix(field, prefix)
            ]
        return iter(found)

    def count(self) -> int:
        return int(self._reader.doc_count())

    def close(self) -> None:
        self._searcher.close()


def _within(numbers: Iterable[int], sets: Iterable[set[int]]) -> set[int]:
    return set(numbers).intersection(*sets)


def emit(tree: query.Query) -> query.Query:
    """The tree as Whoosh evaluates it; UnsupportedQuery for a node that no engine promises."""
    match tree:
        case query.And():
            return _conjunction(tree)
        case query.Or():
            return query.Or([emit(sub) for sub in tree.subqueries], boost=tree.boost)
        case query.Not():
            return query.AndNot(query.Every(), emit(tree.query))
        case query.ConstantScoreQuery():
            return query.ConstantScoreQuery(emit(tree.child), tree.score)
        case query.NumericRange():
            return query.TermRange(tree.fieldname, _day_term(tree.start), _day_term(tree.end))
        case query.Term() | query.Phrase() | query.Every() | _Null():
            return tree
    raise UnsupportedQuery(type(tree).__name__)


def _conjunction(tree: query.And) -> query.Query:
    """All but the nodes under Not: Whoosh would score what is merely absent."""
    wanted = [emit(sub) for sub in tree.subqueries if not isinstance(sub, query.Not)]
    unwanted = [emit(sub.query) for sub in tree.subqueries if isinstance(sub, query.Not)]
    found = query.And(wanted or [query.Every()], boost=tree.boost)
    return query.AndNot(found, query.Or(unwanted)) if unwanted else found
