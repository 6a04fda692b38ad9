"""How many requests a second does `manchette serve` answer, and how soon?"""

import os
import socket
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, sleep
from typing import NamedTuple

from benchmarks.measure import Latency, latency, since
from benchmarks.queries import Case
from webapp import params

HOST = "127.0.0.1"
# How many ask at once, and how many times all is asked for by all of them together at most
CLIENTS, MOST = (1, 4, 16), 4
START_SECONDS = 60.0
OK, LATE = 200, 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """How long an answer takes where some clients ask at once, and how many they get a second.

    `late` is how many were given up after the seconds that an answer may take (a cluster's).
    """

    latency: Latency
    late: int
    requests_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One path under the searches of a run, by how many clients ask at once, as CLIENTS has it.

    `kilobytes` is the mean size of an answer, not compressed.
    """

    crowds: tuple[Crowd, ...]
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
    sizes = [row.size for row in _client(port, urls)]
    return Loaded(
        crowds=tuple(_crowd(port, urls, clients) for clients in CLIENTS),
        kilobytes=fmean(sizes) / 1000,
    )


def _crowd(port: int, urls: Sequence[str], clients: int) -> Crowd:
    """Have some clients ask for addresses, each beginning at another one: all, or MOST in all."""
    starts = [len(urls) * rank // clients for rank in range(clients)]
    begun = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        most = max(1, min(len(urls), MOST * len(urls) // clients))
        turned = [[*urls[start:], *urls[:start]][:most] for start in starts]
        found = [row for rows in pool.map(partial(_client, port), turned) for row in rows]
    return Crowd(
        latency=latency([row.took for row in found]),
        late=sum(row.late for row in found),
        requests_per_second=len(found) / (perf_counter() - begun),
    )


class Answered(NamedTuple):
    """An answer: its milliseconds, its status, its text as it was sent."""

    took: float
    status: int
    body: bytes


def answers(
    port: int, urls: Iterable[str], accepted: Collection[int] = (OK,)
) -> Iterator[Answered]:
    """Ask for addresses one after the other; ConnectionError for another status than these."""
    with closing(HTTPConnection(HOST, port, timeout=START_SECONDS)) as connection:
        for url in urls:
            begun = perf_counter()
            connection.request("GET", url)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status not in accepted:
                raise ConnectionError(f"{answer.status} for {url}")
            yield Answered(since(begun), answer.status, body)


class _Timed(NamedTuple):
    """The milliseconds and bytes of an answer, and whether it came too late to be whole."""

    took: float
    size: int
    late: bool


def _client(port: int, urls: Sequence[str]) -> list[_Timed]:
    found = answers(port, urls, (OK, LATE))
    return [_Timed(one.took, len(one.body), one.status == LATE) for one in found]
