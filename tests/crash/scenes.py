"""An index that serves, sources that changed since, and what is found before and after."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.pages import answers, leftovers, write_pages

from indexer.generations import pointer
from indexer.generations.journal import JournalOfDirectory
from indexer.indexing.reindex import reindex
from indexer.maintenance.check import flaws
from indexer.serving import changes

SCRIPT = Path(__file__).parent / "killed.py"
LONG = "Le port et la mer, la tempête et le vent du large.\n" * 40
END_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`template` is an index of what `pages` held before; `old` and `new` are answers.

    `edits` are the ids of the articles that differ and how, as the journal tells it.
    """

    engine: str
    template: Path
    pages: Path
    old: list[Any]
    new: list[Any]
    edits: dict[str, str]

    def copy(self, root: Path) -> Path:
        """The index of before, again."""
        shutil.rmtree(root, ignore_errors=True)
        return Path(shutil.copytree(self.template, root))

    def outcome(self, root: Path) -> str:
        """Which index is found after a crash: « old », « new », or what is wrong with it."""
        found = answers(root)
        wrong = list(flaws(root))
        if wrong:
            return f"flawed: {wrong}"
        outcome = {True: "old", False: "mixed"}[found == self.old] if found != self.new else "new"
        edits = changed(root, pointer.read(self.template).serving)
        if edits != (self.edits if outcome == "new" else {}):
            return f"{outcome}, the journal tells {edits}"
        return outcome

    def command(self, root: Path) -> tuple[str | Path, ...]:
        """The reindex to be killed; one process reads, for others have no part in it."""
        return ("reindex", self.pages, "--index", root, "--workers", "1")

    def mend(self, root: Path) -> str:
        """Reindex after a crash; what is wrong then, "" for nothing."""
        reindex([self.pages], root, self.engine, lambda *_: None)
        if answers(root) != self.new:
            return "other answers"
        if changed(root, pointer.read(self.template).serving) != self.edits:
            return "another journal"
        return " ".join(leftovers(root))


def run(*arguments: str | Path, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a command of manchette to its end."""
    return subprocess.run(
        [sys.executable, "-c", "from webapp.cli import main; main()", *arguments],
        cwd=SCRIPT.parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def scene(folder: Path, engine: str, environment: dict[str, str]) -> Scene:
    """Make the scene of an engine: pages are changed, added and removed."""
    pages, template = folder / "pages", folder / "template"
    write_pages(pages, range(40), body=LONG)
    built = run("reindex", pages, "--index", template, "--engine", engine, environment=environment)
    assert built.returncode == 0, built.stderr
    old = answers(template)
    write_pages(pages, range(5, 12), body=LONG + "Une éclaircie.", modified="2025-01-01T10:00+0100")
    write_pages(pages, range(40, 50), body=LONG)
    for number in range(20, 26):
        (pages / f"{number:05}.txt").unlink()
    reference = shutil.copytree(template, folder / "reference")
    built = run("reindex", pages, "--index", reference, environment=environment)
    assert built.returncode == 0, built.stderr
    new = answers(reference)
    assert old != new
    edits = changed(reference, pointer.read(template).serving)
    assert sorted(edits.values()) == ["added"] * 10 + ["changed"] * 7 + ["removed"] * 6
    return Scene(engine=engine, template=template, pages=pages, old=old, new=new, edits=edits)


def changed(root: Path, generation: str) -> dict[str, str]:
    """What became of articles since a generation served, as the journal tells it, by their ids."""
    kept = JournalOfDirectory(root, pointer.read(root).step)
    found = changes.read(kept, changes.place_after(kept, generation), 1000)
    return {change.article_id: change.kind for change in found.changes}


def child(
    step: int, arguments: Sequence[str | Path], environment: dict[str, str]
) -> "subprocess.Popen[str]":
    """Start a command that dies at a step."""
    return subprocess.Popen(
        [sys.executable, SCRIPT, str(step), *arguments],
        env={**environment, "PYTHONPATH": str(SCRIPT.parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    """What a child said; the processes it started must end by themselves once it is dead."""
    told, _ = process.communicate(timeout=60)
    end = time.monotonic() + END_SECONDS
    while time.monotonic() < end:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return told
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("un processus survit à celui qui l’a lancé")
