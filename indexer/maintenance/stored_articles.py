"""Which articles does a generation hold? Each of them, as it is stored."""

from collections.abc import Iterator

from whoosh.query import Every

from indexer.engines import Searcher
from indexer.engines.request import EngineRequest, Sort

# Large enough that sorting the whole archive for each page costs little
PAGE = 5000


def stored(searcher: Searcher) -> Iterator[str]:
    """Every article as `Article.dump` wrote it, the newest first.

    OSError, ValueError or UnreadableIndex where the engine cannot read one.
    """
    offset = 0
    while True:
        page = EngineRequest(
            matching=Every(),
            selections={},
            sort=Sort.NEWEST,
            offset=offset,
            limit=PAGE,
            counted=frozenset(),
        )
        hits = searcher.search(page).hits
        yield from (hit.stored for hit in hits)
        if len(hits) < PAGE:
            return
        offset += PAGE
