"""How long does each step take? Every step is run in a process of its own."""

import multiprocessing
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

from benchmarks import corpus, stock
from benchmarks.queries import Case
from indexer import readers, search, sources
from indexer.archive import Archive
from indexer.article import Article
from indexer.reindex import reindex
from indexer.search import SearchRequest

REPEATS = 3
EVERY_KIND = "all"
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Files written or read, those that gave no whole article, and files a second."""

    files: int
    refused: int
    files_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An index built, reading included: peak resident memory and size on disk in bytes."""

    articles: int
    articles_per_second: float
    peak_rss_bytes: int
    index_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Percentiles in milliseconds of the median durations of some searches."""

    searches: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """Opening an index and its first answer in a new process, then searches warm, by kind.

    `answered` counts the searches that found something. The disk's cache is warm throughout.
    """

    open_ms: float
    first_ms: float
    answered: int
    latencies: dict[str, Latency]


def alone(step: Callable[..., Result], *args: object) -> Result:
    """The result of a function run in a fresh process, so that its peak memory is its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(step, *args).result()


def generating(count: int, folder: Path, seed: int) -> Pace:
    """Write `count` page dumps under a folder, the vocabulary being derived already."""
    corpus.tags()
    begun = perf_counter()
    corpus.write(count, folder, seed)
    return Pace(files=count, refused=0, files_per_second=count / (perf_counter() - begun))


def reading(folder: Path) -> Pace:
    """Read every file under a folder; rejected and degraded articles are refused."""
    begun = perf_counter()
    refused = [
        sum(not _whole(found) for found in readers.read(path) or ())
        for path in sources.files([folder])
    ]
    seconds = perf_counter() - begun
    return Pace(files=len(refused), refused=sum(refused), files_per_second=len(refused) / seconds)


def _whole(found: object) -> bool:
    match found:
        case Article(degraded=False):
            return True
    return False


def building(folder: Path, root: Path, engine: str) -> Built:
    """Publish a generation in `root` with every file under a folder."""
    begun = perf_counter()
    count = reindex([folder], root, engine, _silently).indexed
    return _built(count, perf_counter() - begun, root)


def building_stock(folder: Path, place: Path) -> Built:
    """Build the stock Whoosh index with every file under a folder."""
    begun = perf_counter()
    count = stock.build(folder, place)
    return _built(count, perf_counter() - begun, place)


def _silently(step: str, done: int, total: int) -> None:
    del step, done, total


def _built(count: int, seconds: float, place: Path) -> Built:
    return Built(
        articles=count,
        articles_per_second=count / seconds,
        peak_rss_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        index_bytes=sum(path.stat().st_size for path in place.rglob("*") if path.is_file()),
    )


def searching(root: Path, cases: Sequence[Case]) -> Searched:
    """Time searches on the current generation of `root`, facets and passages included."""
    begun = perf_counter()
    with Archive(root).reading() as opened:
        open_ms = _since(begun)
        searcher = opened.searcher
        return _searched(lambda request: search.run(request, searcher).total, cases, open_ms)


def searching_stock(place: Path, cases: Sequence[Case]) -> Searched:
    """Time the same searches on the stock Whoosh index."""
    begun = perf_counter()
    opened = stock.Stock(place)
    return _searched(opened.answer, cases, _since(begun))


def _searched(
    answer: Callable[[SearchRequest], int], cases: Sequence[Case], open_ms: float
) -> Searched:
    """Answer every search once to warm up, then REPEATS times, one round after the other."""
    begun = perf_counter()
    answer(cases[0].request)
    first_ms = _since(begun)
    totals = [answer(case.request) for case in cases]
    rounds = [[_timed(answer, case.request) for case in cases] for _ in range(REPEATS)]
    durations = [median(times) for times in zip(*rounds, strict=True)]
    by_kind = {EVERY_KIND: durations}
    for case, duration in zip(cases, durations, strict=True):
        by_kind.setdefault(case.kind, []).append(duration)
    return Searched(
        open_ms=open_ms,
        first_ms=first_ms,
        answered=sum(total > 0 for total in totals),
        latencies={kind: _latency(times) for kind, times in by_kind.items()},
    )


def _timed(answer: Callable[[SearchRequest], int], request: SearchRequest) -> float:
    begun = perf_counter()
    answer(request)
    return _since(begun)


def _since(begun: float) -> float:
    """Milliseconds since a moment of perf_counter."""
    return (perf_counter() - begun) * 1000


def _latency(times: Sequence[float]) -> Latency:
    cuts = quantiles(times, n=100, method="inclusive")
    return Latency(searches=len(times), p50=cuts[49], p95=cuts[94], p99=cuts[98])
