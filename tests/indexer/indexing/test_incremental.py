"""Is an index that follows its sources the one that a full build gives?"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.edits import Edit, captures, edit, edits, holdings, text, update
from support.every_engine import EVERY_ENGINE, LOCAL, chosen
from support.pages import leftovers, page, write_pages
from support.places import JUDGED

from indexer import config
from indexer.config import Settings
from indexer.errors import BuildFailed, UsageError
from indexer.generations import source_records, store
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.indexing.summary import Summary

# real processes and damages, a second each
pytestmark = pytest.mark.slow

LONG_AGO = 1_600_000_000_000_000_000


def build(root: Path, *sources: Path) -> Summary:
    return update(root, "whoosh", *sources)


def age(folder: Path) -> None:
    """Have every file be too old to have changed unseen."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))


@pytest.fixture(params=EVERY_ENGINE)
def house(request: pytest.FixtureRequest) -> Iterator[Settings]:
    """The settings of every engine there is, one after the other."""
    with chosen(request, request.param) as found:
        yield found


def titles(root: Path) -> set[str]:
    return {article.title for article in holdings(root)["articles"].values()}


def rounds_of(*kinds: str) -> st.SearchStrategy[list[list[Edit]]]:
    return st.lists(st.lists(edits(*kinds), min_size=1, max_size=5), min_size=1, max_size=5)


def follow(root: Path, engine: str, folder: Path, rounds: list[list[Edit]]) -> None:
    """Update an index after every round of edits."""
    write_pages(folder, [99])
    for some in [[], *rounds]:
        for one in some:
            edit(folder, one)
        update(root, engine, folder)


SOME_EXAMPLES = settings(
    max_examples=settings().max_examples // 6,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("engine", LOCAL)
@SOME_EXAMPLES
@given(rounds=rounds_of())
def test_any_edits_give_what_a_full_build_gives(engine: str, rounds: list[list[Edit]]) -> None:
    with TemporaryDirectory() as name:
        root, folder = Path(name, "index"), Path(name, "pages")
        follow(root, engine, folder, rounds)
        update(Path(name, "full"), engine, folder)
        assert holdings(root) == holdings(Path(name, "full"))


@pytest.mark.parametrize("engine", LOCAL)
@SOME_EXAMPLES
@given(rounds=rounds_of("damage", "damage"))
def test_what_damaged_files_keep_outlives_a_full_build(
    engine: str, rounds: list[list[Edit]]
) -> None:
    with TemporaryDirectory() as name:
        root, folder = Path(name, "index"), Path(name, "pages")
        follow(root, engine, folder, rounds)
        followed = holdings(root)
        options = Options(full=True, allow_shrink=True)
        reindex([folder], root, engine, lambda *_: None, options)
        assert holdings(root) == followed


def test_every_kind_of_edit_is_followed(house: Settings, tmp_path: Path) -> None:
    folder = write_pages(tmp_path / "pages", [99])
    rounds: list[list[Edit]] = [
        [("write", "a.txt", "", 1, 0), ("two", "b.txt", "", 2, 1), ("write", "z.txt", "", 1, 2)],
        [("copy", "a.txt", "c/a.txt", 0, 0), ("write", "b.txt", "", 2, 2)],
        [("rename", "z.txt", "image.jpg", 0, 0)],
        [("remove", "a.txt", "", 0, 0), ("touch", "c/a.txt", "", 0, 0)],
    ]
    for some in rounds:
        for one in some:
            edit(folder, one)
        for name in ("index", f"full{len(list(tmp_path.iterdir()))}"):
            update(config.bind(replace(house, index=tmp_path / name)), house.engine, folder)
        (latest,) = sorted(tmp_path.glob("full*"), key=lambda path: path.stat().st_mtime)[-1:]
        assert holdings(tmp_path / "index") == holdings(latest)


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(5))
    age(pages)
    build(root, pages)
    # as long and as old as it was: only a reading would tell
    (pages / "00000.txt").write_text(page(0).replace("mer", "rem"))
    age(pages)
    (pages / "00001.txt").write_text(page(1, body="Le lac."))
    summary = build(root, pages)
    assert (summary.read, summary.changed, summary.indexed) == (1, 1, 5)
    bodies = {a.title: a.body for a in holdings(root)["articles"].values()}
    assert bodies["Page 0"] == ("Le port et la mer.",)
    assert bodies["Page 1"] == ("Le lac.",)
    update(root, "tantivy", pages)
    assert "Le port et la rem." in {a.body[0] for a in holdings(root)["articles"].values()}


