"""Does the old index serve, whole, wherever a reindex is killed, and does the next one succeed?"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.pages import answers, build, leftovers, write_pages
from support.places import SUPPORT

from indexer.errors import Busy
from indexer.generations.locks import lock

# real processes and damages, a second each
pytestmark = pytest.mark.slow

SCRIPT = SUPPORT / "interrupted.py"
BEFORE, AFTER = range(6), range(3, 12)
# Two on an idle machine

Interrupted = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def interrupted(environment: dict[str, str]) -> Interrupted:
    """Reindex in another process, which dies at one of its touches of the disk."""

    def run(rank: int, root: Path, *sources: Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, SCRIPT, str(rank), root, *sources],
            env={**environment, "PYTHONPATH": str(SCRIPT.parents[2])},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def touches(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every touch of the disk by a reindex over an index that serves."""
    folder = tmp_path_factory.mktemp("touches")
    build(folder / "index", write_pages(folder / "before", BEFORE))
    result = subprocess.run(
        [sys.executable, SCRIPT, "0", folder / "index", write_pages(folder / "after", AFTER)],
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[2])},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return result.stdout.splitlines()


def rank_of(touches: list[str], event: str, name: str) -> int:
    """The first touch of this kind on a file of this name, counted from 1."""
    return 1 + next(
        rank for rank, line in enumerate(touches) if line.startswith(event) and name in line
    )


def check(rank: int, tmp_path: Path, interrupted: Interrupted) -> bool:
    """Kill a reindex at a touch; whether the new generation is the one that serves."""
    root = tmp_path / "index"
    old, new = write_pages(tmp_path / "before", BEFORE), write_pages(tmp_path / "after", AFTER)
    build(root, old)
    before = answers(root)
    assert interrupted(rank, root, new).returncode == -9
    after = answers(root)
    build(tmp_path / "reference", new)
    expected = answers(tmp_path / "reference")
    assert before != expected
    assert after in (before, expected)
    build(root, new)
    assert answers(root) == expected
    assert leftovers(root) == []
    return after == expected


@pytest.mark.parametrize(
    ("event", "name"),
    [
        pytest.param("open", "lock", id="en prenant le verrou"),
        pytest.param("open", "manifest.json", id="avant le manifeste"),
        pytest.param("open", "current.json.new", id="avant le pointeur"),
        pytest.param("os.rename", "current.json.new", id="avant l’échange"),
    ],
)
def test_a_reindex_killed_at_a_named_step_leaves_the_old_index(
    event: str, name: str, touches: list[str], tmp_path: Path, interrupted: Interrupted
) -> None:
    assert not check(rank_of(touches, event, name), tmp_path, interrupted)


def test_a_reindex_killed_after_the_swap_leaves_the_new_index(
    touches: list[str], tmp_path: Path, interrupted: Interrupted
) -> None:
    rank = rank_of(touches, "os.rename", "current.json.new") + 1
    assert check(rank, tmp_path, interrupted)


def test_a_first_reindex_killed_leaves_nothing_in_the_way(
    touches: list[str], tmp_path: Path, interrupted: Interrupted
) -> None:
    pages, root = write_pages(tmp_path / "after", AFTER), tmp_path / "index"
    assert interrupted(len(touches) // 2, root, pages).returncode == -9
    build(root, pages)
    assert answers(root)[0][0] == len(AFTER)
    assert leftovers(root) == []


def test_a_second_reindex_does_not_wait_and_names_the_holder(
    tmp_path: Path, command: Path, environment: dict[str, str]
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", BEFORE)
    build(root, pages)
    before = answers(root)
    with lock(root):
        result = subprocess.run(
            [command, "reindex", pages, "--index", root],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert result.returncode == 1
        assert str(os.getpid()) in result.stderr
        assert str(root) in result.stderr
        assert "Traceback" not in result.stderr
        assert answers(root) == before
    build(root, pages)


def test_the_lock_of_a_killed_process_is_free(
    touches: list[str], tmp_path: Path, interrupted: Interrupted
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", BEFORE)
    rank = rank_of(touches, "open", "manifest.json")
    assert interrupted(rank, root, pages).returncode == -9
    assert (root / "lock").read_text().isdigit()
    with lock(root):
        assert (root / "lock").read_text() == str(os.getpid())


def test_the_lock_is_free_after_the_block_even_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), lock(tmp_path):
        raise KeyError
    with (
        lock(tmp_path),
        pytest.raises(Busy, match=str(os.getpid())),
        lock(tmp_path),
    ):
        pytest.fail("deux processus écrivent")
    with lock(tmp_path):
        pass
