"""Is what an interrupted run had read of use to the next one, and never trusted too far?"""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Scale
from support.pages import build, leftovers, page, write_pages
from support.places import SUPPORT

from indexer import config
from indexer.errors import Unavailable
from indexer.generations import store
from indexer.indexing import examination, resumption
from indexer.indexing.job import Job, Options, job
from indexer.maintenance.purge import purge
from indexer.readers.part import Part, Rules

SCRIPT = SUPPORT / "killed_reading.py"
# What an engine draws by lot to name its files
DRAWN = re.compile(r"MAIN_[0-9a-z]{16}")
MOMENT = datetime(2024, 5, 15, tzinfo=UTC)
WIRE = {
    "uri": "urn:agence:1",
    "headline": "Le port rouvre",
    "body_text": "Le port rouvre jeudi, après trois semaines de travaux.",
    "versioncreated": "2024-05-14T08:00:00Z",
}


def sources(folder: Path, files: int, parts: int) -> Path:
    """Some page dumps, and an archive of others."""
    write_pages(folder, range(files))
    with zipfile.ZipFile(folder / "fonds.zip", "w") as archive:
        for number in range(files, files + parts):
            archive.writestr(f"{number}.txt", page(number))
    return folder


def bytes_of(root: Path) -> dict[str, bytes]:
    """The files of the generation that serves, but those that hold names drawn by lot or times."""
    place = store.place(root, store.current(root).generation)
    paths = [path for path in sorted(place.rglob("*")) if path.is_file()]
    drawn = list(dict.fromkeys(DRAWN.findall(" ".join(map(str, paths)))))
    return {
        DRAWN.sub(lambda one: f"MAIN_{drawn.index(one[0])}", str(path.relative_to(place))): content
        for path in paths
        if path.name not in ("manifest.json", "seal.json", "_MAIN_1.toc")
        and not DRAWN.search((content := path.read_bytes()).decode("latin-1"))
    }


