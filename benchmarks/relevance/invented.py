"""Does a person find an article that she remembers among others than samples/, and beside them?

`invented.txt` has articles, each followed by the queries that mean it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import pagedump
from benchmarks.relevance import remembered
from benchmarks.relevance.documents import JUDGED
from indexer.article import Article
from indexer.engines import Searcher
from indexer.identity import article_id

TEXTS = Path(__file__).with_name("invented.txt")
_ARTICLE, _QUERY = "= ", "? "


def articles() -> Iterator[Article]:
    """The articles, in the order of the file."""
    for rank, (head, *lines) in enumerate(_blocks()):
        day, source, title = head.removeprefix(_ARTICLE).split(" | ")
        published = datetime.fromisoformat(day).replace(hour=8, tzinfo=UTC)
        lede, *body = (line for line in lines if not line.startswith(_QUERY))
        url = f"https://www.archive.example/{day}/{rank:03}.html"
        yield Article(
            id=article_id(url, title, published),
            url=url,
            title=title,
            lede=lede,
            body=(lede, *body),
            source=source,
            language="fr",
            published=published,
        )


def judged() -> Iterator[tuple[str, str]]:
    """The queries, each with the title that is meant."""
    for head, *lines in _blocks():
        title = head.split(" | ")[2]
        yield from ((line.removeprefix(_QUERY), title) for line in lines if line.startswith(_QUERY))


def _blocks() -> Iterator[list[str]]:
    """The lines of each article and its queries."""
    block: list[str] = []
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        if line.startswith(_ARTICLE) and block:
            yield block
            block = []
        if not line.startswith("#"):
            block.append(line)
    yield block


@contextmanager
def archive(engine: str = "whoosh") -> Iterator[Searcher]:
    """The articles among those of samples/, read from dumps and indexed for a block."""
    with TemporaryDirectory() as place:
        for rank, article in enumerate(articles()):
            (Path(place) / f"{rank:03}.txt").write_bytes(pagedump.render(article).encode())
        with remembered.indexed((*JUDGED, Path(place)), engine) as searcher:
            yield searcher


def figures(searcher: Searcher, tiers: int = remembered.TIERS) -> dict[str, float]:
    """The shares of queries that show nothing, have their article first, in ten; nDCG@10."""
    return remembered.shares("invented", judged(), searcher, tiers)
