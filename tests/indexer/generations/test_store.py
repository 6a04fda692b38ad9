"""Does a generation take the place of another whole, and is a bad one told apart?"""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

import pytest
from support.pages import answers, build, write_pages

from indexer.errors import NoIndex, UnreadableIndex
from indexer.generations import pointer, store
from indexer.generations.manifest import FORMAT, Manifest
from indexer.generations.pointer import Published
from indexer.generations.store import KEPT
from indexer.maintenance.rollback import rollback
from indexer.serving.published_index import PublishedIndex

MANIFEST = Manifest(
    generation="20240229T120000-abcdef",
    engine="whoosh",
    created=datetime(2024, 2, 29, 12, tzinfo=UTC),
    articles=60,
    rejected=1,
    first_day=date(2016, 2, 29),
    last_day=None,
    sources=("samples", "été\\xff"),
)


def test_a_manifest_comes_back_as_it_was() -> None:
    assert Manifest.load(MANIFEST.dump()) == MANIFEST
    assert "été" in MANIFEST.dump()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"format": FORMAT + 1}, id="format suivant"),
        pytest.param({"format": FORMAT - 1}, id="format précédent"),
        pytest.param({"format": None}, id="sans numéro"),
        pytest.param({"format": str(FORMAT)}, id="numéro en texte"),
    ],
)
def test_another_format_says_that_another_version_built_it(change: dict[str, object]) -> None:
    with pytest.raises(UnreadableIndex, match=r"autre version.*reindex"):
        Manifest.load(json.dumps({**json.loads(MANIFEST.dump()), **change}))


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", "3", '"x"', "{}", '{"format": 1}', "\x00"]
    + [
        json.dumps({**json.loads(MANIFEST.dump()), **change})
        for change in (
            {"created": None},
            {"created": "hier"},
            {"first_day": "2024-02-30"},
            {"first_day": 3},
            {"sources": None},
            {"inconnu": 1},
        )
    ],
)
def test_a_manifest_that_is_none_asks_for_a_reindex(text: str) -> None:
    with pytest.raises(UnreadableIndex, match="reindex"):
        Manifest.load(text)


def test_an_index_without_a_generation_is_none(tmp_path: Path) -> None:
    for root in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NoIndex, match=f"{re.escape(str(root))}.*reindex"):
            store.current(root)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"{}", b'{"generation": 3}', b'{"generation": null}', b"\xff\xfe"],
)
def test_a_damaged_pointer_asks_for_a_reindex(content: bytes, tmp_path: Path) -> None:
    build(tmp_path, write_pages(tmp_path / "pages", range(2)))
    (tmp_path / "current.json").write_bytes(content)
    with pytest.raises(UnreadableIndex, match="reindex"):
        store.current(tmp_path)
    build(tmp_path, tmp_path / "pages")
    assert answers(tmp_path)[0][0] == 2


def test_a_pointer_to_nothing_asks_for_a_reindex(tmp_path: Path) -> None:
    build(tmp_path, write_pages(tmp_path / "pages", range(2)))
    shutil.rmtree(tmp_path / "generations")
    with pytest.raises((NoIndex, UnreadableIndex), match="reindex"):
        store.current(tmp_path)
    build(tmp_path, tmp_path / "pages")
    assert answers(tmp_path)[0][0] == 2


def test_a_generation_is_made_beside_the_one_that_serves(tmp_path: Path) -> None:
    first = build(tmp_path, write_pages(tmp_path / "pages", range(2))).generation
    kept = store.place(tmp_path, first)
    before = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    second = build(tmp_path, write_pages(tmp_path / "pages", range(4))).generation
    assert store.current(tmp_path).generation == second != first
    after = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    assert after == before
    pointer = json.loads((tmp_path / "current.json").read_text())
    assert pointer == {"generation": second, "previous": [first], "undone": [], "step": 1}


def test_the_manifest_describes_the_generation(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(5))
    (pages / "vide.txt").write_text("")
    summary = build(tmp_path / "index", pages)
    manifest = store.current(tmp_path / "index")
    assert manifest.generation == summary.generation
    assert (manifest.engine, manifest.articles, manifest.rejected) == ("whoosh", 5, 1)
    assert (manifest.first_day, manifest.last_day) == (date(2023, 1, 1), date(2023, 1, 5))
    assert manifest.sources == (str(pages),)
    assert abs((manifest.created - datetime.now(UTC)).total_seconds()) < 60


def test_names_sort_by_age(tmp_path: Path) -> None:
    names = [store.begin(tmp_path).name for _ in range(30)]
    assert names == sorted(names)
    assert len(set(names)) == 30


class AnHourBefore(datetime):
    """The clock of a machine that was set back."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The time."""
        return super().now(tz) - timedelta(hours=1)


def test_generations_are_in_the_order_they_were_published_whatever_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, pages = tmp_path / "index", tmp_path / "pages"
    first = build(root, write_pages(pages, range(2))).generation
    monkeypatch.setattr(store, "datetime", AnHourBefore)
    second = build(root, write_pages(pages, range(3))).generation
    third = build(root, write_pages(pages, range(4))).generation
    assert pointer.read(root) == Published(serving=third, previous=(second, first))
    assert first < second < third
    assert rollback(root, None).generation == second
    (store.place(root, second) / "seal.json").write_text("{")
    with PublishedIndex(root).open_generation() as opened:
        assert opened.manifest.generation == first


