"""A run must write every figure it promises, and time searches that find something."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import bench, corpus, queries

MEMBERS = set(bench.Report.__dataclass_fields__)


@pytest.mark.slow
def test_a_run_writes_every_figure(tmp_path: Path) -> None:
    output = tmp_path / "results" / "bench.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.bench", "--articles", "50", "--output", str(output)],
        check=True,
        capture_output=True,
    )

    report = json.loads(output.read_text())

    kinds = {"all", *(kind.name for kind in queries.KINDS)}
    assert set(report) == MEMBERS
    assert report["reading"]["files"] == report["building"]["articles"] == 50
    assert report["reading"]["refused"] == 0
    assert report["searching"]["answered"] > 190
    assert report["searching_stock"]["answered"] > 180
    for engine in ("searching", "searching_stock"):
        assert set(report[engine]["latencies"]) == kinds
    assert set(report["ratios"]["p50"]) == set(report["ratios"]["p95"]) == kinds


def test_the_searches_are_two_hundred_and_the_same_for_a_seed() -> None:
    drawn = queries.cases(corpus.articles(50, 42), 42)

    assert Counter(case.kind for case in drawn) == {kind.name: kind.count for kind in queries.KINDS}
    assert len(drawn) == 200
    assert drawn == queries.cases(corpus.articles(50, 42), 42)
    assert drawn != queries.cases(corpus.articles(50, 42), 43)
