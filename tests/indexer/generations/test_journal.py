"""Does the journal tell what each publication changed, whoever published, and nothing else?"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support.pages import build, leftovers, write_pages

from indexer.errors import NotInJournal, UnreadableIndex
from indexer.generations import journal, pointer, store
from indexer.generations.journal import JournalOfDirectory
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.maintenance.check import flaws
from indexer.maintenance.purge import purge
from indexer.maintenance.rollback import rollback
from indexer.maintenance.stored_articles import stored
from indexer.serving import changes
from indexer.serving.changes import Change, Changes, Place

# each builds some generations
pytestmark = pytest.mark.slow

INTERRUPTED = Path(__file__).parents[2] / "support" / "interrupted.py"
# A file that is put where readers look, and what is deleted once it is
NEAR = re.compile(r"(os.rename|os.remove) .*/(journal|current)|open .*current.json.new")
Held = dict[str, str]


def held(root: Path) -> Held:
    """What serves: the stored articles by their ids."""
    with closing(store.searcher(root, store.current(root))) as searcher:
        return {json.loads(text)["id"]: text for text in stored(searcher)}


def serving(root: Path) -> str:
    return pointer.read(root).serving


def since(root: Path, generation: str, most: int = 1000) -> Changes:
    kept = JournalOfDirectory(root, pointer.read(root).step)
    return changes.read(kept, changes.place_after(kept, generation), most)


def differences(before: Held, after: Held) -> dict[str, str]:
    """What became of each article, found without the journal."""
    found = dict.fromkeys(after.keys() - before.keys(), "added")
    found |= dict.fromkeys(before.keys() - after.keys(), "removed")
    return found | {one: "changed" for one in before.keys() & after if before[one] != after[one]}


def told(found: Changes) -> dict[str, str]:
    return {change.article_id: change.kind for change in found.changes}


def edited(pages: Path, numbers: "range | list[int]", text: str) -> None:
    write_pages(pages, numbers, body=text, modified=f"2025-01-{1 + len(text) % 28:02}T10:00+0100")


def publish(chance: random.Random, root: Path, pages: Path) -> None:
    """Publish what the pages hold, or something else that is published."""
    way = chance.choice(["reindex", "full", "purge", "rollback", "reindex"])
    if way == "purge":
        purge(root, [chance.choice(sorted(held(root)))], "retrait demandé")
    elif way == "rollback" and pointer.read(root).previous:
        rollback(root, None)
    else:
        options = Options(full=way == "full", allow_shrink=True)
        reindex([pages], root, "whoosh", lambda *_: None, options)


def follow(copy: Held, found: Changes, after: Held) -> None:
    """What a program does that keeps a copy of what serves."""
    for change in found.changes:
        assert (change.article_id in copy) == (change.kind != "added")
        if change.kind == "removed":
            del copy[change.article_id]
        else:
            # it may be gone since
            copy[change.article_id] = after.get(change.article_id, "")


@pytest.mark.parametrize("seed", range(4))
def test_a_program_that_follows_has_what_serves(seed: int, tmp_path: Path) -> None:
    chance, root = random.Random(seed), tmp_path / "index"  # noqa: S311 - no secret
    pages = write_pages(tmp_path / "pages", range(12))
    build(root, pages)
    name, copy = serving(root), held(root)
    for rank in range(6):
        edited(pages, chance.sample(range(16), 3), f"La mer {rank}. " * (rank + 1))
        for path in chance.sample(sorted(pages.iterdir()), 2):
            path.unlink()
        publish(chance, root, pages)
        if rank % 2:
            found = since(root, name)
            follow(copy, found, held(root))
            assert copy == held(root)
            assert found.generation == serving(root)
            name = found.generation


def test_an_entry_names_what_is_added_changed_and_removed(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(6))
    build(root, pages)
    first, before = serving(root), held(root)
    assert not since(root, first).changes
    edited(pages, range(2), "Une éclaircie.")
    (pages / "00005.txt").unlink()
    write_pages(pages, range(6, 9))
    build(root, pages)
    found = since(root, first)
    assert told(found) == differences(before, held(root))
    assert sorted(told(found).values()) == ["added"] * 3 + ["changed"] * 2 + ["removed"]
    assert {change.generation for change in found.changes} == {serving(root)}
    again = Options(full=True)
    reindex([pages], root, "whoosh", lambda *_: None, again)
    assert told(since(root, first)) == told(found)
    assert since(root, first).generation == serving(root)


def test_a_purge_writes_removed_and_a_way_back_what_it_undoes(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(4))
    build(root, pages)
    first, before = serving(root), held(root)
    write_pages(pages, range(4, 6))
    build(root, pages)
    second = serving(root)
    rollback(root, None)
    assert since(root, first).changes == ()
    assert told(since(root, second)) == dict.fromkeys(held(root).keys() ^ added(root), "removed")
    gone = min(before)
    purge(root, [gone], "retrait demandé")
    assert told(since(root, first)) == {gone: "removed"}
    # no longer on the disk, and known
    assert gone in told(since(root, second))


def added(root: Path) -> set[str]:
    """The ids of the articles of all entries that were added, with those that serve."""
    kept = JournalOfDirectory(root, pointer.read(root).step)
    first = kept.entries()[0]
    found = changes.read(kept, Place(first.step + 1, 0), 1000).changes
    return {one.article_id for one in found if one.kind == "added"} | set(held(root))


def test_pages_of_changes_are_all_of_them_once(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    first = serving(root)
    for last in (5, 9, 10):
        write_pages(pages, range(last))
        build(root, pages)
    whole = since(root, first)
    assert len(whole.changes) == 7
    kept = JournalOfDirectory(root, pointer.read(root).step)
    for most in range(1, 9):
        place: Place | None = changes.place_after(kept, first)
        found: list[Change] = []
        while place:
            page = changes.read(kept, place, most)
            assert page.following is None or len(page.changes) == most
            found += page.changes
            place = page.following
        assert tuple(found) == whole.changes


@pytest.mark.parametrize("lost", ["journal", "pointer", "step", "records", "one entry"])
def test_what_cannot_be_known_is_not_told(lost: str, tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    for last in (3, 4, 5):
        write_pages(pages, range(last))
        build(root, pages)
    first, serves = min(pointer.read(root).all), serving(root)
    match lost:
        case "journal":
            shutil.rmtree(root / journal.FOLDER)
        case "pointer":
            (root / pointer.NAME).write_text("{")
        case "step":
            values = json.loads((root / pointer.NAME).read_text())
            (root / pointer.NAME).write_text(json.dumps({**values, "step": 0}))
        case "records":
            (store.place(root, serves) / "records.sqlite").write_bytes(b"abc" * 1000)
        case _:
            kept = JournalOfDirectory(root, pointer.read(root).step).entries()
            (root / journal.FOLDER / kept[-1].name).unlink()
    write_pages(pages, range(7))
    build(root, pages)
    for name in (first, "inconnue"):
        with pytest.raises(NotInJournal):
            since(root, name)
    # it goes on from here
    name = serving(root)
    write_pages(pages, range(8))
    build(root, pages)
    assert list(told(since(root, name)).values()) == ["added"]
    assert not leftovers(root)


def test_what_was_replaced_90_days_ago_is_forgotten(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    names = []
    for last in (3, 4, 5):
        write_pages(pages, range(last))
        build(root, pages)
        names.append(serving(root))
    kept = JournalOfDirectory(root, pointer.read(root).step).entries()
    for entry in kept[:2]:
        path = root / journal.FOLDER / entry.name
        moment = path.stat().st_mtime - journal.KEPT_SECONDS - 1
        os.utime(path, (moment, moment))
    build(root, pages)
    with pytest.raises(NotInJournal):
        since(root, names[0])
    # it served until a moment ago
    assert len(since(root, names[1]).changes) == 1


def test_a_damaged_entry_is_noticed_and_its_remedy_helps(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    first = serving(root)
    write_pages(pages, range(5))
    build(root, pages)
    (entry,) = JournalOfDirectory(root, pointer.read(root).step).entries()[1:]
    path = root / journal.FOLDER / entry.name
    path.write_bytes(path.read_bytes().replace(b"+", b"?", 1))
    with pytest.raises(UnreadableIndex, match="supprimer le dossier"):
        since(root, first)
    (flaw,) = flaws(root)
    assert flaw.what == f"journal/{entry.name}"
    shutil.rmtree(root / journal.FOLDER)
    assert not list(flaws(root))
    with pytest.raises(NotInJournal):
        since(root, first)


def test_a_run_killed_at_any_touch_leaves_no_entry_that_never_served(tmp_path: Path) -> None:
    template, pages = tmp_path / "template", write_pages(tmp_path / "pages", range(12))
    build(template, pages)
    first, before = serving(template), held(template)
    edited(pages, range(2), "Une éclaircie.")
    (pages / "00003.txt").unlink()
    command: list[str | Path] = [sys.executable, INTERRUPTED]
    touches = subprocess.run(
        [*command, "0", shutil.copytree(template, tmp_path / "whole"), pages],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    near = [rank for rank, text in enumerate(touches, 1) if NEAR.match(text)]
    for rank in near:
        root = shutil.copytree(template, tmp_path / str(rank))
        killed = subprocess.run(
            [*command, str(rank), root, pages], capture_output=True, check=False
        )
        assert killed.returncode == -signal.SIGKILL
        assert told(since(root, first)) == differences(before, held(root))
        if rank % 3 == 0:
            build(root, pages)
            assert told(since(root, first)) == differences(before, held(root))
            assert not leftovers(root)
    assert len(near) >= 4
