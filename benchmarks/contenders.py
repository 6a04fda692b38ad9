"""Which search engines are timed, ours and the yardsticks?"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import fts5, stock
from indexer import search
from indexer.archive import Archive
from indexer.reindex import reindex
from indexer.search import SearchRequest

Answer = Callable[[SearchRequest], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """`build` indexes every dump under a folder in a place and gives the number of articles.

    `open` gives what answers a request in full there (the first page with its passages, the counts
    of the facets and of the months) and returns how many articles match. `rounds` is how often each
    search is timed warm.
    """

    name: str
    build: Callable[[Path, Path], int]
    open: Callable[[Path], Answer]
    rounds: int


def _build(engine: str, folder: Path, place: Path) -> int:
    return reindex([folder], place, engine, lambda *_: None).indexed


def _open(place: Path) -> Answer:
    with Archive(place).reading() as opened:
        searcher = opened.searcher
    return lambda request: search.run(request, searcher).total


YARDSTICK = "stock Whoosh"
CONTENDERS = {
    one.name: one
    for one in (
        Contender(name="Whoosh", build=partial(_build, "whoosh"), open=_open, rounds=3),
        Contender(name="tantivy", build=partial(_build, "tantivy"), open=_open, rounds=3),
        Contender(name=YARDSTICK, build=stock.build, open=stock.answerer, rounds=1),
        Contender(name="SQLite FTS5", build=fts5.build, open=fts5.answerer, rounds=1),
    )
}
