"""Is too much of what there was gone for the new generation to be published?"""

from collections.abc import Mapping
from pathlib import Path

from indexer.errors import BuildFailed
from indexer.generations.source_records import Records
from indexer.indexing import ignored_files
from indexer.messages.french_format import counted, number
from indexer.readers import shown

# An index with at most this percentage of the articles that it had is not published
SHRUNK_PERCENT = 80
# A SOURCE of fewer articles may lose some of them, not all
MANY = 20
REASONS = 10


def sources(had: Mapping[Path, int], given: Mapping[Path, int]) -> None:
    """BuildFailed where a SOURCE gives none of the articles it gave, or a fifth less of many."""
    shrunk = [root for root, count in had.items() if _is_less(given[root], count)]
    if shrunk:
        told = " ; ".join(
            f"la source {shown(root)} donne {_instead(given[root], had[root])}" for root in shrunk
        )
        raise BuildFailed(
            f"{told} : rien n’est publié ; vérifier qu’elle est montée et entière, ou relancer"
            " avec « --allow-shrink » si c’est voulu"
        )


def whole(found: Records, had: int, *, allow_shrink: bool) -> None:
    """BuildFailed for an index without an article, or that has a fifth less than it `had`."""
    articles = found.counts().articles
    if not articles:
        rows = zip(range(REASONS), found.rejections(), strict=False)
        reasons = "".join(f"\n  {row.source} : {row.reason}" for _, row in rows)
        ignored = ignored_files.sentence(ignored_files.kinds(found))
        unread = f"\n  {ignored}" if ignored else ""
        raise BuildFailed(f"aucun article dans les sources : rien n’est publié{reasons}{unread}")
    if _is_shrunk(articles, had) and not allow_shrink:
        raise BuildFailed(
            f"{_instead(articles, had)} : rien n’est publié ;"
            " vérifier les sources, ou relancer avec « --allow-shrink » si c’est voulu"
        )


def _is_less(articles: int, had: int) -> bool:
    return articles == 0 < had or (had >= MANY and _is_shrunk(articles, had))


def _is_shrunk(articles: int, had: int) -> bool:
    return articles * 100 <= had * SHRUNK_PERCENT


def _instead(articles: int, had: int) -> str:
    return f"{counted(articles, 'article')} au lieu de {number(had)}"
