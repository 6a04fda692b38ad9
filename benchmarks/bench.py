"""Time indexing and searching with every contender in one run, as JSON and as a page of docs/."""

import argparse
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks import corpus, load, measure, tables
from benchmarks.contenders import CONTENDERS, YARDSTICK
from benchmarks.measure import EVERY_KIND, Built, Searched, alone
from benchmarks.report import Archived, Machine, Ratios, Report, Result
from tools.cluster.releases import Missing

OUTPUT = Path("benchmarks/results/bench.json")
PAGE = Path("docs/benchmarks.md")
SIZES = (10_000, 100_000)
# Files that the pace of reading alone is measured on
READ = 10_000
SERVED = ("Whoosh", "tantivy", "OpenSearch")
Step = TypeVar("Step")


def run(sizes: Sequence[int], names: Sequence[str], every: int, folder: Path) -> Iterator[Report]:
    """Every step for every size, in a folder of the caller's that is left full; the report so far.

    One search in `every` is asked. What a run before left in the folder is not built again, so that
    all searches can be timed in one quiet hour; its figures are those of its own hour.
    """
    machine = Machine(
        cpus=os.cpu_count(), python=platform.python_version(), platform=platform.platform()
    )
    archives: tuple[Archived, ...] = ()
    for size in sizes:
        archives += (_archived(size, names, every, folder / str(size)),)
        yield Report(
            date=datetime.now(UTC),
            machine=machine,
            seed=corpus.SEED,
            every=every,
            archives=archives,
        )


def _archived(size: int, names: Sequence[str], every: int, folder: Path) -> Archived:
    dumps = folder / "dumps"
    if not dumps.exists():
        alone(measure.generating, size, dumps, corpus.SEED)
    reading = alone(measure.reading, dumps, READ)
    cases = alone(measure.drawing, size, corpus.SEED)[::every]
    built, searched, served = {}, {}, {}
    for name in names:
        place = folder / name
        with CONTENDERS[name].around():
            built[name] = _told(name, _build(name, dumps, place))
            searched[name] = _told(name, alone(measure.searching, name, place, cases))
            if name in SERVED:
                served[name] = _told(name, load.serve(place, cases))
    yardstick = YARDSTICK if YARDSTICK in names else names[0]
    results = {
        name: Result(
            built=built[name],
            searched=searched[name],
            served=served.get(name),
            ratios=_ratios(built[name], built[yardstick], searched[name], searched[yardstick]),
        )
        for name in names
    }
    return Archived(articles=size, reading=reading, results=results)


def _build(name: str, dumps: Path, place: Path) -> Built:
    noted = place.with_name(f"{place.name}.json")
    if noted.exists():
        return Built(**json.loads(noted.read_text()))
    built = alone(measure.building, name, dumps, place)
    if CONTENDERS[name].is_kept:
        noted.write_text(json.dumps(asdict(built)))
    return built


def _told(name: str, step: Step) -> Step:
    """A step that is done, after a word of it: a run takes an hour."""
    print(f"{name}: {step}", flush=True)
    return step


def _ratios(built: Built, other: Built, searched: Searched, others: Searched) -> Ratios:
    ours, theirs = searched.latencies[EVERY_KIND], others.latencies[EVERY_KIND]
    return Ratios(
        articles_per_second=built.articles_per_second / other.articles_per_second,
        peak_rss=built.peak_rss_bytes / other.peak_rss_bytes,
        index_bytes=built.index_bytes / other.index_bytes,
        p50=ours.p50 / theirs.p50,
        p95=ours.p95 / theirs.p95,
    )


def _is_there(name: str, parser: argparse.ArgumentParser, only: Sequence[str] | None) -> bool:
    """Whether this machine has what a contender runs on; told at once, for a run takes an hour."""
    try:
        CONTENDERS[name].check()
    except Missing as missing:
        if only:
            parser.error(str(missing))
        print(f"{name} laissé de côté : {missing}", flush=True)
        return False
    return True


def main() -> None:
    """Run, write the report and the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=SIZES)
    parser.add_argument("--only", nargs="+", choices=CONTENDERS)
    parser.add_argument("--every", type=int, default=1, help="ask one search in EVERY")
    parser.add_argument("--folder", type=Path, help="keep what is built there, or take it thence")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    names = [name for name in options.only or CONTENDERS if _is_there(name, parser, options.only)]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    kept = tables.kept(options.page.read_text("utf-8")) if options.page.exists() else ""
    with TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        for report in run(options.articles, names, options.every, folder):
            options.output.write_text(report.dump(), encoding="utf-8")
            written = "\n".join(tables.page(report)) + "\n"
            options.page.write_text(written + kept, encoding="utf-8")


if __name__ == "__main__":
    main()
