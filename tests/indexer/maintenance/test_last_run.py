"""Does `last_run.json` tell how each run ended, and does `status` warn when none succeeds?"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.pages import build, write_pages

from indexer.cli.maintenance import status
from indexer.errors import BuildFailed, UnreadableIndex, UsageError
from indexer.generations import last_run
from indexer.generations.last_run import LastRun, Outcome
from indexer.indexing.reindex import rehearse, reindex

DONE, FAILED, USAGE = 0, 1, 2


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(5))


@pytest.fixture
def root(tmp_path: Path, pages: Path) -> Path:
    build(tmp_path / "index", pages)
    return tmp_path / "index"


def noted(root: Path) -> LastRun:
    found = last_run.read(root)
    assert found
    return found


def told(root: Path, *words: str) -> Result:
    return CliRunner().invoke(status, ["--index", str(root), *words])


def succeeded_before(root: Path, age: timedelta) -> None:
    """Have the last success be that old."""
    path = root / last_run.NAME
    values = json.loads(path.read_text())
    values["succeeded"] = (datetime.now(UTC) - age).isoformat()
    path.write_text(json.dumps(values))


def test_each_run_is_noted_and_a_failed_one_keeps_the_last_success(root: Path, pages: Path) -> None:
    assert noted(root).outcome is Outcome.PUBLISHED
    build(root, pages)
    unchanged = noted(root)
    assert unchanged.outcome is Outcome.UNCHANGED
    assert unchanged.succeeded == unchanged.ended
    with pytest.raises(UsageError):
        build(root, root.parent / "absent\udce9")
    failed = noted(root)
    assert failed.outcome is Outcome.FAILED
    assert "source introuvable" in failed.reason
    assert failed.succeeded == unchanged.succeeded
    assert (root / last_run.NAME).stat().st_mode & 0o077 == 0


def test_a_run_that_refuses_to_publish_or_is_interrupted_is_a_failed_one(
    root: Path, pages: Path
) -> None:
    for path in list(pages.iterdir())[:3]:
        path.unlink()
    with pytest.raises(BuildFailed):
        reindex([pages], root, "whoosh", lambda *_: None)
    assert noted(root).outcome is Outcome.FAILED

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reindex([write_pages(pages, range(9))], root, "whoosh", interrupted)
    assert noted(root).reason == "interrompu avant la fin"


def test_a_rehearsal_is_no_run(tmp_path: Path, pages: Path) -> None:
    rehearse([pages], tmp_path / "index", "whoosh", lambda *_: None)
    assert last_run.read(tmp_path / "index") is None


def test_a_damaged_note_is_told_and_the_next_run_writes_it_again(root: Path, pages: Path) -> None:
    for text in ("{", "[]", '{"ended": "2026-01-01T00:00:00"}', '{"ended": 1}'):
        (root / last_run.NAME).write_text(text)
        with pytest.raises(UnreadableIndex, match="lancer « reindex »"):
            last_run.read(root)
    assert told(root).exit_code == FAILED
    build(root, pages)
    assert told(root).exit_code == DONE


def test_status_tells_the_last_run(root: Path) -> None:
    assert "reindex     à l’instant, a publié" in told(root).output
    run = json.loads(told(root, "--json").stdout)["last_run"]
    assert (run["outcome"], run["reason"]) == ("published", "")
    assert 0 <= run["success_age_seconds"] < 60


@pytest.mark.parametrize(
    ("age", "longest", "code"),
    [
        (timedelta(hours=25), "26h", DONE),
        (timedelta(hours=27), "26h", FAILED),
        (timedelta(hours=27), "2j", DONE),
        (timedelta(minutes=91), "90min", FAILED),
        (timedelta(0), "quelque temps", USAGE),
        (timedelta(0), "-1h", USAGE),
        (timedelta(0), "9999999h", USAGE),
    ],
)
def test_a_success_that_is_too_old_is_told_by_the_exit_code(
    age: timedelta, longest: str, code: int, root: Path
) -> None:
    succeeded_before(root, age)
    ended = told(root, "--max-age", longest)
    assert ended.exit_code == code
    if code == FAILED:
        assert "dernier reindex réussi\u00a0: il y a" in ended.stderr
        assert "lancer «\u00a0reindex\u00a0»" in ended.stderr


def test_without_a_known_success_the_exit_code_is_1_until_the_next_run(
    root: Path, pages: Path
) -> None:
    (root / last_run.NAME).unlink()
    assert told(root).exit_code == DONE
    ended = told(root, "--max-age", "26h", "--json")
    assert ended.exit_code == FAILED
    assert json.loads(ended.stdout)["last_run"] is None
    assert "réussi\u00a0: aucun" in ended.stderr
    build(root, pages)
    assert told(root, "--max-age", "26h").exit_code == DONE
