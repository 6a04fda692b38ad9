"""Which rejections are news, and is a folder that moved followed in one line?"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.pages import page, write_pages
from support.work import calls

from indexer.cli import maintenance
from indexer.cli import reindex as reindex_command
from indexer.generations import last_run, source_records, store
from indexer.indexing import moved_folders
from indexer.maintenance.check import flaws

DONE, FAILED, USAGE, REJECTIONS = 0, 1, 2, 3
# Holds the lock of an index until its standard input ends
HOLDER = """
import sys
from pathlib import Path
from indexer.generations.locks import lock
with lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
REINDEX = "from indexer.cli import reindex_alone; reindex_alone()"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten pages and two files that are none, of a time that is to be trusted."""
    monkeypatch.chdir(tmp_path)
    found = write_pages(tmp_path / "pages" / "2023", range(10)).parent
    (found / "vide.txt").write_text("")
    (found / "lignes.jsonl").write_text('{"titre": "Un", "corps": "La mer."}\n{]\n')
    for path in found.rglob("*.*"):
        os.utime(path, ns=(10**18, 10**18))
    return found


def run(*words: str | Path, code: int = DONE) -> Result:
    ended = CliRunner().invoke(reindex_command, [*map(str, words), "--workers", "1"])
    assert ended.exit_code == code, ended.output
    return ended


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_what_is_rejected_is_news_once(pages: Path) -> None:
    first = run(pages, code=REJECTIONS)
    assert "2 rejets, dont 2 nouveaux" in plain(first.stdout)
    assert first.stderr.count("rejeté ") == 2
    again = run()
    assert "2 rejets, dont aucun nouveau" in plain(again.stdout)
    (pages / "autre.txt").write_text("")
    (pages / "lignes.jsonl").write_text((pages / "lignes.jsonl").read_text() + "{]\n")
    rehearsed = run("--dry-run", code=REJECTIONS)
    more = run(code=REJECTIONS)
    for told in (plain(rehearsed.output), plain(more.output)):
        assert "4 rejets, dont 2 nouveaux" in told
        assert re.search(r"^déjà rejeté .*/lignes\.jsonl.*2 : ", told, re.MULTILINE)
        assert re.search(r"^rejeté  .*/lignes\.jsonl.*3 : ", told, re.MULTILINE)
        assert re.search(r"^rejeté  .*/autre\.txt : ", told, re.MULTILINE)
    noted = last_run.read(Path("index"))
    assert noted
    assert noted.new_rejections == 2
    assert store.current(Path("index")).rejected == 4
    status = CliRunner().invoke(maintenance.status, [])
    assert "rejets : 2 nouveaux" in plain(status.output)
    as_json = json.loads(CliRunner().invoke(maintenance.status, ["--json"]).output)
    assert as_json["last_run"]["new_rejections"] == 2
    summary = json.loads(run("--full", "--json").stdout)
    assert (summary["rejections"], summary["new_rejections"]) == (4, [])


def test_a_known_file_is_no_news_whatever_its_bytes_and_reason(pages: Path) -> None:
    run(pages, code=REJECTIONS)
    (pages / "vide.txt").write_text("Rien qui soit une page.")
    run()
    # taken in, then refused again: that is news
    (pages / "vide.txt").write_text(page(40))
    assert "1 rejet, dont aucun nouveau" in plain(run().stdout)
    (pages / "vide.txt").write_text("")
    assert "2 rejets, dont 1 nouveau" in plain(run(code=REJECTIONS).stdout)
    run()


def test_without_what_was_published_all_is_news_again(pages: Path) -> None:
    run(pages, code=REJECTIONS)
    place = store.place(Path("index"), store.current(Path("index")).generation)
    (place / source_records.NAME).write_bytes(b"\xff" * 4000)
    run(pages, "--full", code=REJECTIONS)


def test_a_source_that_moved_is_told_in_one_line_and_not_read_again(
    pages: Path, tmp_path: Path
) -> None:
    run(pages, code=REJECTIONS)
    moved = pages.rename(tmp_path / "ailleurs")
    told = plain(run(code=USAGE).output)
    assert f"source introuvable : {pages}" in told
    assert "nommer son nouveau dossier" in told
    (moved / "2023" / "00003.txt").unlink()
    for words in (("--dry-run",), ()):
        told = plain(run(moved, *words).output)
        assert f"dossier déplacé : {pages} → {moved}, 11 fichiers" in told
        assert "0 fichier lu" in told
        assert "1 article retiré, 10 articles en tout, 2 rejets, dont aucun nouveau" in told
        assert "ajouté  " not in told
    assert "déplacé" not in run().output
    assert store.current(Path("index")).sources == (str(moved),)
    assert not list(flaws(Path("index")))


def test_a_source_that_moved_and_lost_its_files_meets_the_guard(
    pages: Path, tmp_path: Path
) -> None:
    run(pages, code=REJECTIONS)
    moved = pages.rename(tmp_path / "ailleurs")
    for number in range(4):
        (moved / "2023" / f"{number:05}.txt").unlink()
    told = plain(run(moved, code=FAILED).output)
    assert "7 articles au lieu de 11" in told


def test_a_folder_that_moved_below_a_source_is_followed(pages: Path) -> None:
    write_pages(pages / "2024", range(20, 23))
    run(pages, code=REJECTIONS)
    (pages / "anciens").mkdir()
    (pages / "2023").rename(pages / "anciens" / "23")
    told = plain(run("--dry-run").output)
    assert f"dossier déplacé : {pages / '2023'} → {pages / 'anciens' / '23'}, 10 fichiers" in told
    assert "ajouté " not in told
    run()
    assert "déplacé" not in run("--verify-sources").output
    assert not list(flaws(Path("index")))


def test_a_copy_whose_dates_are_others_is_read_and_changes_nothing(
    pages: Path, tmp_path: Path
) -> None:
    run(pages, code=REJECTIONS)
    shutil.copytree(pages, tmp_path / "copie", copy_function=shutil.copyfile)
    page_file = tmp_path / "copie" / "2023" / "00002.txt"
    page_file.write_text(page_file.read_text().replace("mer", "rue"))
    told = plain(run(tmp_path / "copie").output)
    assert "dossier déplacé" in told
    assert "0 article ajouté, 1 article modifié, 0 article retiré, 11 articles en tout" in told


def test_a_folder_of_the_same_names_is_another_one(pages: Path, tmp_path: Path) -> None:
    run(pages, code=REJECTIONS)
    other = write_pages(tmp_path / "autre" / "2023", range(10), body="Une autre mer, et le vent.")
    told = plain(run(other.parent, "--allow-shrink").output)
    assert "déplacé" not in told
    assert "10 fichiers lus" in told


def test_a_page_of_the_size_and_the_date_of_one_that_is_gone_is_read(pages: Path) -> None:
    one, other = (write_pages(pages / name, [number]) for name, number in (("a", 20), ("b", 21)))
    (other / "00021.txt").rename(pages / "21.txt")
    assert (pages / "21.txt").stat().st_size == (one / "00020.txt").stat().st_size
    os.utime(one / "00020.txt", ns=(10**18, 10**18))
    run(pages, code=REJECTIONS)
    shutil.rmtree(one)
    (pages / "21.txt").write_text(page(22), "utf-8")
    (pages / "21.txt").rename(other / "00020.txt")
    os.utime(other / "00020.txt", ns=(10**18, 10**18))
    told = plain(run().output)
    assert "déplacé" not in told
    assert "1 article ajouté, 0 article modifié, 2 articles retirés" in told


def test_many_folders_that_moved_are_each_looked_for_once(pages: Path) -> None:
    for number in range(20, 50):
        write_pages(pages / f"{number}", [number], body="a" * number)
        (pages / f"{number}" / f"{number:05}.txt").rename(pages / f"{number}" / "page.txt")
    run(pages, code=REJECTIONS)
    (pages / "anciens").mkdir()
    for number in range(20, 50):
        (pages / f"{number}").rename(pages / "anciens" / f"{number}")
    told = []
    looks = calls(lambda: told.append(plain(run("--dry-run").output)), moved_folders._size.__code__)  # noqa: SLF001
    assert looks == 30
    assert told[0].count("dossier déplacé") == 10
    assert "et 20 autres dossiers déplacés" in told[0]
    assert "0 article ajouté, 0 article modifié, 0 article retiré" in told[0]


@contextmanager
def held(root: Path) -> Iterator["subprocess.Popen[str]"]:
    """The lock of an index, held by another process for the block."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, root.absolute()],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        yield holder
        if holder.stdin:
            holder.stdin.close()


@pytest.mark.slow
def test_a_run_waits_for_the_lock_as_long_as_it_was_told(pages: Path) -> None:
    run(pages, code=REJECTIONS)
    with held(Path("index")) as holder:
        told = plain(run(code=FAILED).output)
        assert f"(processus {holder.pid}) : attendre sa fin" in told
        assert "« --wait 10min »" in told
        told = plain(run("--wait", "1s", code=FAILED).output)
        assert "depuis plus de 1 seconde d’attente" in told
        told = plain(CliRunner().invoke(maintenance.rollback, ["--wait", "1s"]).output)
        assert "depuis plus de 1 seconde d’attente" in told
        waiting = subprocess.Popen(
            [sys.executable, "-c", REINDEX, "--wait", "10min", "--index", Path("index").absolute()],
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            text=True,
        )
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(2)
    assert "rien n’a changé" in waiting.communicate(timeout=60)[0]
    assert waiting.returncode == DONE


def test_a_duration_that_is_none_is_refused(pages: Path) -> None:
    told = plain(run(pages, "--wait", "un peu", code=USAGE).output)
    assert "durée inconnue « un peu »" in told
    assert not Path("index").exists()
