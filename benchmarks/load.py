"""How many requests a second does `manchette serve` answer, and how soon?"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep

from benchmarks.measure import Latency, latency, since
from benchmarks.queries import Case
from webapp import params

HOST = "127.0.0.1"
CLIENTS = 4
START_SECONDS = 60.0
OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One path under the searches of a run: one client at a time, then CLIENTS at once.

    `alone` and `together` are the times of an answer, `kilobytes` its mean size, not compressed.
    """

    alone: Latency
    together: Latency
    requests_per_second: float
    kilobytes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The page and the JSON of an index that is served on this machine."""

    page: Loaded
    json: Loaded


def serve(root: Path, cases: Sequence[Case]) -> Served:
    """Serve an index directory and ask it every search, as a page and as JSON."""
    with serving(root) as (port, _):
        return Served(page=_loaded(port, "/", cases), json=_loaded(port, "/api/v1/search", cases))


@contextmanager
def serving(root: Path, **variables: str) -> Iterator[tuple[int, int]]:
    """Serve an index directory for a block, under more variables; the port and the process."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    command = Path(sys.executable).with_name("manchette")
    with TemporaryDirectory() as folder, (Path(folder) / "log").open("w") as log:
        process = subprocess.Popen(
            [command, "serve", "--index", root.absolute(), "--port", str(port)],
            cwd=folder,
            env=os.environ | variables,
            stdout=log,
            stderr=log,
        )
        try:
            _await(port)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _await(port: int) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        sleep(0.05)
    raise TimeoutError(f"no server on port {port}")


def _loaded(port: int, path: str, cases: Sequence[Case]) -> Loaded:
    urls = [params.url(path, case.request) for case in cases]
    _client(port, urls)  # every worker opens the index once
    one = _client(port, urls)
    begun = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        turned = (urls[rank:] + urls[:rank] for rank in range(0, len(urls), len(urls) // CLIENTS))
        many = [row for rows in pool.map(lambda turn: _client(port, turn), turned) for row in rows]
    seconds = perf_counter() - begun
    return Loaded(
        alone=latency([took for took, _ in one]),
        together=latency([took for took, _ in many]),
        requests_per_second=len(many) / seconds,
        kilobytes=fmean(size for _, size in one) / 1000,
    )


def _client(port: int, urls: Sequence[str]) -> list[tuple[float, int]]:
    """Ask for some addresses one after the other; the milliseconds and bytes of each answer."""
    connection = HTTPConnection(HOST, port, timeout=START_SECONDS)
    answers = []
    for url in urls:
        begun = perf_counter()
        connection.request("GET", url)
        answer = connection.getresponse()
        size = len(answer.read())
        if answer.status != OK:
            raise ConnectionError(f"{answer.status} for {url}")
        answers.append((since(begun), size))
    connection.close()
    return answers