def test_an_order_that_names_do_not_tell_is_kept(tmp_path: Path) -> None:
    pointer.write(tmp_path, Published(serving="a", previous=("c", "b")))
    found = pointer.read(tmp_path)
    assert found.back_to("b") == Published(serving="b", undone=("c", "a"))
    assert found.back_to("b").back_to("a") == found
    assert found.back_to("c").followed_by("d", 2) == Published(serving="d", previous=("c", "b"))
    assert found.back_to("b").followed_by("d", 2) == Published(serving="d", previous=("b", "c"))


def test_a_rollback_is_never_to_what_was_left_by_one(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", tmp_path / "pages"
    names = [build(root, write_pages(pages, [n])).generation for n in range(3)]
    rollback(root, names[1])
    (store.place(root, names[1]) / "seal.json").write_text("{")
    with PublishedIndex(root).open_generation() as opened:
        assert opened.manifest.generation == names[0]


def test_the_last_generations_are_kept_and_the_others_dropped(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    names = [build(tmp_path, write_pages(pages, [n])).generation for n in range(KEPT + 3)]
    kept = {path.name for path in (tmp_path / "generations").iterdir()}
    assert kept == set(names[-KEPT - 1 :])


def test_the_generation_that_serves_is_kept_however_old(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(2))
    first = build(tmp_path, pages).generation
    for _ in range(KEPT + 1):
        path = store.begin(tmp_path)
        (path / "manifest.json").write_text("{}")
    store.prune(tmp_path)
    assert store.place(tmp_path, first).is_dir()
    assert answers(tmp_path)[0][0] == 2


@pytest.mark.parametrize("name", [".DS_Store", "notes.txt"])
def test_a_stray_file_among_the_generations_is_no_trouble(name: str, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(2))
    build(tmp_path, pages)
    (tmp_path / "generations" / name).write_text("x")
    build(tmp_path, pages)
    assert answers(tmp_path)[0][0] == 2


def test_files_and_folders_are_flushed_before_the_pointer_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, steps = tmp_path / "index", list[str]()
    fsync, rename = os.fsync, os.rename

    def flushing(descriptor: int) -> None:
        steps.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def renaming(source: Path, target: Path) -> None:
        steps.append(f"{source} → {target}")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", flushing)
    monkeypatch.setattr(os, "rename", renaming)
    name = build(root, write_pages(tmp_path / "pages", range(3))).generation
    check_flushed(steps, root, name)


def flushed_before_the_swap(place: Path) -> set[str]:
    """The files and folders of a generation, its seal by the name it is written under."""
    paths = {str(path) for path in (place, place.parent, *place.rglob("*"))}
    return paths - {f"{place}/seal.json"} | {f"{place}/seal.json.new"}


def check_flushed(steps: list[str], root: Path, name: str) -> None:
    """`steps` are the paths flushed and the renames « from → to » of a whole reindex."""
    swap = steps.index(f"{root}/current.json.new → {root}/current.json")
    place = store.place(root, name)
    needed = flushed_before_the_swap(place)
    assert len(needed) > 4
    assert needed | {f"{root}/current.json.new"} <= set(steps[:swap])
    assert str(root) in steps[swap:]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace n’est pas installé")
def test_the_system_flushes_what_was_written_before_the_pointer_is_renamed(
    tmp_path: Path, command: Path, environment: dict[str, str]
) -> None:
    root, trace = tmp_path / "index", tmp_path / "trace"
    pages = write_pages(tmp_path / "pages", range(3))
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2,write,pwrite64,ftruncate"
    traced = ["strace", "-f", "-y", "-s", "0", "-e", calls, "-o", str(trace)]
    subprocess.run(
        [*traced, sys.executable, command, "reindex", pages, "--index", root],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=True,
    )
    flush = re.compile(r"f(?:data)?sync\(\d+<(?P<path>.*?)>\)\s+= 0")
    move = re.compile(r'rename\w*\((?:AT_FDCWD\S*, )?"?(?P<old>[^"]*)"*\.{0,3}, ')
    change = re.compile(r"(?:write|pwrite64|ftruncate)\(\d+<(?P<path>.*?)>")
    steps: list[str] = []
    changed: dict[str, int] = {}
    for line in trace.read_text().splitlines():
        if found := flush.search(line):
            steps.append(found["path"])
        elif found := change.search(line):
            changed[found["path"]] = len(steps)
        elif move.search(line):
            steps.append("rename")
    swap = len(steps) - 1 - steps[::-1].index("rename")
    manifest = store.current(root)
    place = store.place(root, manifest.generation)
    needed = flushed_before_the_swap(place)
    assert needed | {f"{root}/current.json.new"} <= set(steps[:swap])
    assert str(root) in steps[swap:]
    late = [path for path in needed & set(changed) if path in steps[: changed[path]]]
    assert late == []
    assert needed & set(changed)
