"""When the disk refuses, is it said clearly, and does what served before still serve?"""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from support.pages import answers, build, leftovers, write_pages
from support.places import SUPPORT

from indexer.generations import store

# real processes, started again and again
pytestmark = pytest.mark.slow

SCRIPT = SUPPORT / "restricted.py"

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(command: Path, environment: dict[str, str], tmp_path: Path) -> Command:
    """Run `manchette` under limits."""

    def run(
        *arguments: str | Path, limits: str = "", seconds: float = 30
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, SCRIPT, *limits.split(), command, *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            errors="surrogateescape",
            timeout=seconds,
            check=False,
        )

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index that serves a few articles."""
    build(tmp_path / "index", write_pages(tmp_path / "before", range(6)))
    return tmp_path / "index"


def check_failed(result: "subprocess.CompletedProcess[str]", root: Path, before: object) -> None:
    """Exit code 1, one sentence, the old answers, and a reindex that works afterwards."""
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    *steps, message = result.stderr.strip().splitlines()
    assert re.match(r"manchette\s: .{10,}", message)
    assert all(re.match(r"(lecture|indexation) \d+/\d+", step) for step in steps)
    assert answers(root) == before
    build(root, write_pages(root.parent / "again", range(3)))
    assert leftovers(root) == []


@pytest.mark.parametrize("size", [0, 1, 1000, 30_000, 60_000])
def test_a_full_disk_changes_nothing(size: int, run: Command, root: Path, tmp_path: Path) -> None:
    before = answers(root)
    pages = write_pages(tmp_path / "after", range(60), body="Le port et la mer. " * 50)
    result = run("reindex", pages, "--index", root, limits=f"FSIZE={size}")
    check_failed(result, root, before)


def test_a_disk_that_fills_while_reading_changes_nothing(
    run: Command, root: Path, tmp_path: Path
) -> None:
    before = answers(root)
    pages = write_pages(tmp_path / "after", range(60), body="Le port et la mer.\n" * 8000)
    result = run("reindex", pages, "--index", root, limits="FSIZE=1000000")
    check_failed(result, root, before)


@pytest.mark.parametrize("count", [7, 9, 12, 15])
def test_too_few_file_descriptors_change_nothing(
    count: int, run: Command, root: Path, tmp_path: Path
) -> None:
    before = answers(root)
    pages = write_pages(tmp_path / "after", range(9))
    result = run("reindex", pages, "--index", root, limits=f"NOFILE={count}")
    if result.returncode:
        check_failed(result, root, before)
    else:
        assert answers(root)[0][0] == 9


def test_a_limit_of_memory_set_by_the_operator_stays(run: Command, tmp_path: Path) -> None:
    # below the fence of what reads: to raise it would be refused
    pages = write_pages(tmp_path / "pages", range(3))
    result = run("reindex", pages, "--index", tmp_path / "index", limits="AS=1700000000")
    assert result.returncode == 0, result.stderr
    assert answers(tmp_path / "index")[0][0] == 3


@pytest.mark.parametrize("folder", [".", "generations"])
def test_a_read_only_folder_changes_nothing(
    folder: str, run: Command, root: Path, tmp_path: Path
) -> None:
    before = answers(root)
    pages = write_pages(tmp_path / "after", range(9))
    (root / folder).chmod(0o555)
    result = run("reindex", pages, "--index", root, limits="DAC=0")
    (root / folder).chmod(0o755)
    check_failed(result, root, before)


def test_an_index_can_be_read_from_a_read_only_folder(run: Command, root: Path) -> None:
    folders = [root, root / "generations", *(root / "generations").iterdir()]
    for folder in folders:
        folder.chmod(0o555)
    status = run("status", "--index", root, limits="DAC=0")
    search = run("search", "mer", "--index", root, limits="DAC=0")
    for folder in folders:
        folder.chmod(0o755)
    assert (status.returncode, search.returncode) == (0, 0), status.stderr + search.stderr
    assert search.stdout.startswith("6")


def test_an_index_that_is_a_file_is_refused(run: Command, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("x")
    pages = write_pages(tmp_path / "pages", range(2))
    result = run("reindex", pages, "--index", tmp_path / "index")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert (tmp_path / "index").read_text() == "x"


def test_a_file_that_cannot_be_read_is_rejected_by_name(run: Command, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    (pages / "00001.txt").chmod(0)
    result = run("reindex", pages, "--index", tmp_path / "index", limits="DAC=0")
    assert result.returncode == 3
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("rejeté")]
    assert "00001.txt" in line
    assert answers(tmp_path / "index")[0][0] == 2


def test_a_folder_that_cannot_be_read_is_not_passed_over_in_silence(
    run: Command, tmp_path: Path
) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    write_pages(pages / "fermé", range(3, 6))
    (pages / "fermé").chmod(0)
    result = run("reindex", pages, "--index", tmp_path / "index", limits="DAC=0")
    (pages / "fermé").chmod(0o755)
    assert result.returncode in (1, 3)
    assert "fermé" in result.stderr


def test_a_pipe_given_as_a_source_does_not_hang(run: Command, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.txt")
    result = run("reindex", tmp_path / "tube.txt", "--index", tmp_path / "index", seconds=5)
    assert result.returncode in (1, 2, 3)
    assert "tube.txt" in result.stderr
    assert "Traceback" not in result.stderr


class Unplugged(OSError):
    """The disk is gone."""


@pytest.fixture
def unplug(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, type[BaseException]], list[str]]:
    """Make the nth fsync of this process fail; gives the paths flushed to disk before."""

    fsync = os.fsync

    def plan(rank: int, error: type[BaseException]) -> list[str]:
        flushed: list[str] = []

        def failing(descriptor: int) -> None:
            flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
            if len(flushed) == rank:
                raise error(errno.EIO, "Input/output error")
            fsync(descriptor)

        monkeypatch.setattr(os, "fsync", failing)
        return flushed

    return plan


@pytest.mark.parametrize("error", [Unplugged, KeyboardInterrupt])
def test_an_index_serves_whichever_flush_to_disk_fails(
    error: type[BaseException],
    unplug: Callable[[int, type[BaseException]], list[str]],
    root: Path,
    tmp_path: Path,
    scale: Callable[[int, int], int],
) -> None:
    old, new = tmp_path / "before", write_pages(tmp_path / "after", range(9))
    build(tmp_path / "reference", new)
    expected = [answers(root), answers(tmp_path / "reference")]
    rank, flushed = 0, [""]
    while len(flushed) >= rank:
        rank += scale(3, 1)
        build(root, old)
        flushed = unplug(rank, error)
        with suppress(error):
            build(root, new)
        unplug(0, error)
        assert answers(root) in expected, f"à la synchronisation {rank}, de {flushed[-1]}"
    assert rank > 5


def test_another_format_of_index_asks_for_a_reindex(run: Command, root: Path) -> None:
    manifest = store.current(root)
    path = store.place(root, manifest.generation) / "manifest.json"
    path.write_text(path.read_text().replace('"format": ', '"format": 9'))
    for arguments in (("status",), ("search", "mer")):
        result = run(*arguments, "--index", root)
        assert result.returncode == 1
        assert "reindex" in result.stderr
        assert "Traceback" not in result.stderr
    result = run("reindex", root.parent / "before", "--index", root)
    assert result.returncode == 0
    assert run("search", "mer", "--index", root).stdout.startswith("6")


def test_a_source_that_is_not_there_changes_nothing(run: Command, root: Path) -> None:
    before = answers(root)
    result = run("reindex", root.parent / "absent", "--index", root)
    assert result.returncode == 2
    assert "absent" in result.stderr
    assert answers(root) == before
    assert leftovers(root) == []


@pytest.mark.parametrize("content", [None, "rien à lire", ""])
def test_sources_without_an_article_publish_nothing(
    content: str | None, run: Command, root: Path, tmp_path: Path
) -> None:
    before = answers(root)
    (tmp_path / "after").mkdir()
    if content is not None:
        (tmp_path / "after" / "page.txt").write_text(content)
    result = run("reindex", tmp_path / "after", "--index", root)
    assert result.returncode == 1
    assert "aucun article" in result.stderr
    assert ("page.txt" in result.stderr) == (content is not None)
    assert answers(root) == before
    assert leftovers(root) == []


def test_names_that_no_terminal_can_show_are_told_a_line_each(run: Command, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(2))
    for name in (b"caf\xe9.txt", b"nou\nvelle.txt", "e\u0301te\u0301.txt".encode()):
        Path(os.fsdecode(bytes(pages) + b"/" + name)).write_text("rien à lire")
    result = run("reindex", pages, "--index", tmp_path / "index")
    assert result.returncode == 3
    told = [line for line in result.stderr.splitlines() if line.startswith("rejeté")]
    assert len(told) == 3
    assert any("caf" in line for line in told)
    assert run("status", "--index", tmp_path / "index").returncode == 0


def test_a_copied_index_serves_elsewhere(run: Command, root: Path, tmp_path: Path) -> None:
    before = answers(root)
    shutil.copytree(root, tmp_path / "ailleurs")
    shutil.rmtree(root)
    assert answers(tmp_path / "ailleurs") == before
    pages = write_pages(tmp_path / "pages", range(7))
    assert run("reindex", pages, "--index", tmp_path / "ailleurs").returncode == 0
