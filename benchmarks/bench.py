"""Time reading, indexing and searching, next to stock Whoosh in the same run; JSON and a table."""

import argparse
import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import corpus, measure, queries
from benchmarks.measure import Built, Pace, Searched, alone
from indexer.engines import ENGINES

OUTPUT = Path("benchmarks/results/bench.json")
MEGA = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the figures depend on; never the name of the host."""

    cpus: int | None
    python: str
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratios:
    """Manchette divided by stock Whoosh: above 1 is better for a pace, below 1 for the rest.

    `p50` and `p95` are by kind of search.
    """

    articles_per_second: float
    peak_rss: float
    index_bytes: float
    open: float
    p50: dict[str, float]
    p95: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run."""

    date: datetime
    machine: Machine
    engine: str
    articles: int
    seed: int
    generating: Pace
    reading: Pace
    building: Built
    building_stock: Built
    searching: Searched
    searching_stock: Searched
    ratios: Ratios

    def dump(self) -> str:
        """The report as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=datetime.isoformat)


def run(count: int, engine: str, folder: Path) -> Report:
    """Every step on `count` articles, in a folder of the caller's that is left full."""
    dumps, root, place = folder / "dumps", folder / "index", folder / "stock"
    generating = alone(measure.generating, count, dumps, corpus.SEED)
    reading = alone(measure.reading, dumps)
    building = alone(measure.building, dumps, root, engine)
    building_stock = alone(measure.building_stock, dumps, place)
    # Drawn last: a process starts with the peak memory of the one that starts it
    cases = queries.cases(corpus.articles(count, corpus.SEED), corpus.SEED)
    searching = alone(measure.searching, root, cases)
    searching_stock = alone(measure.searching_stock, place, cases)
    return Report(
        date=datetime.now(UTC),
        machine=Machine(
            cpus=os.cpu_count(), python=platform.python_version(), platform=platform.platform()
        ),
        engine=engine,
        articles=count,
        seed=corpus.SEED,
        generating=generating,
        reading=reading,
        building=building,
        building_stock=building_stock,
        searching=searching,
        searching_stock=searching_stock,
        ratios=_ratios(building, building_stock, searching, searching_stock),
    )


def _ratios(built: Built, stock: Built, searched: Searched, on_stock: Searched) -> Ratios:
    pairs = [
        (kind, latency, on_stock.latencies[kind]) for kind, latency in searched.latencies.items()
    ]
    return Ratios(
        articles_per_second=built.articles_per_second / stock.articles_per_second,
        peak_rss=built.peak_rss_bytes / stock.peak_rss_bytes,
        index_bytes=built.index_bytes / stock.index_bytes,
        open=searched.open_ms / on_stock.open_ms,
        p50={kind: ours.p50 / theirs.p50 for kind, ours, theirs in pairs},
        p95={kind: ours.p95 / theirs.p95 for kind, ours, theirs in pairs},
    )


def table(report: Report) -> Iterator[str]:
    """The report as aligned lines; a ratio is this engine's figure over stock Whoosh's."""
    machine = report.machine
    yield f"{report.articles} articles, {machine.cpus} cpus, Python {machine.python}"
    yield f"{'generate, files/s':20}{report.generating.files_per_second:10.0f}"
    yield f"{'read, files/s':20}{report.reading.files_per_second:10.0f}"
    yield f"{'':20}{report.engine:>10}{'stock':>10}{'ratio':>8}"
    ours, stock, ratios = report.building, report.building_stock, report.ratios
    for name, one, other, ratio in (
        (
            "index, articles/s",
            ours.articles_per_second,
            stock.articles_per_second,
            ratios.articles_per_second,
        ),
        ("peak RSS, MB", ours.peak_rss_bytes / MEGA, stock.peak_rss_bytes / MEGA, ratios.peak_rss),
        ("index, MB", ours.index_bytes / MEGA, stock.index_bytes / MEGA, ratios.index_bytes),
        ("open, ms", report.searching.open_ms, report.searching_stock.open_ms, ratios.open),
    ):
        yield f"{name:20}{one:10.1f}{other:10.1f}{ratio:8.2f}"
    yield from _searches(report)


def _searches(report: Report) -> Iterator[str]:
    """One line a kind of search: percentiles of this engine, of stock Whoosh, and ratios."""
    yield f"{'search, ms':20}" + "".join(
        f"{name:>10}" for name in ("p50", "p95", "p99", "stock p50", "p95", "p99", "ratio p50")
    )
    for kind, ours in report.searching.latencies.items():
        stock = report.searching_stock.latencies[kind]
        figures = (ours.p50, ours.p95, ours.p99, stock.p50, stock.p95, stock.p99)
        shown = "".join(f"{figure:10.1f}" for figure in figures)
        yield f"{kind:20}{shown}{report.ratios.p50[kind]:10.2f}"


def main() -> None:
    """Run, print the table and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--engine", choices=sorted(ENGINES), default="whoosh")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        report = run(options.articles, options.engine, Path(folder))
    print("\n".join(table(report)))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(report.dump(), encoding="utf-8")


if __name__ == "__main__":
    main()
