"""How long does each step take? Every step is run in a process of its own."""

import multiprocessing
import re
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TypeVar

from benchmarks import corpus, queries
from benchmarks.contenders import CONTENDERS
from benchmarks.queries import Case
from indexer import readers
from indexer.article import Article
from indexer.indexing import file_walk
from indexer.search.request import SearchRequest

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
    """Opening an index in a new process, searches asked for the first time, then warm, by kind.

    `answered` counts the searches that found something, `rss_bytes` is the peak of the process. The
    disk's cache is warm throughout.
    """

    open_ms: float
    answered: int
    rss_bytes: int
    cold: Latency
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


def reading(folder: Path, most: int) -> Pace:
    """Read at most `most` files under a folder; rejected and degraded articles are refused."""
    begun = perf_counter()
    refused = [
        sum(not _whole(found) for found in readers.read(Path(one.path)) or ())
        for one in islice(file_walk.files([folder]), most)
    ]
    seconds = perf_counter() - begun
    return Pace(files=len(refused), refused=sum(refused), files_per_second=len(refused) / seconds)


def _whole(found: object) -> bool:
    match found:
        case Article(degraded=False):
            return True
    return False


def drawing(count: int, seed: int) -> tuple[Case, ...]:
    """The searches that are asked of `count` generated articles."""
    return tuple(queries.cases(corpus.articles(count, seed), seed))


def building(name: str, folder: Path, place: Path) -> Built:
    """Have a contender index every file under a folder."""
    begun = perf_counter()
    count = CONTENDERS[name].build(folder, place)
    return _built(name, count, perf_counter() - begun, place)


def _peak() -> int:
    """The most memory that this process and its largest child were resident in, in bytes."""
    # ru_maxrss of a process is at first what the one that started it had
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    own = int(found[1]) if found else 0
    return 1024 * (own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def _built(name: str, count: int, seconds: float, place: Path) -> Built:
    return Built(
        articles=count,
        articles_per_second=count / seconds,
        peak_rss_bytes=_peak(),
        index_bytes=CONTENDERS[name].size(place),
    )


def searching(name: str, place: Path, cases: Sequence[Case]) -> Searched:
    """Time searches on what a contender built: each once cold, then `rounds` times warm."""
    contender = CONTENDERS[name]
    begun = perf_counter()
    answer = contender.open(place)
    open_ms = since(begun)
    totals: list[int] = []
    cold = [_timed(lambda request: totals.append(answer(request)), one.request) for one in cases]
    rounds = [[_timed(answer, one.request) for one in cases] for _ in range(contender.rounds)]
    durations = [median(times) for times in zip(*rounds, strict=True)]
    by_kind = {EVERY_KIND: durations}
    for case, duration in zip(cases, durations, strict=True):
        by_kind.setdefault(case.kind, []).append(duration)
    return Searched(
        open_ms=open_ms,
        answered=sum(total > 0 for total in totals),
        rss_bytes=_peak(),
        cold=latency(cold),
        latencies={kind: latency(times) for kind, times in by_kind.items()},
    )


def _timed(answer: Callable[[SearchRequest], object], request: SearchRequest) -> float:
    begun = perf_counter()
    answer(request)
    return since(begun)


def since(begun: float) -> float:
    """Milliseconds since a moment of perf_counter."""
    return (perf_counter() - begun) * 1000


def latency(times: Sequence[float]) -> Latency:
    """The percentiles of some durations in milliseconds."""
    cuts = quantiles(times, n=100, method="inclusive")
    return Latency(searches=len(times), p50=cuts[49], p95=cuts[94], p99=cuts[98])
