"""Build a new generation beside the current one: read, index, verify, publish."""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from whoosh.query import Term

from indexer import engines, generation, readers, sources
from indexer.analysis import words
from indexer.article import Article, Rejected
from indexer.engines import Engine, EngineRequest, Searcher, Sort
from indexer.errors import BuildFailed
from indexer.fields import LITERAL
from indexer.generation import Manifest
from indexer.spool import Spool

SAMPLED = 100

# Called with the name of a step, what is done of it and its total.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a reindex did: files `read`, articles `indexed`, copies of them, files of no reader."""

    generation: str
    read: int
    indexed: int
    duplicates: int
    ignored: int
    rejected: tuple[Rejected, ...]
    seconds: float


def reindex(paths: Sequence[Path], root: Path, engine: str, progress: Progress) -> Summary:
    """Index every article under some files and folders and publish the result.

    On any failure the generation that served before still serves. Raises UsageError, Busy,
    BuildFailed; OSError where the disk refuses.
    """
    chosen = engines.load(engine)
    with generation.lock(root):
        place = generation.begin(root)
        try:
            summary, manifest = _build(paths, place, engine, chosen, progress)
            generation.publish(root, manifest)
        except BaseException:
            generation.abandon(root, place)
            raise
        # the index serves; what cannot be deleted is by the next run
        with suppress(OSError):
            generation.prune(root)
    return summary


def _build(
    paths: Sequence[Path], place: Path, name: str, engine: Engine, progress: Progress
) -> tuple[Summary, Manifest]:
    """Fill and verify a generation that is not published."""
    begun = perf_counter()
    # beside the generation: what a killed run leaves there is deleted by the next one
    with TemporaryDirectory(dir=place.parent) as scratch, closing(_spool(scratch)) as spool:
        read, ignored, rejected = _read(list(sources.files(paths)), spool, progress)
        indexed = len(spool)
        if not indexed:
            reasons = "".join(f"\n  {row.source} : {row.reason}" for row in rejected[:10])
            raise BuildFailed(f"aucun article dans les sources : rien n’est publié{reasons}")
        first_day, last_day = _write(spool, engine, place, progress)
        _verify(spool, engine, place)
    manifest = Manifest(
        generation=place.name,
        engine=name,
        created=datetime.now(UTC),
        articles=indexed,
        rejected=len(rejected),
        first_day=first_day,
        last_day=last_day,
        sources=tuple(readers.shown(path) for path in paths),
    )
    summary = Summary(
        generation=place.name,
        read=read,
        indexed=indexed,
        duplicates=spool.received - indexed,
        ignored=ignored,
        rejected=tuple(rejected),
        seconds=perf_counter() - begun,
    )
    return summary, manifest


def _spool(folder: str) -> Spool:
    return Spool(Path(folder) / "spool.sqlite")


def _read(
    files: Sequence[Path], spool: Spool, progress: Progress
) -> tuple[int, int, list[Rejected]]:
    """Spool the articles of all files; the files read, the files ignored, the rejections."""
    ignored = 0
    rejected: list[Rejected] = []
    for done, path in enumerate(files, 1):
        found = readers.read(path)
        if found is None:
            ignored += 1
        else:
            for result in found:
                match result:
                    case Article():
                        spool.add(result)
                    case Rejected():
                        rejected.append(result)
        progress("lecture", done, len(files))
    return len(files) - ignored, ignored, rejected


def _write(
    spool: Spool, engine: Engine, place: Path, progress: Progress
) -> tuple[date | None, date | None]:
    """Put every article in the generation; the first and last days of publication."""
    days: list[date] = []
    count = len(spool)  # a look through the whole table
    with engine.writer(place) as writer:
        for done, article in enumerate(spool, 1):
            writer.put(engines.document(article))
            if article.day:
                days = [min([article.day, *days]), max([article.day, *days])]
            progress("indexation", done, count)
    return (days[0], days[1]) if days else (None, None)


def _verify(spool: Spool, engine: Engine, place: Path) -> None:
    """BuildFailed unless the generation holds every article and finds a sample by its title."""
    searcher = engine.searcher(place)
    try:
        expected = len(spool)
        if searcher.count() != expected:
            raise BuildFailed(
                f"l’index compte {searcher.count()} articles au lieu de {expected} : relancer"
            )
        for rank, article in enumerate(spool):
            if rank % SAMPLED == 0 and not _found(article, searcher):
                raise BuildFailed(f"l’index ne retrouve pas « {article.title} » : relancer")
    finally:
        searcher.close()


def _found(article: Article, searcher: Searcher) -> bool:
    """Whether the rarest word of the title leads to the article; a title may hold no word."""
    terms = {LITERAL + word.literal for word in words(article.title)}
    rarest = min(((_frequency(term, searcher), term) for term in terms), default=None)
    if rarest is None:
        return searcher.get(article.id) is not None
    frequency, term = rarest
    results = searcher.search(
        EngineRequest(
            matching=Term("title", term),
            selections={},
            sort=Sort.NEWEST,
            offset=0,
            limit=max(1, frequency),
        )
    )
    return any(Article.load(hit.stored).id == article.id for hit in results.hits)


def _frequency(term: str, searcher: Searcher) -> int:
    return dict(searcher.terms("title", term)).get(term, 0)
