"""A run must write every figure it promises, and time searches that find something."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import bench, corpus, queries
from benchmarks.contenders import CONTENDERS
from benchmarks.report import Report
from tools.cluster.releases import Missing


def installed(name: str) -> bool:
    try:
        CONTENDERS[name].check()
    except Missing:
        return False
    return True


@pytest.mark.slow
def test_a_run_writes_every_figure(
    request: pytest.FixtureRequest, tmp_path: Path, scale: Callable[[int, int], int]
) -> None:
    output, page = tmp_path / "results" / "bench.json", tmp_path / "benchmarks.md"
    page.write_text("# Benchmarks\n\nof before\n\n## Measured apart\n\nby hand\n")
    variables, there = {}, {name for name in CONTENDERS if installed(name)}
    asked: list[str] = []
    if scale(0, 1):
        variables["OPENSEARCH_URL"] = ",".join(request.getfixturevalue("cluster").urls)
    else:
        there -= {name for name in CONTENDERS if name.startswith("OpenSearch")}
        asked = ["--only", *sorted(there)]
    command = [sys.executable, "-m", "benchmarks.bench", "--articles", "30", "--every", "5"]
    done = subprocess.run(
        [*command, *asked, "--output", output, "--page", page],
        env=os.environ | variables,
        check=True,
        capture_output=True,
        text=True,
    )

    report = json.loads(output.read_text())
    assert set(report) == set(Report.__dataclass_fields__)
    assert [archived["articles"] for archived in report["archives"]] == [30]
    kinds = {"all", *(kind.name for kind in queries.KINDS)}
    for archived in report["archives"]:
        assert set(archived["results"]) == there
        assert archived["reading"]["files"] == archived["articles"]
        assert archived["reading"]["refused"] == 0
        for name, result in archived["results"].items():
            assert result["built"]["articles"] == archived["articles"]
            assert result["searched"]["answered"] > 35, name
            assert set(result["searched"]["latencies"]) == kinds
            assert bool(result["served"]) == (name in bench.SERVED)
    written = page.read_text()
    assert "of before" not in written
    assert written.endswith("\n## Measured apart\n\nby hand\n")
    for name, one in CONTENDERS.items():
        assert (f"| {name} |" in written) is (name in there)
        if name not in there and not asked:
            assert f"{name} laissé de côté" in done.stdout
        if name in there and one.lacks:
            assert f"- {name}: {one.lacks}" in written


def test_the_searches_are_two_hundred_and_the_same_for_a_seed() -> None:
    drawn = queries.cases(corpus.articles(50, 42), 42)

    assert Counter(case.kind for case in drawn) == {kind.name: kind.count for kind in queries.KINDS}
    assert len(drawn) == 200
    assert drawn == queries.cases(corpus.articles(50, 42), 42)
    assert drawn != queries.cases(corpus.articles(50, 42), 43)
