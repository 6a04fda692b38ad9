"""Which search engines are timed, ours and the yardsticks?"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import fts5, opensearch_french, postgresql, stock, xapian_french
from indexer import config
from indexer.engines.opensearch import connection, generation_index, indices
from indexer.indexing.reindex import reindex
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex
from tools.cluster.artefacts import class_path
from tools.cluster.nodes import FAST, running
from tools.cluster.releases import chosen

Answer = Callable[[SearchRequest], int]
OPENSEARCH = "opensearch"
_ADDRESSES = "MANCHETTE_OPENSEARCH"


def _size(place: Path) -> int:
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """`build` indexes every dump under a folder in a place and gives the number of articles.

    `open` gives what answers a request in full there (the first page with its passages, the counts
    of the facets and of the months) and returns how many articles match. `rounds` is how often each
    search is timed warm. `around` has running what it needs, `size` is what a place takes, in
    bytes; `is_kept` where it is there after a run. `check` raises `Missing` where this machine
    lacks what it runs on. `lacks` is what an answer of others lacks.
    """

    name: str
    build: Callable[[Path, Path], int]
    open: Callable[[Path], Answer]
    rounds: int
    around: Callable[[], AbstractContextManager[None]] = nullcontext
    size: Callable[[Path], int] = _size
    is_kept: bool = True
    check: Callable[[], object] = lambda: None
    lacks: str = ""


def _build(engine: str, folder: Path, place: Path) -> int:
    return reindex([folder], _bound(place), engine, lambda *_: None).indexed


def _open(place: Path) -> Answer:
    with PublishedIndex(_bound(place)).open_generation() as opened:
        searcher = opened.searcher
    return lambda request: service.run(ask(request, searcher)).total


def _bound(place: Path) -> Path:
    """An index directory whose engine has the settings of this machine."""
    return config.bind(config.load(index=str(place)))


@contextmanager
def _cluster() -> Iterator[None]:
    """Two nodes on this machine, unless OPENSEARCH_URL names others."""
    urls = os.environ.get("OPENSEARCH_URL")
    with ExitStack() as stack:
        found = urls or ",".join(stack.enter_context(running(FAST)).urls)
        os.environ[_ADDRESSES] = found
        stack.callback(os.environ.pop, _ADDRESSES)
        yield


def _startable() -> None:
    if not os.environ.get("OPENSEARCH_URL"):
        class_path(chosen())


def _on_the_cluster(place: Path) -> int:
    """The bytes of one copy of what the cluster holds, and of the directory that names it."""
    names = ",".join(indices.both(generation_index.read(next(place.glob("generations/*"))).index))
    stats = connection.connect(config.load()).client.indices.stats(index=names, metric="store")
    return _size(place) + int(stats["_all"]["primaries"]["store"]["size_in_bytes"])


YARDSTICK = "stock Whoosh"
CONTENDERS = {
    one.name: one
    for one in (
        Contender(name="Whoosh", build=partial(_build, "whoosh"), open=_open, rounds=3),
        Contender(name="tantivy", build=partial(_build, "tantivy"), open=_open, rounds=3),
        Contender(
            name="OpenSearch",
            build=partial(_build, OPENSEARCH),
            open=_open,
            rounds=3,
            around=_cluster,
            size=_on_the_cluster,
            is_kept=False,
            check=_startable,
        ),
        Contender(
            name=YARDSTICK,
            build=stock.build,
            open=stock.answerer,
            rounds=1,
            lacks="the forms found, quotations to the letter, a facet beside its own selection",
        ),
        Contender(
            name="SQLite FTS5",
            build=fts5.build,
            open=fts5.answerer,
            rounds=1,
            lacks="stems: only the word typed is found; the forms found",
        ),
        Contender(
            name="OpenSearch, French",
            build=opensearch_french.build,
            open=opensearch_french.answerer,
            rounds=1,
            around=_cluster,
            size=opensearch_french.size,
            is_kept=False,
            check=_startable,
            lacks="the forms found, quotations to the letter",
        ),
        Contender(
            name="PostgreSQL",
            build=postgresql.build,
            open=postgresql.answerer,
            rounds=1,
            around=postgresql.running,
            size=postgresql.size,
            is_kept=False,
            check=postgresql.check,
            lacks="the forms found, quotations to the letter, a facet beside its own selection",
        ),
        Contender(
            name="Xapian",
            build=xapian_french.build,
            open=xapian_french.answerer,
            rounds=1,
            check=xapian_french.check,
            lacks="words without their accents, the forms found, a facet beside its own selection",
        ),
    )
}
