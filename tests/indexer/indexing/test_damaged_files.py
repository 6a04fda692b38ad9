"""Does a file that is emptied, cut or overwritten keep its last good article, and say so?"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.edits import holdings
from support.pages import page, write_pages

from indexer.cli import maintenance, reindex
from indexer.generations import checksums, pointer, source_records, store
from indexer.indexing.build_fingerprint import ANALYSIS
from indexer.maintenance.check import flaws

# reindexes again and again
pytestmark = pytest.mark.slow

DONE, FAILED, REJECTIONS = 0, 1, 3
ALL = {command.name: command for command in (reindex, *maintenance.COMMANDS)}
KEEPS = "garde son dernier bon article"
BODY = "Le port et la mer.\nLe lac et la rive.\nLa côte et le vent."
ENGINES = ("whoosh", "tantivy")

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on the index of the test and expect an exit code."""

    def execute(*arguments: str | Path, code: int = DONE) -> Result:
        name, *rest = map(str, arguments)
        ended = CliRunner().invoke(ALL[name], [*rest, "--index", str(tmp_path / "index")])
        assert ended.exit_code == code, ended.output
        return ended

    return execute


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Six pages of three paragraphs."""
    return write_pages(tmp_path / "pages", range(6), body=BODY)


def articles(root: Path) -> dict[str, tuple[str, ...]]:
    """The paragraphs of every article, by its title."""
    return {one.title: one.body for one in holdings(root)["articles"].values()}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


WHOLE = page(1, body=BODY)
DAMAGES = [
    pytest.param(b"", id="empty"),
    pytest.param(b"\n \r\n", id="blank"),
    pytest.param(bytes(len(WHOLE.encode())), id="zeros of the same size"),
    pytest.param(WHOLE.encode()[:30], id="cut in the address"),
    pytest.param(WHOLE.encode()[:150], id="cut before the text"),
    pytest.param(WHOLE.encode()[:-9], id="cut in the last paragraph"),
    pytest.param(WHOLE.encode()[:-9] + bytes(9), id="cut, then zeros"),
    pytest.param(WHOLE.partition("La côte")[0].encode(), id="cut between paragraphs"),
    pytest.param(b"502 Bad Gateway\n", id="overwritten"),
    pytest.param(b"\x89PNG\r\n\0\0", id="no text any more"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_keeps_its_article_and_is_told_until_it_is_good_again(
    damage: bytes, run: Run, pages: Path, tmp_path: Path
) -> None:
    root = tmp_path / "index"
    run("reindex", pages)
    before, path = articles(root), pages / "00001.txt"
    path.write_bytes(damage)
    assert KEEPS in run("reindex", code=REJECTIONS).stderr
    # nothing else changes: told again, which is nothing new
    for _ in range(2):
        ended = run("reindex")
        assert f"rejeté  {path}" in ended.stderr
        assert KEEPS in ended.stderr
    told = run("rejected").stdout
    assert told.count("\n") == 1
    assert str(path) in told
    assert KEEPS in told
    assert articles(root) == before
    # neither a full build, nor another engine, nor dates change that
    path.touch()
    for arguments in (("--full",), ("--engine", "tantivy"), ("--engine", "whoosh")):
        assert KEEPS in run("reindex", *arguments).stderr
        assert articles(root) == before
    assert list(flaws(root)) == []
    path.write_text(WHOLE)
    assert KEEPS not in run("reindex").output
    assert run("rejected").stdout == ""
    assert articles(root) == before


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_that_is_deleted_takes_its_article_along(
    damage: bytes, run: Run, pages: Path, tmp_path: Path
) -> None:
    run("reindex", pages)
    (pages / "00001.txt").write_bytes(damage)
    run("reindex", code=REJECTIONS)
    (pages / "00001.txt").unlink()
    assert KEEPS not in run("reindex").output
    assert "Page 1" not in articles(tmp_path / "index")
    assert run("rejected").stdout == ""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(page(1, body="Court."), id="rewritten"),
        pytest.param(WHOLE.replace("La côte et le vent.", "La côte."), id="last paragraph"),
        pytest.param(WHOLE.replace("Le lac et la rive.\n", ""), id="a paragraph less"),
        pytest.param(page(1, body="Le port.", modified="2023-06-01T10:00+0200"), id="modified"),
    ],
)
def test_a_shorter_article_that_was_corrected_is_taken(
    text: str, run: Run, pages: Path, tmp_path: Path
) -> None:
    run("reindex", pages)
    (pages / "00001.txt").write_text(text)
    assert "1 article modifié" in plain(run("reindex").stdout)
    body = articles(tmp_path / "index")["Page 1"]
    assert len("".join(body)) < len(BODY)


def test_what_was_cut_on_purpose_is_taken_the_way_that_is_told(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    run("reindex", pages)
    path = pages / "00001.txt"
    path.write_text(WHOLE.partition("La côte")[0])
    told = plain(run("reindex", code=REJECTIONS).stdout)
    assert "1 fichier à rétablir ; pour en prendre un tel qu’il est : l’ôter, lancer" in told
    path.rename(tmp_path / "aside.txt")
    run("reindex")
    (tmp_path / "aside.txt").rename(path)
    run("reindex")
    assert len(articles(tmp_path / "index")["Page 1"]) == 2
    assert run("rejected").stdout == ""


def test_of_a_file_of_two_articles_cut_in_the_second_both_are_kept(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    both = page(10, body=BODY) + page(11, body=BODY)
    (pages / "two.txt").write_text(both)
    run("reindex", pages)
    before = articles(tmp_path / "index")
    # the first time it is news
    cuts = ((len(page(10, body=BODY)) + 20, REJECTIONS), (len(both) - 30, DONE), (0, DONE))
    for size, code in cuts:
        (pages / "two.txt").write_text(both[:size])
        told = plain(run("reindex", code=code).stderr)
        assert "garde ses 2 derniers bons articles" in told
        assert articles(tmp_path / "index") == before


def test_a_file_of_two_articles_that_has_one_less_and_it_whole_is_taken(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    (pages / "two.txt").write_text(page(10) + page(11))
    run("reindex", pages)
    (pages / "two.txt").write_text(page(10))
    run("reindex")
    assert articles(tmp_path / "index").keys() == {f"Page {n}" for n in (*range(6), 10)}


def test_a_cut_copy_of_a_capture_never_replaces_a_whole_one(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    copies = [pages / f"copy{number}.txt" for number in range(8)]
    for number, path in enumerate(copies):
        path.write_text(page(1, body=f"Version {number}.\n{BODY}"))
    run("reindex", pages)
    before = articles(tmp_path / "index")
    for path in copies:
        path.write_text(path.read_text()[:-9])
    run("reindex", code=REJECTIONS)
    assert articles(tmp_path / "index")["Page 1"] in (before["Page 1"], tuple(BODY.split("\n")))


def test_a_newer_capture_elsewhere_takes_the_place_of_what_is_kept(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    run("reindex", pages)
    (pages / "00001.txt").write_text("")
    assert KEEPS in run("reindex", code=REJECTIONS).stderr
    (pages / "new.txt").write_text(page(1, body="Revu.", modified="2025-01-01T10:00+0100"))
    run("reindex")
    assert articles(tmp_path / "index")["Page 1"] == ("Revu.",)
    # the file is still empty, and no one is told that it keeps what is no more
    assert "vide" in run("rejected").stdout
    assert KEEPS not in run("rejected").stdout + run("reindex").output


def test_a_purged_article_is_not_kept(run: Run, pages: Path, tmp_path: Path) -> None:
    run("reindex", pages)
    (pages / "00001.txt").write_text("")
    run("reindex", code=REJECTIONS)
    run("purge", "https://journal.example/titre-1000001.html", "--yes")
    assert KEEPS not in run("rejected").stdout
    assert KEEPS not in run("reindex").output
    assert KEEPS not in run("reindex", "--full").output
    assert "Page 1" not in articles(tmp_path / "index")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("version", ["format", "analyse", "damaged"])
def test_what_is_kept_outlives_another_version_but_no_damage(
    version: str, engine: str, run: Run, pages: Path, tmp_path: Path
) -> None:
    root = tmp_path / "index"
    run("reindex", pages, "--engine", engine)
    before = articles(root)
    (pages / "00001.txt").write_text("")
    if version == "analyse":
        run("reindex", code=REJECTIONS)
    path = store.place(root, pointer.read(root).serving) / "manifest.json"
    text = path.read_text()
    fingerprint = store.current(root).fingerprint
    if version == "format":
        text = text.replace('"format": ', '"format": 9')
    if version == "analyse":
        for digest in (fingerprint[ANALYSIS], fingerprint["program"]):
            # no digest begins so
            text = text.replace(digest, "x" + digest[1:])
    path.write_text(text)
    if version == "damaged":
        data = max(path.parent.rglob("*"), key=lambda one: one.stat().st_size * one.is_file())
        content = bytearray(data.read_bytes())
        content[-1] ^= 1
        data.write_bytes(content)
    else:
        checksums.seal(path.parent, None)
    ended = run(
        "reindex", pages, "--engine", engine, code=DONE if version == "analyse" else REJECTIONS
    )
    assert "reconstruction complète" in ended.stdout
    assert (KEEPS in ended.stderr) == (version != "damaged")
    if version == "damaged":
        del before["Page 1"]
    assert articles(root) == before


def test_files_of_a_version_that_knew_no_beginnings_keep_what_they_gave(
    run: Run, pages: Path, tmp_path: Path
) -> None:
    root = tmp_path / "index"
    run("reindex", pages)
    before = articles(root)
    place = store.place(root, store.current(root).generation)
    with closing(sqlite3.connect(place / source_records.NAME)) as database:
        database.execute("DROP TABLE good")
        database.commit()
    checksums.seal(place, None)
    shutil.copytree(root, tmp_path / "copy")
    (pages / "00001.txt").write_text("")
    for arguments in (("reindex", "--full"), ("reindex",)):
        assert KEEPS in run(*arguments, code=REJECTIONS).stderr
        assert articles(root) == before
        shutil.rmtree(root)
        shutil.copytree(tmp_path / "copy", root)
