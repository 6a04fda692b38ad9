"""Build a generation with any engine and ask it questions; shared by the contract's modules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from whoosh.query import Every, Query, Term

from indexer.analysis import words
from indexer.analysis.terms import accented_term, literal_term, stem_term
from indexer.article import Article
from indexer.engines import Engine, Searcher
from indexer.engines.document import to_document
from indexer.engines.request import Counts, EngineHit, EngineRequest, EngineResults, Sort

Built = Callable[..., Searcher]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Counts):
    """The results of a search of which everything is counted."""

    hits: tuple[EngineHit, ...]


def write(engine: Engine, place: Path, articles: Sequence[Article]) -> None:
    """Put articles in a generation in one writer block."""
    with engine.writer(place) as writer:
        for article in articles:
            writer.put(to_document(article))


def ask(
    searcher: Searcher,
    matching: Query | None = None,
    *,
    selections: Mapping[str, Query] | None = None,
    sort: Sort = Sort.NEWEST,
    page: tuple[int, int] = (0, 100),
) -> Answer:
    """The answer to a tree, to Every without one; `page` is the offset and the limit."""
    return counted(
        searcher.search(
            EngineRequest(
                matching=Every() if matching is None else matching,
                selections=selections or {},
                sort=sort,
                offset=page[0],
                limit=page[1],
            )
        )
    )


def counted(results: EngineResults) -> Answer:
    """Results of any engine so that two of them can be compared."""
    counts = results.counts
    parts = {part.name: getattr(counts, part.name) for part in fields(Counts)}
    return Answer(hits=results.hits, **parts)


def ids(results: Answer | EngineResults) -> list[str]:
    """The ids of the hits, in order."""
    return [Article.load(hit.stored).id for hit in results.hits]


def found(searcher: Searcher, matching: Query) -> set[str]:
    """The ids of all that match; the total must agree."""
    results = ask(searcher, matching)
    assert not results.timed_out
    assert results.total == len(results.hits)
    return set(ids(results))


def stem(field: str, word: str, boost: float = 1.0) -> Term:
    (only,) = words(word)
    return Term(field, stem_term(only), boost)


def literal(field: str, word: str, boost: float = 1.0) -> Term:
    (only,) = words(word)
    return Term(field, literal_term(only), boost)


def accented(field: str, word: str, boost: float = 1.0) -> Term:
    (only,) = words(word)
    return Term(field, accented_term(only), boost)


def literals(text: str) -> list[str]:
    """The terms of a phrase."""
    return [literal_term(word) for word in words(text)]


def titled(*titles: str) -> list[Article]:
    """Articles with these titles and, for ids, their ranks."""
    return [Article(id=str(rank), title=title) for rank, title in enumerate(titles)]