@pytest.fixture
def run(environment: dict[str, str]) -> Callable[..., tuple[int, str]]:
    """Reindex in another process, which dies once so much was read: its status and its output."""

    def started(left: int, root: Path, source: Path) -> tuple[int, str]:
        result = subprocess.run(
            [sys.executable, SCRIPT, str(left), root, source],
            env={**environment, "PYTHONPATH": str(SCRIPT.parents[2])},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        return result.returncode, result.stdout

    return started


@pytest.mark.slow
def test_a_run_that_was_killed_is_continued_and_gives_the_same_index(
    tmp_path: Path, scale: Scale, run: Callable[..., tuple[int, str]]
) -> None:
    files, parts = scale(20, 500), scale(60, 4500)
    source, root = sources(tmp_path / "pages", files, parts), tmp_path / "index"
    left = files + parts * 3 // 4
    assert run(left, root, source) == (-9, "")
    code, output = run(0, root, source)
    resumed, lost = output.split()
    # what was on its way when it was killed is read again
    assert (code, lost) == (0, "False")
    assert left - 20 <= int(resumed) < left
    assert leftovers(root) == []
    build(tmp_path / "reference", source)
    assert bytes_of(root) == bytes_of(tmp_path / "reference")


def job_of(folder: Path, moment: datetime = MOMENT, *, full: bool = False) -> Job:
    asked = Options(moment=moment, full=full)
    return job([folder], folder / "index", "whoosh", lambda *_: None, asked)


def interrupt(work: Job, folder: Path, *, path: Path, part: Part) -> None:
    """Read a file and a part as a run does that is interrupted."""

    def reading() -> None:
        with resumption.opened(work, folder) as before:
            before.keep_file(path, examination.examine(path, b"", work.reading))
            before.keep_part(part, *examination.examine_items([part], work.reading))
            before.flush()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading()


def kept(work: Job, folder: Path, path: Path, part: Part) -> tuple[bool, bool]:
    """Whether the file and the part need not be read."""
    with resumption.opened(work, folder) as before:
        return before.of_file(path) is not None, before.of_part(part) is not None


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    path = tmp_path / "wire.json"
    path.write_text(json.dumps(WIRE), "utf-8")
    return path


def part_of(path: Path) -> Part:
    return Part(name=f"fonds.zip!{path.name}", content=path.read_bytes())


def test_what_was_read_is_given_as_it_was_read(wire: Path, tmp_path: Path) -> None:
    work, part = job_of(tmp_path), part_of(wire)
    interrupt(work, tmp_path, path=wire, part=part)
    with resumption.opened(work, tmp_path) as before:
        assert before.of_file(wire) == examination.examine(wire, b"", work.reading)
        assert before.of_part(part) == examination.examine_items([part], work.reading)[0]
        assert before.taken == 2


def test_what_decides_otherwise_what_files_give_has_them_read(wire: Path, tmp_path: Path) -> None:
    part = part_of(wire)
    interrupt(job_of(tmp_path), tmp_path, path=wire, part=part)
    assert kept(job_of(tmp_path), tmp_path, wire, part) == (True, True)
    other = Part(name=part.name, content=part.content, captured=MOMENT)
    assert kept(job_of(tmp_path), tmp_path, wire, other) == (True, False)
    # embargoes that were over then are not yet
    earlier = job_of(tmp_path, MOMENT - timedelta(days=1))
    assert kept(earlier, tmp_path, wire, part) == (False, False)
    interrupt(job_of(tmp_path), tmp_path, path=wire, part=part)
    # to start from nothing is what was asked
    assert kept(job_of(tmp_path, full=True), tmp_path, wire, part) == (False, False)
    interrupt(job_of(tmp_path, full=True), tmp_path, path=wire, part=part)
    assert kept(job_of(tmp_path, full=True), tmp_path, wire, part) == (True, True)
    ruled = replace(job_of(tmp_path).reading, rules=Rules(fields={"body": "prose"}))
    work = replace(job_of(tmp_path), reading=ruled)
    assert kept(work, tmp_path, wire, part) == (False, False)
    assert not (tmp_path / resumption.FOLDER).exists()


def test_what_is_held_back_is_read_at_each_run(wire: Path, tmp_path: Path) -> None:
    wire.write_text(json.dumps({**WIRE, "embargoed": "2024-05-16T08:00:00Z"}), "utf-8")
    part = part_of(wire)
    interrupt(job_of(tmp_path), tmp_path, path=wire, part=part)
    assert kept(job_of(tmp_path), tmp_path, wire, part) == (False, False)


@pytest.mark.parametrize("at", [0, 1 / 2, 1 - 1 / 64])
def test_what_is_damaged_is_not_trusted(at: float, wire: Path, tmp_path: Path) -> None:
    work, part = job_of(tmp_path), part_of(wire)
    interrupt(work, tmp_path, path=wire, part=part)
    place = tmp_path / resumption.FOLDER / resumption.NAME
    content = bytearray(place.read_bytes())
    start = int(len(content) * at)
    content[start : start + 100] = os.urandom(100)
    place.write_bytes(content)
    with resumption.opened(work, tmp_path) as before:
        found = [before.of_file(wire), before.of_part(part)]
        whole = [
            examination.examine(wire, b"", work.reading),
            *examination.examine_items([part], work.reading),
        ]
        assert all(one in (None, two) for one, two in zip(found, whole, strict=True))
        assert before.is_damaged or found == whole
        before.keep_file(wire, whole[0])
        before.flush()
    if before.is_damaged:
        assert kept(work, tmp_path, wire, part) == (True, False)


@pytest.mark.slow
def test_a_purge_leaves_nothing_of_an_interrupted_run(wire: Path, tmp_path: Path) -> None:
    root = tmp_path / "index"
    build(root, write_pages(tmp_path / "pages", range(2)))
    interrupt(job_of(tmp_path), root / "generations", path=wire, part=part_of(wire))
    assert leftovers(root) == [resumption.FOLDER]
    # of an article that no generation holds: an interrupted run alone may have read it
    purge(root, ["1234567"], "à la demande de la personne")
    assert leftovers(root) == ["tombstones.json"]


def test_a_purge_that_the_cluster_does_not_hear_leaves_nothing_either(
    wire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("opensearchpy")
    root = tmp_path / "index"
    build(root, write_pages(tmp_path / "pages", range(2)))
    interrupt(job_of(tmp_path), root / "generations", path=wire, part=part_of(wire))
    manifest = store.current(root)
    place = store.place(root, manifest.generation) / store.MANIFEST
    place.write_text(replace(manifest, engine="opensearch").dump(), "utf-8")
    # nobody listens there
    monkeypatch.setenv("MANCHETTE_OPENSEARCH", "http://127.0.0.1:9")
    config.bind(config.load(index=str(root)))
    with pytest.raises(Unavailable):
        purge(root, ["1234567"], "à la demande de la personne")
    assert leftovers(root) == ["tombstones.json"]


def test_a_short_run_and_a_rehearsal_leave_nothing(wire: Path, tmp_path: Path) -> None:
    work = job_of(tmp_path)
    for folder in (tmp_path, None):
        with resumption.opened(work, folder) as before:
            before.keep_file(wire, examination.examine(wire, b"", work.reading))
            if folder is None:
                before.flush()
    assert [path.name for path in tmp_path.iterdir()] == ["wire.json"]


def test_a_disk_that_refuses_costs_no_run(wire: Path, tmp_path: Path) -> None:
    work = job_of(tmp_path)
    (tmp_path / resumption.FOLDER).write_text("un fichier à sa place")
    with resumption.opened(work, tmp_path) as before:
        before.keep_file(wire, examination.examine(wire, b"", work.reading))
        before.flush()
    assert before.of_file(wire) is None
