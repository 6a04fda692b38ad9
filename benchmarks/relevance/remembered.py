"""Does a person find the article she remembers? Judged through the product, both tiers included.

`remembered.txt` has a query and a piece of the title of the only article meant, of samples/.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.relevance.documents import JUDGED
from indexer.engines import Searcher
from indexer.generations import store
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.search import service
from indexer.search.nearly import nearly
from indexer.search.question import ask
from indexer.search.request import SearchRequest

QUERIES = Path(__file__).with_name("remembered.txt")
TIERS = 2
_DEPTH = 10


def judged() -> Iterator[tuple[str, str]]:
    """The queries, each with a piece of the title that is meant."""
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        query, arrow, title = line.partition(" → ")
        if arrow and not line.startswith("#"):
            yield query, title


@contextmanager
def indexed(folders: Sequence[Path], engine: str = "whoosh") -> Iterator[Searcher]:
    """Some folders, indexed for a block."""
    with TemporaryDirectory() as place:
        root = Path(place)
        reindex(folders, root, engine, lambda *_: None, Options())
        with closing(store.searcher(root, store.current(root))) as searcher:
            yield searcher


def samples(engine: str = "whoosh") -> AbstractContextManager[Searcher]:
    """The samples, indexed for a block."""
    return indexed(JUDGED, engine)


def figures(searcher: Searcher, tiers: int = TIERS) -> dict[str, float]:
    """The shares of queries that show nothing, have their article first, in ten; nDCG@10."""
    return shares("remembered", judged(), searcher, tiers)


def shares(
    name: str, pairs: Iterable[tuple[str, str]], searcher: Searcher, tiers: int = TIERS
) -> dict[str, float]:
    """The same of any queries, each with a piece of the title that is meant."""
    ranks = [_rank(_titles(query, searcher, tiers), title) for query, title in pairs]
    placed = [rank for rank in ranks if rank is not None and 0 <= rank < _DEPTH]
    return {
        f"{name}.nothing": ranks.count(None) / len(ranks),
        f"{name}.first": ranks.count(0) / len(ranks),
        f"{name}.in_ten": len(placed) / len(ranks),
        f"{name}.ndcg": sum(1 / log2(rank + 2) for rank in placed) / len(ranks),
    }


def _titles(query: str, searcher: Searcher, tiers: int) -> list[str]:
    question = ask(SearchRequest(text=query), searcher)
    results = service.run(question)
    hits = list(results.hits)
    if tiers == TIERS:
        hits += [row.hit for row in nearly(question, results).hits]
    return [" ".join(hit.article.title.split()) for hit in hits]


def _rank(titles: list[str], meant: str) -> int | None:
    """The rank from 0 of the title that is meant, -1 where it is not shown, None for no title."""
    if not titles:
        return None
    return next((rank for rank, title in enumerate(titles) if meant in title), -1)
