"""Can a folder do harm: hang or swell a run, lead it out of the folder or onto the network?"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import Scale, Tell
from processes import peaks
from support import watched
from support.bait import IGNORED, READ, Bait
from support.hostile_files import Hostile, files
from support.pages import page
from support.places import ROOT, SAMPLES
from support.watched import Touch

from indexer.generations import source_records, store

# a run of many processes
pytestmark = pytest.mark.slow

GIGABYTE = 1_000_000_000
# What no bomb may reach, though it is inflated within its bounds
MOST = GIGABYTE
SECRET = "mot-de-passe-du-voisin"  # noqa: S105 - bait
HANG_SECONDS = 900


@dataclass(frozen=True, kw_only=True)
class Run:
    """A hostile folder after `manchette reindex`, what that told, and what it opened.

    `calls` are connections that somebody outside got, `most` the peak of its largest process.
    """

    folder: Path
    root: Path
    files: list[Hostile]
    code: int
    summary: dict[str, Any]
    touches: list[Touch]
    pid: int
    calls: int
    most: int
    seconds: float


@pytest.fixture(scope="module")
def run(
    tmp_path_factory: pytest.TempPathFactory,
    environment: dict[str, str],
    command: Path,
    scale: Scale,
) -> Run:
    """One run of the real command, watched."""
    top = tmp_path_factory.mktemp("hostile")
    (top / "secret.txt").write_text(page(7777, body=SECRET))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)  # noqa: FBT003 - as it is
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        size = scale(3_000_000, 100_000_000)
        bait = Bait(file=str(top / "secret.txt"), address=address, size=size)
        # all of them take a processor half a minute, the largest a second each
        longest = scale(5_000_000, 100_000_000)
        given = [one for one in files(bait) if len(one.content) < longest][:: scale(3, 1)]
        _write(top / "pages", given, top / "secret.txt")
        return _watched(top, given, listening, environment, command)


def _write(folder: Path, given: list[Hostile], secret: Path) -> None:
    folder.mkdir()
    for one in given:
        (folder / one.name).write_bytes(one.content)
    (folder / "dossier.txt").mkdir()
    (folder / "dossier.txt" / "page.zip").mkdir()
    (folder / "lien.txt").symlink_to(secret)
    (folder / "lien_dossier").symlink_to(secret.parent)
    (folder / "boucle").symlink_to("boucle")
    os.mkfifo(folder / "tube.txt")
    (folder / ".cache.txt").write_text(page(7778, body=SECRET))
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\x1b[2J\n.txt")).write_text(page(7779))


def _watched(
    top: Path,
    given: list[Hostile],
    listening: socket.socket,
    environment: dict[str, str],
    command: Path,
) -> Run:
    (top / "tmp").mkdir()
    (top / "run").mkdir()
    variables = {**environment, **watched.variables(top / "log"), "TMPDIR": str(top / "tmp")}
    asked: list[str | Path] = [*(command, "reindex", top / "pages", "--index", top / "index")]
    with (
        (top / "told").open("w") as told,
        (top / "said").open("w") as said,
        subprocess.Popen(
            [sys.executable, *asked, "--json", "--workers", "2"],
            env=variables,
            cwd=top / "run",
            stdout=told,
            stderr=said,
        ) as process,
    ):
        most = max(peaks(process, HANG_SECONDS))
    assert process.returncode in (0, 3), (top / "said").read_text()
    summary = json.loads((top / "told").read_text())
    return Run(
        folder=top / "pages",
        root=top / "index",
        files=given,
        code=process.returncode,
        summary=summary,
        touches=list(watched.touches(top / "log")),
        pid=process.pid,
        calls=_calls(listening),
        most=most,
        seconds=summary["seconds"],
    )


def _calls(listening: socket.socket) -> int:
    calls = 0
    with suppress(BlockingIOError):
        while True:
            listening.accept()[0].close()
            calls += 1
    return calls


def came_to(run: Run) -> dict[str, tuple[str, int, list[str]]]:
    """What each file came to, by its name: its state, its articles, the reasons of rejections."""
    place = store.place(run.root, store.current(run.root).generation)
    with closing(sqlite3.connect(place / source_records.NAME)) as database:
        return {
            os.fsdecode(path).rpartition("/")[2]: (
                state,
                _one(database, "SELECT count(*) FROM captures WHERE file = ?", number),
                [
                    reason.replace("\u00a0", " ")
                    for (reason,) in database.execute(
                        "SELECT reason FROM rejections WHERE file = ?", (number,)
                    )
                ],
            )
            for number, path, state in database.execute("SELECT file, path, state FROM files")
        }


def _one(database: sqlite3.Connection, query: str, number: int) -> int:
    (count,) = database.execute(query, (number,)).fetchone()
    return int(count)


def test_every_file_is_read_refused_or_ignored_by_name(run: Run, tell: Tell) -> None:
    found = came_to(run)
    wrong = {
        one.name: (one.comes_to, found.get(one.name))
        for one in run.files
        if one.name not in found or not _is_right(one.comes_to, *found[one.name])
    }
    assert wrong == {}
    # beside them the one whose name is no text; no link, folder, tube or dot file
    assert len(found) == len(run.files) + 1
    told = run.summary
    refused = [name for name, (_, articles, why) in found.items() if why and not articles]
    assert told["found"] == told["read"] + told["ignored"] == len(found)
    assert told["ignored"] == sum(state == "ignored" for state, _, _ in found.values())
    assert len(told["rejected"]) == sum(len(why) for _, _, why in found.values())
    assert run.code == 3
    tell(
        f"{told['found']} fichiers hostiles : {len(refused)} refusés, {told['ignored']} ignorés,"
        f" {told['passed']} éléments laissés ; {run.most // 1_000_000} Mo au plus,"
        f" {run.seconds:.1f} s"
    )


def _is_right(comes_to: str, state: str, articles: int, reasons: list[str]) -> bool:
    if comes_to == IGNORED:
        return state == "ignored"
    if comes_to == READ:
        return articles > 0 and not reasons
    return any(comes_to in reason for reason in reasons)


def test_no_process_swells(run: Run) -> None:
    assert run.most < MOST


def test_nothing_is_opened_on_the_network(run: Run) -> None:
    assert [one for one in run.touches if one.what == "socket"] == []
    assert run.calls == 0


def test_nothing_is_opened_on_the_network_for_the_samples(
    tmp_path: Path, environment: dict[str, str], command: Path
) -> None:
    check_offline(SAMPLES / "formats", tmp_path, environment, command)


def test_nothing_is_opened_on_the_network_for_given_files(
    tmp_path: Path, environment: dict[str, str], command: Path, shared: Path
) -> None:
    check_offline((shared / "formats").resolve(), tmp_path, environment, command)


def check_offline(source: Path, tmp_path: Path, environment: dict[str, str], command: Path) -> None:
    """A reindex of a folder opens its files and no socket."""
    log = tmp_path / "log"
    ended = subprocess.run(
        [sys.executable, command, "reindex", source, "--index", tmp_path / "index"],
        env={**environment, **watched.variables(log)},
        cwd=tmp_path,
        capture_output=True,
        timeout=HANG_SECONDS,
        check=False,
    )
    assert ended.returncode in (0, 3), ended.stderr
    touches = watched.touches(log)
    opened = {one.path for one in touches}
    assert {str(path) for path in source.iterdir()} <= opened
    assert [one for one in touches if one.what == "socket"] == []


def test_each_file_was_read_in_a_process_that_is_watched(run: Run) -> None:
    opened = {one.path for one in run.touches if one.pid != run.pid}
    assert {str(run.folder / one.name) for one in run.files} <= opened


def test_nothing_is_read_outside_the_folder(run: Run) -> None:
    top = run.folder.parent
    allowed = (run.folder, run.root, top / "tmp", top / "log")
    read = {one.path for one in run.touches if one.path.startswith(str(top))}
    assert {path for path in read if not _is_within(path, *allowed)} == set()
    shown = (run.root / "generations").rglob("*")
    assert not any(SECRET.encode() in path.read_bytes() for path in shown if path.is_file())


def test_nothing_is_written_but_the_index(run: Run) -> None:
    top = run.folder.parent
    caches = (Path("/dev"), Path("/proc"), ROOT, Path(sys.prefix))
    written = {one.path for one in run.touches if one.what == "written"}
    outside = {path for path in written if not _is_within(path, run.root, top / "tmp", *caches)}
    assert {path for path in outside if "__pycache__" not in path} == set()
    assert sorted(path.name for path in top.iterdir()) == sorted(
        ("secret.txt", "pages", "index", "log", "tmp", "run", "told", "said")
    )
    assert [*(top / "tmp").iterdir(), *(top / "run").iterdir()] == []


def _is_within(path: str, *places: Path) -> bool:
    return any(Path(path).is_relative_to(place) for place in places)
