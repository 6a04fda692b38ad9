"""Is a SOURCE that lost its articles refused by name, whatever it is called and stands beside?"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.edits import holdings
from support.pages import page, write_pages

from indexer.cli import main, maintenance
from indexer.cli.purge_command import purge
from indexer.generations import checksums, pointer, source_records, store

# reindexes again and again
pytestmark = pytest.mark.slow

DONE, FAILED = 0, 1

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `reindex` in the folder of the test and expect an exit code."""
    monkeypatch.chdir(tmp_path)

    def execute(*arguments: str | Path, code: int = DONE) -> Result:
        ended = CliRunner().invoke(main, ["reindex", *map(str, arguments)])
        assert ended.exit_code == code, ended.output
        return ended

    return execute


def titles(folder: Path) -> set[str]:
    return {article.title for article in holdings(folder / "index")["articles"].values()}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def leave(folder: Path, count: int) -> None:
    """Delete the files of a folder but for some."""
    for path in sorted(folder.glob("*.txt"))[count:]:
        path.unlink()


@pytest.mark.parametrize(
    ("had", "left", "code"),
    [
        pytest.param(3, 0, FAILED, id="none left"),
        pytest.param(1, 0, FAILED, id="none left of one"),
        pytest.param(19, 1, DONE, id="under twenty"),
        pytest.param(20, 16, FAILED, id="a fifth of twenty"),
        pytest.param(20, 17, DONE, id="less than a fifth"),
        pytest.param(25, 20, FAILED, id="a fifth of more"),
    ],
)
def test_a_source_that_gives_much_less_is_refused_by_name_with_both_numbers(
    had: int, left: int, code: int, run: Run, tmp_path: Path
) -> None:
    write_pages(tmp_path / "large", range(200))
    share = write_pages(tmp_path / "share", range(200, 200 + had))
    run("large", "share")
    before = pointer.read(tmp_path / "index")
    leave(share, left)
    if code == FAILED:
        for arguments in (("large", "share"), (), ("--full",), ("--dry-run",), ("share", "large")):
            told = plain(run(*arguments, code=FAILED).stderr)
            noun = "article" if left < 2 else "articles"
            assert f"la source {share} donne {left} {noun} au lieu de {had} :" in told
            assert "large" not in told.splitlines()[-1]
            assert "--allow-shrink" in told
        assert pointer.read(tmp_path / "index") == before
        run("--allow-shrink")
    else:
        run("large", "share")
    assert store.current(tmp_path / "index").articles == 200 + left


def test_every_source_that_shrank_is_named(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(3))
    write_pages(tmp_path / "b", range(3, 6))
    write_pages(tmp_path / "c", range(6, 60))
    run("a", "b", "c")
    leave(tmp_path / "a", 0)
    leave(tmp_path / "b", 0)
    told = plain(run(code=FAILED).stderr)
    assert f"la source {tmp_path / 'a'} donne 0 article au lieu de 3 ; la source" in told
    assert f"la source {tmp_path / 'b'} donne 0 article au lieu de 3 :" in told


def test_the_only_source_there_is_is_named_too(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(3))
    run("a")
    leave(tmp_path / "a", 0)
    assert "donne 0 article au lieu de 3" in plain(run(code=FAILED).stderr)
    # nothing at all is never published
    assert "aucun article" in run("--allow-shrink", code=FAILED).stderr


def test_sources_in_the_settings_are_guarded(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(3))
    write_pages(tmp_path / "b", range(3, 60))
    (tmp_path / "manchette.toml").write_text('sources = ["a", "b"]\n')
    run()
    leave(tmp_path / "a", 0)
    assert str(tmp_path / "a") in run(code=FAILED).stderr


def test_a_source_left_out_of_the_list_obeys_the_sum(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(30))
    write_pages(tmp_path / "b", range(30, 34))
    run("a", "b")
    run("a")
    assert len(titles(tmp_path)) == 30
    told = plain(run("b", code=FAILED).stderr)
    assert "4 articles au lieu de 30" in told
    assert "source b" not in told


def test_an_article_of_two_sources_counts_for_both(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(30))
    write_pages(tmp_path / "b", range(5))
    run("a", "b")
    leave(tmp_path / "b", 0)
    told = plain(run(code=FAILED).stderr)
    assert f"la source {tmp_path / 'b'} donne 0 article au lieu de 5" in told
    run("--allow-shrink")
    assert len(titles(tmp_path)) == 30


def test_a_source_within_another_counts_in_both(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(30))
    inner = write_pages(tmp_path / "a" / "inner", range(30, 34))
    # a dot folder is no part of the folder it stands in
    write_pages(tmp_path / "a" / ".other", range(40, 44))
    for order in (("a", "a/inner", "a/.other"), ("a/.other", "a/inner", "a")):
        run(*order)
    run("a", "a/inner")
    leave(inner, 0)
    told = plain(run(code=FAILED).stderr)
    assert f"la source {inner} donne 0 article au lieu de 4 :" in told
    write_pages(inner, range(30, 34))
    run("a", "a/inner")
    assert len(titles(tmp_path)) == 34


