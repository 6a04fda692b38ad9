"""Show a run as a page of docs/."""

from collections.abc import Iterator
from dataclasses import asdict

from benchmarks.contenders import CONTENDERS
from benchmarks.load import CLIENTS
from benchmarks.measure import EVERY_KIND, Latency
from benchmarks.queries import KINDS
from benchmarks.report import Archived, Report

MEGA = 1_000_000
# What stands under it was measured by other means, and is no run's to write
APART = "## Measured apart"


_INTRODUCTION = """# Benchmarks

Written by `make bench`; trust the ratios, which are of one run, more than the figures.
Run on {date:%Y-%m-%d}: {cpus} cores, Python {python},
{platform}.

The archive is generated (`benchmarks/corpus.py`), some 330 words an article, and so are the
searches (`benchmarks/queries.py`, {searches} of them{asked}). An answer
is a page of twenty with marked
passages, the counts of every facet and those of the months; stock Whoosh, SQLite, OpenSearch with
its own French analyser, PostgreSQL and Xapian do the same work in their own ways
(`benchmarks/stock.py`, `benchmarks/fts5.py`, `benchmarks/opensearch_french.py`,
`benchmarks/postgresql.py`, `benchmarks/xapian_french.py`),
where they are installed. Building begins at the files
and includes reading them. Cold is the first time that a search is asked of a process. Latencies are
in milliseconds."""
_CLUSTER = """
OpenSearch is two nodes with 1 GB of heap each on the same cores, one shard and one copy of it; its
memory is that of the client, its size that of one copy."""
_BUILT = "articles/s | peak MB | index MB | serving MB | open | cold p50/p95 | p50 | p95 | p99"


def kept(page: str) -> str:
    """What a new run leaves of a page as it is."""
    _, heading, rest = page.partition(APART)
    return f"\n{heading}{rest}" if heading else ""


def page(report: Report) -> Iterator[str]:
    """The page of a run, line by line."""
    searches = sum(kind.count for kind in KINDS)
    yield _INTRODUCTION.format(
        date=report.date,
        searches=searches,
        asked=f", of which one in {report.every} is asked" if report.every > 1 else "",
        **asdict(report.machine),
    )
    if any("OpenSearch" in archived.results for archived in report.archives):
        yield _CLUSTER
    yield from _lacking(report)
    for archived in report.archives:
        yield from _archived(archived)


def _lacking(report: Report) -> Iterator[str]:
    """What the answers of others lack, of those that were run."""
    ran = {name for archived in report.archives for name in archived.results}
    told = [one for one in CONTENDERS.values() if one.name in ran and one.lacks]
    if told:
        yield ""
        yield "Answers of others lack what these cannot do:"
        yield ""
        for one in told:
            yield f"- {one.name}: {one.lacks}."


def _archived(archived: Archived) -> Iterator[str]:
    yield ""
    yield f"## {archived.articles:,} articles"
    yield ""
    yield f"Reading alone: {archived.reading.files_per_second:.0f} files a second."
    yield ""
    yield f"| | {_BUILT} |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for name, result in archived.results.items():
        built, searched = result.built, result.searched
        warm, cold = searched.latencies[EVERY_KIND], searched.cold
        yield (
            f"| {name} | {built.articles_per_second:.0f} | {built.peak_rss_bytes / MEGA:.0f}"
            f" | {built.index_bytes / MEGA:.0f} | {searched.rss_bytes / MEGA:.0f}"
            f" | {searched.open_ms:.0f} | {cold.p50:.1f}/{cold.p95:.1f}"
            f" | {warm.p50:.1f} | {warm.p95:.1f} | {warm.p99:.1f} |"
        )
    yield ""
    yield "Divided by stock Whoosh (a pace is better above 1, the rest below):"
    yield ""
    yield "| | articles/s | peak memory | index | p50 | p95 | faster at p95 |"
    yield "|---|---|---|---|---|---|---|"
    for name, result in archived.results.items():
        ratios = result.ratios
        yield (
            f"| {name} | {ratios.articles_per_second:.2f} | {ratios.peak_rss:.2f}"
            f" | {ratios.index_bytes:.2f} | {ratios.p50:.4f} | {ratios.p95:.4f}"
            f" | {1 / ratios.p95:.0f} times |"
        )
    yield from _kinds(archived)
    yield from _served(archived)


def _kinds(archived: Archived) -> Iterator[str]:
    yield ""
    yield "By kind of search, p50/p95:"
    yield ""
    yield f"| | {' | '.join(archived.results)} |"
    yield "|---|" + "---|" * len(archived.results)
    for kind in (kind.name for kind in KINDS):
        rows = (result.searched.latencies[kind] for result in archived.results.values())
        yield f"| {kind} | {' | '.join(f'{row.p50:.1f}/{row.p95:.1f}' for row in rows)} |"


def _served(archived: Archived) -> Iterator[str]:
    served = {name: one.served for name, one in archived.results.items() if one.served}
    if not served:
        return
    yield ""
    yield "Over HTTP (`manchette serve`; the clients take their share of the same cores):"
    yield ""
    crowds = [("1 client" if clients == 1 else f"{clients} clients") for clients in CLIENTS]
    yield f"| | {' | '.join(f'{said} p50/p95/p99, requests/s' for said in crowds)} | kB |"
    yield "|---|" + "---|" * len(crowds) + "---|"
    for name, both in served.items():
        for what, one in (("page", both.page), ("JSON", both.json)):
            times = [
                f"{_shown(crowd.latency)}, {crowd.requests_per_second:.0f}"
                + (f", {crowd.late} late" if crowd.late else "")
                for crowd in one.crowds
            ]
            yield f"| {name}, {what} | {' | '.join(times)} | {one.kilobytes:.0f} |"


def _shown(latency: Latency) -> str:
    return f"{latency.p50:.1f}/{latency.p95:.1f}/{latency.p99:.1f}"
