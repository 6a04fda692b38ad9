"""How many bytes, and how long, does an article take on a cluster? For docs/scale.md.

The cluster is the one that MANCHETTE_OPENSEARCH names. Each archive is built, searched, then built
again with one article in a hundred changed, in one process; what it made there is deleted.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from opensearchpy import OpenSearch

from benchmarks import corpus, queries
from benchmarks.measure import EVERY_KIND, Latency, latency
from benchmarks.queries import Case
from indexer import config, engines
from indexer.engines import Searcher
from indexer.engines.opensearch import generation_index
from indexer.engines.opensearch.connection import BUILD_SECONDS, ask, connect
from indexer.engines.opensearch.schema import words_of
from indexer.errors import Unavailable
from indexer.generations import store
from indexer.indexing.reindex import reindex
from indexer.search import question, service
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex

SIZES = (5_000, 20_000)
ENGINE = "opensearch"
CHANGED_EVERY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Bytes of one copy of an index and the documents in it."""

    documents: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """What one archive took; bytes are of one copy of each index.

    `given_up` searches had no answer in time. The cpu times are those of a search, of this process
    and of all nodes with data together: what else runs on the machine changes them less than the
    others. `heaps` are the bytes in use on each node after the searches, garbage included,
    `heap_max` what one may use. `changing_seconds` is an incremental run, whose indices are
    `changed`.
    """

    articles: int
    text_bytes: int
    building_seconds: float
    index: Held
    words: Held
    bytes_per_article: float
    latencies: dict[str, Latency]
    given_up: int
    program_cpu_ms: float
    nodes_cpu_ms: float
    heaps: list[int]
    heap_max: int
    changing_seconds: float
    changed: Held
    changed_words: Held


def run(count: int, every: int, folder: Path) -> Scaled:
    """Every step for one size; one search in `every` is asked, twice, the second time is timed."""
    dumps, root = folder / "dumps", folder / "index"
    settings = config.load(index=str(root))
    config.bind(settings)
    corpus.write(count, dumps, corpus.SEED)
    files = sorted(dumps.rglob("*.txt"))
    try:
        built = _seconds(lambda: reindex([dumps], root, ENGINE, lambda *_: None))
        name = _serving(root)
        index, words = _held(name), _held(words_of(name))
        cases = queries.cases(corpus.articles(count, corpus.SEED), corpus.SEED)[::every]
        before = (process_time(), _nodes("process"))
        times = _search(root, cases)
        cpu = process_time() - before[0]
        nodes_cpu = _cpu_ms(_nodes("process")) - _cpu_ms(before[1])
        heaps = [node["jvm"]["mem"] for node in _nodes("jvm")]
        text = sum(path.stat().st_size for path in files)
        for path in files[::CHANGED_EVERY]:
            path.write_text(f"{path.read_text('utf-8')}Une phrase de plus.\n", "utf-8")
        changing = _seconds(lambda: reindex([dumps], root, ENGINE, lambda *_: None))
        name = _serving(root)
        return Scaled(
            articles=count,
            text_bytes=text,
            building_seconds=built,
            index=index,
            words=words,
            bytes_per_article=(index.bytes + words.bytes) / count,
            latencies=_latencies(times),
            given_up=len(cases) - len(times),
            program_cpu_ms=1000 * cpu / (2 * len(cases)),
            nodes_cpu_ms=nodes_cpu / (2 * len(cases)),
            heaps=[heap["heap_used_in_bytes"] for heap in heaps],
            heap_max=max(heap["heap_max_in_bytes"] for heap in heaps),
            changing_seconds=changing,
            changed=_held(name),
            changed_words=_held(words_of(name)),
        )
    finally:
        for place in (root / "generations").glob("*"):
            engines.drop(place, settings)


def _client() -> OpenSearch:
    return connect(config.load()).client


def _seconds(step: Callable[[], object]) -> float:
    begun = perf_counter()
    step()
    return perf_counter() - begun


def _serving(root: Path) -> str:
    return generation_index.read(store.place(root, store.current(root).generation)).index


def _held(index: str) -> Held:
    stats: Any = ask(_client().indices.stats, BUILD_SECONDS, index=index, metric="docs,store")
    found = stats["indices"][index]["primaries"]
    return Held(documents=found["docs"]["count"], bytes=found["store"]["size_in_bytes"])


def _nodes(metric: str) -> list[Any]:
    """Figures of each node that holds data."""
    nodes: Any = ask(_client().nodes.stats, BUILD_SECONDS, metric=metric)["nodes"].values()
    return [node for node in nodes if "data" in node["roles"]]


def _cpu_ms(nodes: Sequence[Any]) -> float:
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes))


def _answer(request: SearchRequest, searcher: Searcher) -> None:
    service.run(question.ask(request, searcher))


def _search(root: Path, cases: Sequence[Case]) -> list[tuple[Case, float]]:
    """How long each search took the second time, but for those that were given up."""
    found = []
    with PublishedIndex(root).open_generation() as opened:
        for case in cases:
            step = partial(_answer, case.request, opened.searcher)
            with suppress(Unavailable):
                step()
                found.append((case, 1000 * _seconds(step)))
    return found


def _latencies(times: Sequence[tuple[Case, float]]) -> dict[str, Latency]:
    by_kind: dict[str, list[float]] = {EVERY_KIND: [time for _, time in times]}
    for case, time in times:
        by_kind.setdefault(case.kind, []).append(time)
    return {kind: latency(some) for kind, some in by_kind.items() if len(some) > 1}


def main() -> None:
    """Print what each archive took as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--every", type=int, default=1, help="ask one search in EVERY")
    options = parser.parse_args()
    for count in options.articles:
        with TemporaryDirectory() as folder:
            print(json.dumps(asdict(run(count, options.every, Path(folder))), indent=1), flush=True)


if __name__ == "__main__":
    main()