def test_a_source_that_is_a_file_gives_none_once_it_holds_none(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(30))
    (tmp_path / "one.txt").write_text(page(40))
    run("a", "one.txt")
    # emptied it keeps its article, and so gives one
    (tmp_path / "one.txt").write_text("")
    assert "garde son dernier bon article" in run(code=3).stderr
    assert "Page 40" in titles(tmp_path)


def test_a_part_that_is_named_for_the_first_time_had_its_articles(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "all" / "2023", range(30))
    write_pages(tmp_path / "all" / "2024", range(30, 33))
    run("all")
    leave(tmp_path / "all" / "2024", 0)
    told = plain(run("all/2023", "all/2024", code=FAILED).stderr)
    assert "2024 donne 0 article au lieu de 3" in told


def test_an_index_of_another_version_is_guarded_all_the_same(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(30))
    write_pages(tmp_path / "b", range(30, 33))
    run("a", "b")
    root = tmp_path / "index"
    path = store.place(root, pointer.read(root).serving) / "manifest.json"
    path.write_text(path.read_text().replace('"format": ', '"format": 9'))
    checksums.seal(path.parent, None)
    leave(tmp_path / "b", 0)
    assert "donne 0 article au lieu de 3" in plain(run("a", "b", code=FAILED).stderr)
    leave(tmp_path / "a", 10)
    write_pages(tmp_path / "c", range(100, 110))
    assert "10 articles au lieu de 33" in plain(run("c", code=FAILED).stderr)


def test_an_article_that_was_purged_is_not_missed(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(30))
    (tmp_path / "one.txt").write_text(page(40))
    run("a", "one.txt")
    url = "https://journal.example/titre-1000040.html"
    assert CliRunner().invoke(purge, [url, "--yes"]).exit_code == DONE
    (tmp_path / "one.txt").write_text("Article retiré.\n")
    run("a", "one.txt", code=3)


NAMES = [
    pytest.param("a/../a", id="up and down"),
    pytest.param("./a//", id="dots and slashes"),
    pytest.param("link", id="link"),
    pytest.param("link/../a", id="beside a link"),
    pytest.param("deep/a", id="under a link"),
]


@pytest.fixture
def named(tmp_path: Path) -> Path:
    """A folder of pages that has several names."""
    folder = write_pages(tmp_path / "a", range(4))
    for path in folder.iterdir():
        os.utime(path, ns=(10**18, 10**18))
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "deep").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_source_is_one_whatever_it_is_called(
    name: str, named: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("a")
    (named / "00001.txt").write_text("")
    assert "garde son dernier bon article" in run(name, code=3).stderr
    assert "0 fichier lu," in plain(run(name, "a", name).stdout)
    monkeypatch.chdir(named)
    ended = run("../" + name, "--index", tmp_path / "index")
    assert "0 fichier lu," in plain(ended.stdout)
    assert "Page 1" in titles(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_sources_of_a_version_that_kept_their_names_are_not_read_again(
    name: str, named: Path, run: Run, tmp_path: Path
) -> None:
    (named / "empty.txt").write_text("")
    os.utime(named / "empty.txt", ns=(10**18, 10**18))
    run("a", code=3)
    root = tmp_path / "index"
    place = store.place(root, pointer.read(root).serving)
    rename(place, named, Path(os.path.join(tmp_path, name)))  # noqa: PTH118 - Path would tidy it
    for arguments in ((name,), ("a",), ()):
        ended = run(*arguments)
        assert "0 fichier lu, 0 article ajouté, 0 article modifié" in plain(ended.stdout)
    (named / "00002.txt").unlink()
    run("--allow-shrink")
    assert CliRunner().invoke(maintenance.rejected).stdout.startswith(str(named / "empty.txt"))


def rename(place: Path, real: Path, name: Path) -> None:
    """Have the records of a generation know a SOURCE by another name, as they used to."""
    with closing(sqlite3.connect(place / source_records.NAME)) as database:
        old, new = os.fsencode(real), os.fsencode(name)
        for (path,) in database.execute("SELECT path FROM files").fetchall():
            moved = new + path[len(old) :]
            database.execute(
                "UPDATE files SET path = ?, shown = ? WHERE path = ?",
                (moved, os.fsdecode(moved), path),
            )
        database.execute("UPDATE roots SET path = ?", (new,))
        database.execute("UPDATE rejections SET source = ?", (os.fsdecode(new + b"/empty.txt"),))
        database.commit()
    checksums.seal(place, None)


def test_records_of_another_schema_are_taken_over_as_far_as_they_go(
    run: Run, tmp_path: Path
) -> None:
    folder = write_pages(tmp_path / "a", range(5))
    run("a")
    root = tmp_path / "index"
    place = store.place(root, pointer.read(root).serving)
    with closing(sqlite3.connect(place / source_records.NAME)) as database:
        for change in (
            "DROP INDEX captures_of_former",
            "ALTER TABLE captures DROP COLUMN former",
            "ALTER TABLE captures DROP COLUMN day",
            "ALTER TABLE files ADD COLUMN colour TEXT",
        ):
            database.execute(change)
        database.commit()
    checksums.seal(place, None)
    (folder / "00001.txt").write_text("")
    assert "garde son dernier bon article" in run("a", "--full", code=3).stderr
    assert len(titles(tmp_path)) == 5
