"""What is counted for Prometheus, over all processes of a server? Nothing of what is typed.

/metrics has requests by route and status, their durations, searches by what they found, files being
sent, memory, and the state of the index. Processes write in files of one folder, which
prometheus_client finds by a variable that must be there before it is imported.
"""

import os
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

from indexer.errors import UsageError
from webapp.middleware import events
from webapp.views import index_state

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
# Linux alone has it: the second number is of pages in memory
_STATM = Path("/proc/self/statm")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def prepare() -> Path:
    """Have the processes that are forked afterwards count together; the folder they write in.

    UsageError where the extra is not installed.
    """
    if find_spec("prometheus_client") is None:
        raise UsageError(
            "le réglage service_metrics demande un paquet de plus : "
            "« .venv/bin/pip install -c constraints.txt -e '.[metrics]' »"
        )
    folder = tempfile.mkdtemp(prefix="manchette-metrics-")
    os.environ[_FOLDER] = folder
    return Path(folder)


def forget(pid: int) -> None:
    """Count a process that has ended among the living no more."""
    from prometheus_client import multiprocess  # noqa: PLC0415 - after `prepare`

    multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]


def register(app: Flask) -> None:
    """Count what an application answers, and answer /metrics; after `prepare`."""
    count = _counting()

    @app.before_request
    def begin() -> None:
        g.begun = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        count.answer(_route(), response.status_code, perf_counter() - g.begun)
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(_exposed(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _route() -> str:
    """The rule that a request follows, which holds nothing of it."""
    rule = request.url_rule.rule if request.url_rule else "(aucune)"
    # the version of the files is no route of its own
    return "/static/" if rule.startswith("/static/") else rule


class _Counting:
    """The figures of this process."""

    def __init__(self) -> None:
        from prometheus_client import Counter, Gauge, Histogram  # noqa: PLC0415 - after `prepare`

        labels = ("route", "status")
        own: dict[str, Any] = {"namespace": "manchette", "registry": None}
        self._requests = Counter("requests", "Demandes, par route et code.", labels, **own)
        self._seconds = Histogram(
            "request_seconds",
            "Durée des réponses, jusqu’à leur début pour les fichiers.",
            labels[:1],
            buckets=_SECONDS,
            **own,
        )
        self._searches = Counter(
            "searches", "Recherches, par ce qu’elles ont donné.", ["outcome"], **own
        )
        for outcome in ("found", "none", "partial"):
            self._searches.labels(outcome)
        self._sent = Gauge(
            "exports_running", "Fichiers en cours d’envoi.", multiprocess_mode="livesum", **own
        )
        self._memory = Gauge(
            "memory_bytes", "Mémoire de chaque processus.", multiprocess_mode="liveall", **own
        )
        events.searched.connect(self._searched)
        events.sending.connect(self._sending)

    def answer(self, route: str, status: int, seconds: float) -> None:
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if _STATM.exists():
            self._memory.set(int(_STATM.read_text().split()[1]) * _PAGE_BYTES)

    def _searched(self, _: object, *, total: int, partial: bool) -> None:
        outcome = "partial" if partial else "found" if total else "none"
        self._searches.labels(outcome).inc()

    def _sending(self, _: object, *, change: int) -> None:
        self._sent.inc(change)


@cache
def _counting() -> _Counting:
    """One for a process, whose files hold each figure once."""
    return _Counting()


class _Index:
    """The state of the index, read when it is asked for."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - after `prepare`

        state = index_state.read()
        served = state.manifest
        rows = (
            ("index_whole", "1 si la dernière génération publiée sert.", float(state.whole)),
            ("generation_age_seconds", "Âge de la génération en service.", state.age),
            ("last_success_age_seconds", "Depuis le dernier reindex réussi.", state.success_age),
            ("articles", "Articles en service.", served.articles if served else None),
            ("rejected", "Fichiers rejetés.", served.rejected if served else None),
        )
        for name, told, value in rows:
            if value is not None:
                yield GaugeMetricFamily(f"manchette_{name}", told, value)


def _exposed() -> bytes:
    from prometheus_client import CollectorRegistry, generate_latest, multiprocess  # noqa: PLC0415

    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(_Index())
    return generate_latest(registry)
