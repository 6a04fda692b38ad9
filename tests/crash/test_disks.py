"""When the disk is full or read-only, is it said clearly, and does what served still serve?"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from support.every_engine import LOCAL
from support.pages import answers, leftovers, write_pages
from support.wire import ask

from crash.scenes import LONG, run
from indexer.maintenance import backup_files

pytestmark = pytest.mark.slow

ROOM = 64_000_000
# What is left on the disk when the second index is built, in bytes
LEFT = (0, 100_000)

Serving = Callable[[Path], AbstractContextManager[str]]


def mount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)  # noqa: S607


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("seul root peut monter un disque d’essai")
    try:
        mount(folder, f"size={ROOM}")
    except subprocess.CalledProcessError:
        pytest.skip("cette machine ne laisse pas monter de disque d’essai")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)  # noqa: S607


@pytest.fixture(params=LOCAL)
def root(
    request: pytest.FixtureRequest, disk: Path, tmp_path: Path, environment: dict[str, str]
) -> Path:
    """An index of each engine on the small disk."""
    pages = write_pages(tmp_path / "pages", range(20), body=LONG)
    command = ("reindex", pages, "--index", disk / "index", "--engine", request.param)
    ended = run(*command, environment=environment)
    assert ended.returncode == 0, ended.stderr
    return disk / "index"


def is_refused(ended: "subprocess.CompletedProcess[str]") -> bool:
    """Whether a command failed with one sentence as its last line, and no traceback."""
    assert "Traceback" not in ended.stderr
    last = ended.stderr.strip().splitlines()[-1:]
    return ended.returncode == 1 and bool(last and re.match(r"manchette\s: .{10,}", last[0]))


@pytest.mark.parametrize("command", ["reindex", "purge"])
def test_a_full_disk_changes_nothing(
    command: str, root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    before = answers(root)
    pages = write_pages(tmp_path / "pages", range(10, 120), body=LONG * 5)
    what = {
        "reindex": (pages,),
        "purge": ("https://journal.example/titre-1000002.html", "--yes"),
    }[command]
    options: tuple[str | Path, ...] = (command, *what, "--index", root)
    filler = root.parent / "filler"
    failed = 0
    for left in LEFT:
        status = os.statvfs(root)
        filler.write_bytes(bytes(max(0, status.f_bavail * status.f_frsize - left)))
        ended = run(*options, environment=environment)
        filler.unlink()
        if ended.returncode:
            failed += 1
            assert is_refused(ended), ended.stderr
            assert answers(root) == before
        else:
            before = answers(root)
    assert failed
    assert run(*options, environment=environment).returncode == 0
    assert answers(root) != before or command == "purge"
    assert set(leftovers(root)) <= {"tombstones.json"}
    assert run("check", "--index", root, environment=environment).returncode == 0


def test_an_index_on_a_read_only_disk_serves_and_is_not_written(
    root: Path, tmp_path: Path, environment: dict[str, str], serving: Serving
) -> None:
    before = answers(root)
    subprocess.run(["mount", "-o", "remount,ro", str(root.parent)], check=True)  # noqa: S607
    pages = write_pages(tmp_path / "pages", range(10, 30), body=LONG)
    commands: list[tuple[str | Path, ...]] = [
        ("reindex", pages, "--index", root),
        ("purge", "https://journal.example/titre-1000002.html", "--yes", "--index", root),
        ("rollback", "--index", root),
    ]
    for command in commands:
        assert is_refused(run(*command, environment=environment)), command
    for reading in (("status",), ("check",), ("rejected",), ("search", "mer")):
        assert run(*reading, "--index", root, environment=environment).returncode == 0, reading
    with serving(root) as address:
        for _ in range(4):
            found = ask(address, "/api/v1/search?q=mer").json()
            assert found["total"] == 20
            assert ask(address, "/?q=mer").status == 200
    assert answers(root) == before


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """A disk that is full, for the block."""
    status = os.statvfs(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(status.f_bavail * status.f_frsize))
    yield
    filler.unlink()


@pytest.mark.parametrize("root", ["whoosh"], indirect=True)
def test_a_full_disk_keeps_the_backup_and_the_index_that_there_were(
    root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    disk, near, far = root.parent, root.parent / "saved", tmp_path / "saved"
    for folder in (near, far):
        assert run("backup", folder, "--index", root, environment=environment).returncode == 0
    shutil.rmtree(root)
    pages = write_pages(tmp_path / "pages", range(40), body=LONG)
    assert run("reindex", pages, "--index", root, environment=environment).returncode == 0
    before, snapshots = answers(root), backup_files.snapshots(near)
    with full(disk):
        for command in (("backup", near), ("restore", far)):
            ended = run(*command, "--index", root, environment=environment)
            assert is_refused(ended), ended.stderr
            assert "plein" in ended.stderr
    assert backup_files.snapshots(near) == snapshots
    assert backup_files.read(near).snapshot == snapshots[0].name
    assert answers(root) == before
    assert leftovers(root) == []
    for command in (("backup", near), ("restore", far)):
        assert run(*command, "--index", root, environment=environment).returncode == 0
    assert answers(root) != before


@pytest.mark.parametrize("root", ["whoosh"], indirect=True)
def test_a_backup_on_a_read_only_disk_is_restored_and_not_written(
    root: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    saved, new = root.parent / "saved", tmp_path / "new"
    assert run("backup", saved, "--index", root, environment=environment).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", str(root.parent)], check=True)  # noqa: S607
    assert is_refused(run("backup", saved, "--index", root, environment=environment))
    assert run("restore", saved, "--index", new, environment=environment).returncode == 0
    assert answers(new) == answers(root)


@pytest.mark.parametrize("options", ["ro", "nr_inodes=1"])
def test_where_no_lock_can_be_made_it_is_said_which_place_to_mend(
    options: str, command: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("seul root peut monter un disque d’essai")
    pages = write_pages(tmp_path / "pages", range(3))
    script = f'mount -t tmpfs -o {options} tmpfs /dev/shm && exec "$@"'
    ended = subprocess.run(
        ["/usr/bin/unshare", "-m", "sh", "-c", script, "sh", command, "reindex", pages],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount:" in ended.stderr or "unshare:" in ended.stderr:
        pytest.skip("cette machine ne laisse pas monter de disque d’essai")
    assert is_refused(ended)
    assert "/dev/shm" in ended.stderr  # noqa: S108 - it is no file of ours
    assert "tmpfs" in ended.stderr
