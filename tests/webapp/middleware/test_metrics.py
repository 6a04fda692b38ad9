"""Do all processes of a server count together what they answer, and nothing of what is typed?"""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Serving
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from support.wire import ask

from indexer.errors import UsageError
from webapp.middleware import events, metrics

# real processes
pytestmark = pytest.mark.slow

TYPED = "hippogriffe"
Figures = dict[tuple[str, ...], float]


def figures(address: str) -> Figures:
    """Each figure by its name and the values of its labels."""
    answer = ask(address, "/metrics")
    assert answer.status == 200
    assert TYPED not in answer.text
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_what_all_processes_answer_is_counted_without_what_was_typed(
    serving: Serving, samples_index: Path, workers: Callable[[str], set[str]]
) -> None:
    with serving(samples_index, MANCHETTE_SERVICE_METRICS="1") as address:
        for _ in range(12):
            assert ask(address, "/?q=le").status == 200
        ask(address, "/search.csv?q=le")
        ask(address, f"/?q={TYPED}&tag={TYPED}")
        ask(address, f"/api/v1/search?q={TYPED}{TYPED}")
        ask(address, f"/api/v1/search?{TYPED}=0")
        ask(address, f"/{TYPED}/{TYPED}")
        ask(address, f"/article/{TYPED}")
        ask(address, "/static/manchette.css")
        ask(address, "/", headers={"Host": "malin.example"})
        found = figures(address)
        assert found["manchette_requests_total", "/", "200"] == 13
        assert found["manchette_requests_total", "/", "400"] == 1
        assert found["manchette_requests_total", "/api/v1/search", "400"] == 1
        assert found["manchette_requests_total", "(aucune)", "404"] == 1
        assert found["manchette_requests_total", "/article/<article_id>", "404"] == 1
        assert found["manchette_requests_total", "/static/", "200"] == 1
        assert found["manchette_request_seconds_count", "/"] == 14
        assert found["manchette_searches_total", "found"] == 12
        assert found["manchette_searches_total", "none"] == 2
        assert found["manchette_searches_total", "partial"] == 0
        assert found["manchette_exports_running",] == 0
        assert found["manchette_articles",] > 0
        assert found["manchette_index_whole",] == 1
        assert found["manchette_rejected",] >= 0
        assert found["manchette_generation_age_seconds",] > 0
        assert found["manchette_last_success_age_seconds",] >= 0
        memories = {name[1]: size for name, size in found.items() if "memory" in name[0]}
        assert set(memories) <= workers(address)
        assert all(2**24 < size < 2**30 for size in memories.values())
        dead = next(iter(memories))
        os.kill(int(dead), signal.SIGKILL)
        while dead in workers(address):
            time.sleep(0.05)
        ask(address, "/?q=le")
        after = figures(address)
        assert ("manchette_memory_bytes", dead) not in after
        assert after["manchette_requests_total", "/", "200"] == 14


def test_a_file_is_told_from_its_beginning_to_its_end(client: FlaskClient) -> None:
    changes: list[int] = []

    def note(_: object, *, change: int) -> None:
        changes.append(change)

    with events.sending.connected_to(note):
        answer = client.get("/search.csv?q=le", headers={"Host": "localhost"})
        assert changes == [1]
        answer.close()
        assert changes == [1, -1]


def test_nothing_is_counted_unless_a_setting_says_so(server: str) -> None:
    assert ask(server, "/metrics").status == 404


def test_without_the_package_it_is_said_before_anything_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "prometheus_client")
    with pytest.raises(UsageError, match=r"pip install.*metrics"):
        metrics.prepare()
