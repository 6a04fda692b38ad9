"""Which articles does a generation hold? Each of them, as it is stored."""

from collections.abc import Iterator

from whoosh.query import Every

from indexer.engines import Searcher
from indexer.engines.request import EngineRequest, Sort
from indexer.errors import Unavailable


def stored(searcher: Searcher) -> Iterator[str]:
    """Every article as `Article.dump` wrote it, the newest first.

    OSError, ValueError or UnreadableIndex where the engine cannot read one, Unavailable where not
    all of them are there.
    """
    everything = EngineRequest(
        matching=Every(),
        selections={},
        sort=Sort.NEWEST,
        offset=0,
        limit=searcher.count(),
        counted=frozenset(),
    )
    found = searcher.matches(everything)
    if found.counts.timed_out or found.counts.shards_missing:
        raise Unavailable(
            "une partie de l’archive ne répond pas : réessayer dans quelques secondes"
        )
    yield from found.stored
