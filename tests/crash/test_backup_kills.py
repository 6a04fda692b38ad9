"""Killed at any write, does a backup leave a whole one, and a restore the old index or the new?"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.every_engine import LOCAL
from support.pages import answers, leftovers, write_pages

from indexer.generations import pointer
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.maintenance import backup_files
from indexer.maintenance.backup import backup
from indexer.maintenance.check import flaws
from indexer.maintenance.restore import restore

# real processes, killed again and again
pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).parent / "forked.py"
Scale = Callable[[int, int], int]
Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`index` is newer than what `saved` is a backup of; `old` and `new` are their answers."""

    engine: str
    folder: Path
    old: list[Any]
    new: list[Any]
    killer: "subprocess.Popen[str]"

    @property
    def root(self) -> Path:
        return self.folder / "work" / "index"

    @property
    def saved(self) -> Path:
        return self.folder / "work" / "saved"

    def again(self) -> None:
        """The index and the backup, as they were."""
        shutil.rmtree(self.folder / "work", ignore_errors=True)
        for name in ("index", "saved"):
            shutil.copytree(self.folder / name, self.folder / "work" / name)

    def run(self, rank: int, command: str) -> dict[str, int]:
        """Run a command that dies at a write, 0 for none."""
        words = [command, str(self.saved), "--index", str(self.root)]
        asked = {"rank": rank, "folder": str(self.folder / "work"), "words": words}
        assert self.killer.stdin
        assert self.killer.stdout
        print(json.dumps(asked), file=self.killer.stdin, flush=True)
        told: dict[str, int] = json.loads(self.killer.stdout.readline())
        return told

    def ranks(self, command: str, wanted: int) -> Iterator[int]:
        """The writes of a command to die at: about so many, the last ones more than the others."""
        self.again()
        count = self.run(0, command)["writes"]
        assert count > 10
        last = range(count, max(0, count - wanted // 2), -1)
        yield from sorted({*last, *range(1, count + 1, max(1, count // max(1, wanted // 2)))})


@pytest.fixture(scope="module")
def killer() -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, SCRIPT],
        cwd=SCRIPT.parents[2],
        env={"PYTHONPATH": str(SCRIPT.parents[2])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.fixture(scope="module", params=LOCAL)
def stage(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    killer: "subprocess.Popen[str]",
) -> Stage:
    folder = tmp_path_factory.mktemp(request.param)
    root, options = folder / "index", Options(workers=1)
    pages = write_pages(folder / "pages", range(4))
    reindex([pages], root, request.param, lambda *_: None, options)
    old = answers(root)
    (folder / "work").mkdir()
    # a backup knows its index by its path
    shutil.copytree(root, folder / "work" / "index")
    backup(folder / "work" / "index", folder / "saved", {})
    write_pages(pages, range(4, 7))
    reindex([pages], root, request.param, lambda *_: None, options)
    return Stage(engine=request.param, folder=folder, old=old, new=answers(root), killer=killer)


def outcome(stage: Stage, root: Path) -> str:
    """Which index a directory holds: « old », « new », or what is wrong with it."""
    if wrong := list(flaws(root)):
        return f"flawed: {wrong}"
    found = answers(root)
    return "old" if found == stage.old else "new" if found == stage.new else "mixed"


def test_a_backup_killed_at_any_write_leaves_a_whole_one(
    stage: Stage, scale: Scale, tell: Tell
) -> None:
    outcomes: Counter[str] = Counter()
    for rank in stage.ranks("backup", scale(5, 10_000)):
        stage.again()
        if not stage.run(rank, "backup")["killed"]:
            continue
        other = stage.folder / "work" / "other"
        restore(other, stage.saved, "")
        outcomes[outcome(stage, other)] += 1
        assert not stage.run(0, "backup")["killed"]
        assert len(backup_files.snapshots(stage.saved)) == 1
        assert backup_files.strangers(stage.saved) == []
        restore(other, stage.saved, "")
        assert outcome(stage, other) == "new"
    tell(f"{stage.engine} : {outcomes.total()} sauvegardes arrêtées, {dict(outcomes)}")
    assert set(outcomes) == {"old", "new"}


def test_a_restore_killed_at_any_write_leaves_the_old_index_or_the_new_one(
    stage: Stage, scale: Scale, tell: Tell
) -> None:
    outcomes: Counter[str] = Counter()
    for rank in stage.ranks("restore", scale(5, 10_000)):
        stage.again()
        serving = pointer.read(stage.root).serving
        if not stage.run(rank, "restore")["killed"]:
            continue
        found = outcome(stage, stage.root)
        outcomes[found] += 1
        assert (found == "new") == (pointer.read(stage.root).serving == serving)
        restore(stage.root, stage.saved, "")
        assert outcome(stage, stage.root) == "old"
        assert leftovers(stage.root) == []
    tell(f"{stage.engine} : {outcomes.total()} restaurations arrêtées, {dict(outcomes)}")
    assert set(outcomes) == {"old", "new"}
