"""How many pages a second, how soon and in how much memory does one machine serve a newsroom?

Clients ask one thing after the other without a pause: results, articles, JSON, completions. They
run on the same machine; the processor time is that of the server alone.
"""

import argparse
import json
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path
from time import monotonic
from urllib.parse import quote_plus

from benchmarks import corpus, queries
from benchmarks.load import answers, serving
from benchmarks.measure import Latency, latency
from webapp import params

# What searches are drawn from: the words of so many articles
DRAWN_FROM = 2_000
# What one connection is asked for
A_CONNECTION = 50
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`cpu_ms` is of the server, an answer; megabytes are resident, of each worker.

    `first_mb` is what they take once some have answered, `last_mb` at the end, files of the index
    that they share included; `own_mb` without these, at the end.
    """

    processes: int
    threads: int
    clients: int
    seconds: float
    answers: int
    per_second: float
    times: Latency
    cpu_ms: float
    first_mb: list[int]
    last_mb: list[int]
    own_mb: list[int]


def targets(port: int) -> list[str]:
    """What is asked in turn: of twenty addresses ten are results, four articles, three JSON."""
    found = []
    cases = queries.cases(corpus.articles(DRAWN_FROM, corpus.SEED), corpus.SEED)
    for rank, case in enumerate(cases):
        page = params.url("/", case.request)
        answer = params.url("/api/v1/search", case.request)
        found += [page] * (rank % 20 < 10) + [answer] * (10 <= rank % 20 < 13)
        if 13 <= rank % 20 < 17:
            hits = json.loads(next(answers(port, [answer])).body)["hits"]
            found += [f"/article/{hits[0]['id']}?q={quote_plus(case.request.text)}"] if hits else []
        elif rank % 20 >= 17:
            found.append(f"/suggestions?q={quote_plus(case.request.text[:4])}")
    return found


def _workers(pid: int) -> Iterator[Path]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    yield from (Path("/proc", child) for child in children)


def _cpu_seconds(pid: int) -> float:
    """What the workers of a server took so far."""
    stats = (path.joinpath("stat").read_text().rpartition(")")[2].split() for path in _workers(pid))
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


def _megabytes(pid: int, kind: str = "VmRSS") -> list[int]:
    stats = [path.joinpath("status").read_text() for path in _workers(pid)]
    return [
        int(found[1]) // 1024 for text in stats if (found := re.search(rf"{kind}:\s+(\d+)", text))
    ]


def run(root: Path, shape: tuple[int, int], clients: int, seconds: float) -> Figures:
    """Serve an index by so many processes of so many threads, and ask it for some seconds."""
    processes, threads = shape
    variables = {"MANCHETTE_PROCESSES": str(processes), "MANCHETTE_THREADS": str(threads)}
    with serving(root, **variables) as (port, pid):
        urls = targets(port)
        first, cpu, begun = _megabytes(pid), _cpu_seconds(pid), monotonic()
        with ThreadPoolExecutor(clients) as pool:
            turns = (islice(cycle(urls), n * 7, None) for n in range(clients))
            asked = pool.map(lambda turn: _timed(port, turn, begun + seconds), turns)
            times = [took for one in asked for took in one]
        lasted = monotonic() - begun
        return Figures(
            processes=processes,
            threads=threads,
            clients=clients,
            seconds=lasted,
            answers=len(times),
            per_second=len(times) / lasted,
            times=latency(times),
            cpu_ms=1000 * (_cpu_seconds(pid) - cpu) / len(times),
            first_mb=first,
            last_mb=_megabytes(pid),
            own_mb=_megabytes(pid, "RssAnon"),
        )


def _timed(port: int, urls: Iterator[str], until: float) -> list[float]:
    times: list[float] = []
    while monotonic() < until:
        for answer in answers(port, islice(urls, A_CONNECTION)):
            times.append(answer.took)
            if monotonic() > until:
                break
    return times


def main() -> None:
    """Print the figures of each shape as a line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("--shapes", nargs="+", default=["1x8", "2x4"], help="PROCESSESxTHREADS")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    for shape in options.shapes:
        processes, threads = map(int, shape.split("x"))
        figures = run(options.index, (processes, threads), options.clients, options.seconds)
        print(json.dumps(asdict(figures)), flush=True)


if __name__ == "__main__":
    main()
