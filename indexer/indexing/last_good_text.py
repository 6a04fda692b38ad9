"""Where is the text of an article that its file gives no more? In the generation that serves."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from indexer import config, engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.errors import Unavailable, UnreadableIndex, UsageError
from indexer.generations import checksums, store
from indexer.indexing import examination
from indexer.indexing.damaged_files import DamagedFiles
from indexer.indexing.file_result import Capture


def supply(damaged: DamagedFiles, place: Path | None) -> None:
    """Give what is wanted of the generation in a directory, of any version; give up the rest."""
    wanted = damaged.wanted()
    if not wanted:
        return
    with _opened(place) as searcher:
        for article_id in wanted:
            found = _found(searcher, article_id)
            if found:
                damaged.supply(found)
            else:
                damaged.forget_kept(article_id)


@contextmanager
def _opened(place: Path | None) -> Iterator[Searcher | None]:
    """A generation that is whole, None where there is none to read."""
    try:
        searcher = _searcher(place) if place else None
    except (UnreadableIndex, Unavailable, UsageError, OSError, ValueError, KeyError):
        searcher = None
    if searcher is None:
        yield None
        return
    with closing(searcher):
        yield searcher


def _searcher(place: Path) -> Searcher | None:
    """Its engine by its manifest, which may be that of another version."""
    if any(checksums.faults(place, set())):
        return None
    named = json.loads((place / store.MANIFEST).read_text("utf-8"))["engine"]
    return engines.load(named, config.of(place.parents[1])).searcher(place)


def _found(searcher: Searcher | None, article_id: str) -> Capture | None:
    stored = searcher.get(article_id) if searcher else None
    if stored is None:
        return None
    try:
        return examination.analysed(Article.load(stored))
    except (ValueError, TypeError, KeyError):
        # another version stored it otherwise
        return None
