"""Is each publication and each failed run told once, whichever process of the server sees it?"""

import json
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.pages import build, write_pages

from indexer.errors import UsageError
from indexer.generations import last_run, pointer
from indexer.maintenance.rollback import rollback
from webapp.http.run_log import RunLog, Told


@pytest.fixture
def root(tmp_path: Path) -> Path:
    build(tmp_path / "index", write_pages(tmp_path / "pages", range(2)))
    return tmp_path / "index"


def fail(root: Path, name: str) -> None:
    with pytest.raises(UsageError):
        build(root, root / name)


def end_later(root: Path) -> None:
    """Have the last run be another one than any in this second."""
    path = root / last_run.NAME
    values = json.loads(path.read_text())
    values["ended"] = (datetime.fromisoformat(values["ended"]) + timedelta(seconds=9)).isoformat()
    path.write_text(json.dumps(values))


def test_a_line_a_publication_and_a_failed_run_and_the_same_failure_once_a_minute(
    root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "manchette")
    runs = RunLog(root)

    def told() -> list[str]:
        caplog.clear()
        runs.look()
        runs.look()
        return caplog.messages

    first = pointer.read(root).serving
    assert told() == [f"génération {first} publiée, 2\u00a0articles"]
    build(root, tmp_path / "pages")
    assert told() == []
    fail(root, "absent")
    (line,) = told()
    assert line.startswith("reindex a échoué\u00a0: source introuvable")
    fail(root, "absent")
    end_later(root)
    assert told() == []
    fail(root, "another")
    assert len(told()) == 1
    build(root, write_pages(tmp_path / "pages", range(3)))
    assert told() == [f"génération {pointer.read(root).serving} publiée, 3\u00a0articles"]
    rollback(root, None)
    assert told() == [f"génération {first} publiée, 2\u00a0articles"]


def test_nothing_is_told_without_an_index(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "manchette")
    RunLog(tmp_path).look()
    assert caplog.messages == []


def test_one_of_many_processes_is_the_first() -> None:
    told = Told()
    children = []
    for _ in range(8):
        child = os.fork()
        if not child:
            os._exit(int(told.is_first("a")))
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert sorted(codes) == [0] * 7 + [1]
    assert not told.is_first("a")
    assert told.is_first("b")