def test_a_change_of_the_same_length_at_the_same_moment_is_seen(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    before = (pages / "00000.txt").stat()
    (pages / "00000.txt").write_text(page(0).replace("mer", "rem"))
    os.utime(pages / "00000.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build(root, pages).changed == 1


def test_where_nothing_changed_no_generation_is_made(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    (pages / "vide.txt").write_text("")
    name = build(root, pages).generation
    before = (root / "current.json").stat()
    for path in pages.iterdir():
        path.touch()
    summary = build(root, pages)
    assert (summary.generation, summary.read, summary.rejected) == ("", 0, ())
    assert (summary.indexed, summary.rejections) == (3, 1)
    assert (root / "current.json").stat() == before
    assert [path.name for path in (root / "generations").iterdir()] == [name]


def test_without_sources_those_of_the_index_are_mirrored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "index"
    raw = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9")
    write_pages(Path(raw), [1])
    monkeypatch.chdir(write_pages(tmp_path / "pages", [2]))
    build(root, Path(raw), Path("00002.txt"))
    monkeypatch.chdir(tmp_path)
    write_pages(Path(raw), [3])
    assert build(root).added == 1
    assert titles(root) == {"Page 1", "Page 2", "Page 3"}


def test_without_sources_and_without_an_index_one_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="aucune source"):
        build(tmp_path / "index")


def test_what_is_under_no_source_any_more_goes(tmp_path: Path) -> None:
    root = tmp_path / "index"
    one, two = write_pages(tmp_path / "1", range(4)), write_pages(tmp_path / "2", range(3, 6))
    build(root, one, two)
    summary = build(root, two)
    assert (summary.taken_out, summary.read, summary.indexed) == (3, 0, 3)
    assert titles(root) == {"Page 3", "Page 4", "Page 5"}


def test_a_runner_up_takes_the_place_of_what_went(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", tmp_path / "pages"
    write_pages(pages, [99])
    for version, name in enumerate(("vieux.txt", "récent.txt", "neuf.txt")):
        (pages / name).write_text(text(1, 2 * version))
    build(root, pages)
    for name, left in (("neuf.txt", "version 2"), ("récent.txt", "version 0")):
        (pages / name).unlink()
        summary = build(root, pages)
        assert (summary.read, summary.changed) == (1, 1)
        bodies = {a.body[0] for a in holdings(root)["articles"].values()}
        assert f"Le port et la mer, {left}." in bodies
        assert len(bodies) == 2


def test_a_copy_more_or_less_changes_no_article(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    (pages / "copie.txt").write_bytes((pages / "00000.txt").read_bytes())
    summary = build(root, pages)
    assert (summary.added, summary.changed, summary.duplicates) == (0, 0, 1)
    (pages / "00000.txt").unlink()
    summary = build(root, pages)
    assert (summary.changed, summary.taken_out, summary.duplicates) == (0, 0, 0)
    assert titles(root) == {"Page 0", "Page 1", "Page 2"}


def test_the_generation_that_served_is_left_as_it_was(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(4))
    place = store.place(root, build(root, pages).generation)
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    (pages / "00001.txt").unlink()
    write_pages(pages, [2, 7], body="Le lac.")
    new = store.place(root, build(root, pages).generation)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert (new / source_records.NAME).stat().st_nlink == 1
    assert not list(new.glob(f"{source_records.NAME}-*"))


def test_the_index_inside_its_source_is_no_source(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    assert build(pages / "index", pages).ignored == 0
    summary = build(pages / "index", pages)
    assert (summary.generation, summary.found, summary.ignored) == ("", 3, 0)


def test_sources_are_compared_byte_by_byte_when_asked(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    (pages / "other").write_bytes(b"\0")
    age(pages)
    build(root, pages)
    for name in ("00001.txt", "other"):
        text = (pages / name).read_text()
        (pages / name).write_text(text.replace("mer", "rue").replace("\0", "\1"))
    age(pages)
    assert build(root, pages).generation == ""
    options = Options(verify_sources=True)
    summary = reindex([pages], root, "whoosh", lambda *_: None, options)
    assert (summary.read, summary.changed, summary.ignored) == (1, 1, 1)
    assert reindex([pages], root, "whoosh", lambda *_: None, options).generation == ""


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0" + b"\xff" * 5000])
def test_records_that_cannot_be_read_are_made_anew(content: bytes | None, tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    path = store.place(root, store.current(root).generation) / source_records.NAME
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert "registre" in build(root, pages).rebuilt
    assert build(root, pages).generation == ""


def test_another_engine_builds_everything_anew(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(3))
    build(root, pages)
    summary = update(root, "tantivy")
    assert "whoosh" in summary.rebuilt
    assert (summary.read, summary.indexed) == (3, 3)
    assert store.current(root).engine == "tantivy"


def test_a_much_smaller_index_is_not_published_unless_asked(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(10))
    name = build(root, pages).generation
    for number in range(2):
        (pages / f"{number:05}.txt").unlink()
    with pytest.raises(BuildFailed, match=r"8\u00a0articles au lieu de 10.*--allow-shrink"):
        reindex([pages], root, "whoosh", lambda *_: None)
    assert store.current(root).generation == name
    assert leftovers(root) == []
    with pytest.raises(BuildFailed, match="--allow-shrink"):
        reindex([pages], root, "whoosh", lambda *_: None, Options(full=True))
    assert (
        reindex([pages], root, "whoosh", lambda *_: None, Options(allow_shrink=True)).indexed == 8
    )


def test_an_index_a_little_smaller_is_published(tmp_path: Path) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(10))
    build(root, pages)
    (pages / "00000.txt").unlink()
    assert reindex([pages], root, "whoosh", lambda *_: None).indexed == 9


@pytest.mark.parametrize("workers", [1, 5])
def test_the_number_of_processes_changes_nothing(
    workers: int, samples_index: Path, tmp_path: Path
) -> None:
    samples = records_of(samples_index)
    options = Options(workers=workers)
    root = tmp_path / "index"
    reindex(JUDGED, root, "whoosh", lambda *_: None, options)
    assert records_of(root) == samples
    assert holdings(root) == holdings(samples_index)


def records_of(root: Path) -> tuple[Path, list[Any]]:
    place = store.place(root, store.current(root).generation)
    with source_records.opened(place) as found:
        return found.roots()[0], captures(place)
