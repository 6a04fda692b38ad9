"""Does `manchette reindex` do what its options say, and tell it?"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.edits import holdings
from support.pages import leftovers, page, write_pages
from support.places import SUPPORT

from indexer.errors import NoIndex
from indexer.generations import store

# real processes, started again and again
pytestmark = pytest.mark.slow

RESTRICTED = SUPPORT / "restricted.py"
DONE, FAILED, USAGE, REJECTIONS = 0, 1, 2, 3
# Long enough for any machine; the reports print what it took
PATIENCE = 60.0

Ended = subprocess.CompletedProcess[str]
Run = Callable[..., Ended]


@pytest.fixture
def run(command: Path, environment: dict[str, str], tmp_path: Path) -> Run:
    """Run `manchette reindex` in `tmp_path`, under limits if any."""

    def execute(*arguments: str | Path, limits: str = "") -> Ended:
        return subprocess.run(
            [sys.executable, RESTRICTED, *limits.split(), command, "reindex", *arguments],
            cwd=tmp_path,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    return execute


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """The files under a folder: when each was written, and what it holds."""
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def titles(root: Path) -> set[str]:
    return {article.title for article in holdings(root)["articles"].values()}


def test_a_dry_run_tells_what_would_change_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(10))
    ended = run(pages, "--dry-run")
    assert ended.returncode == DONE
    assert "10 articles indexés" in plain(ended.stdout)
    assert not (tmp_path / "index").exists()
    run(pages)
    before = everything(tmp_path / "index")
    (pages / "00001.txt").unlink()
    write_pages(pages, [2], body="Le lac.")
    write_pages(pages, [70])
    (pages / "vide.txt").write_text("")
    ended = run("--dry-run")
    assert ended.returncode == REJECTIONS
    assert everything(tmp_path / "index") == before
    told = plain(ended.stdout).splitlines()
    assert sorted(told[:4]) == [
        f"ajouté  {pages / '00070.txt'}",
        f"ajouté  {pages / 'vide.txt'}",
        f"modifié {pages / '00002.txt'}",
        f"retiré  {pages / '00001.txt'}",
    ]
    assert "1 article ajouté, 1 article modifié, 1 article retiré, 10 articles en tout" in told[4]
    assert told[-1] == "à blanc : rien n’est écrit"
    assert "vide.txt" in ended.stderr
    with pytest.raises(NoIndex):
        store.current(tmp_path / "pages")


def test_where_nothing_changed_it_says_so(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    (pages / "vide.txt").write_text("")
    assert run(pages).returncode == REJECTIONS
    before = everything(tmp_path / "index" / "generations")
    ended = run()
    assert ended.returncode == DONE
    assert "rien n’a changé" in ended.stdout
    assert everything(tmp_path / "index" / "generations") == before
    assert leftovers(tmp_path / "index") == []


def test_full_reads_everything_again(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    run(pages)
    before = store.current(tmp_path / "index").generation
    ended = run("--full")
    assert ended.returncode == DONE
    assert "reconstruction complète : demandée par --full" in plain(ended.stdout)
    assert "3 fichiers lus" in plain(ended.stdout)
    assert store.current(tmp_path / "index").generation != before


def test_the_summary_comes_in_json_for_programs(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(3))
    (pages / "vide.txt").write_text("")
    told = json.loads(run(pages, "--json", "--workers", "1").stdout)
    assert told["generation"] == store.current(tmp_path / "index").generation
    assert (told["found"], told["read"], told["indexed"], told["added"]) == (4, 4, 3, 3)
    assert told["rejected"] == [{"source": str(pages / "vide.txt"), "reason": "fichier vide"}]
    told = json.loads(run("--json").stdout)
    assert (told["generation"], told["read"], told["rejections"]) == ("", 0, 1)


def test_a_much_smaller_index_is_refused_unless_asked_for(run: Run, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(10))
    run(pages)
    before = store.current(tmp_path / "index")
    for number in range(5):
        (pages / f"{number:05}.txt").unlink()
    ended = run()
    assert ended.returncode == FAILED
    assert "5 articles au lieu de 10" in plain(ended.stderr)
    assert "--allow-shrink" in ended.stderr
    assert store.current(tmp_path / "index") == before
    assert run("--dry-run").returncode == FAILED
    assert run("--allow-shrink").returncode == DONE
    assert store.current(tmp_path / "index").articles == 5


def test_sources_may_stand_in_the_settings(run: Run, tmp_path: Path) -> None:
    write_pages(tmp_path / "a", [1])
    write_pages(tmp_path / "b", [2])
    (tmp_path / "manchette.toml").write_text('sources = ["a", "b"]\n')
    assert run().returncode == DONE
    assert titles(tmp_path / "index") == {"Page 1", "Page 2"}
    (tmp_path / "manchette.toml").write_text('sources = ["absente"]\n')
    ended = run()
    assert ended.returncode == USAGE
    assert "absente" in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param([], "aucune source", id="no source"),
        pytest.param(["--watch"], "aucune source", id="nothing to watch"),
        pytest.param(["pages", "--watch", "--dry-run"], "--dry-run", id="both"),
        pytest.param(["absente", "--watch"], "absente", id="missing"),
        pytest.param(["pages", "--workers", "0"], "reindex --help", id="no worker"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    arguments: list[str], told: str, run: Run, tmp_path: Path
) -> None:
    write_pages(tmp_path / "pages", range(2))
    ended = run(*arguments)
    assert ended.returncode == USAGE
    assert told in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "index" / "current.json").exists()


@pytest.mark.parametrize(
    ("closed", "left"),
    [
        pytest.param("pages/00001.txt", 0, id="a file"),
        pytest.param("pages/fermé", 0, id="a folder"),
        pytest.param("pages/fermé", 0o444, id="what stands in a folder"),
    ],
)
def test_a_source_that_cannot_be_read_any_more_keeps_its_articles(
    closed: str, left: int, run: Run, tmp_path: Path
) -> None:
    pages, root = write_pages(tmp_path / "pages", range(5)), tmp_path / "index"
    write_pages(pages / "fermé", [11])
    write_pages(pages / "fermé" / "dedans", [12])
    run(pages)
    everyone = titles(root)
    mode = (tmp_path / closed).stat().st_mode
    write_pages(pages, [1], body="Le lac.")
    (tmp_path / closed).chmod(left)
    write_pages(pages, [20])
    ended = run(limits="DAC=0")
    assert ended.returncode == REJECTIONS
    assert Path(closed).name in ended.stderr
    assert titles(root) == {*everyone, "Page 20"}
    # nothing else changed: it is told again, and read as soon as it can be
    ended = run(limits="DAC=0")
    assert ended.returncode == DONE
    assert "rien n’a changé" in ended.stdout
    for arguments in (("--full",), ("--engine", "tantivy")):
        ended = run(*arguments, limits="DAC=0")
        assert ended.returncode == DONE
        assert "garde son dernier bon article" in plain(ended.stderr)
        assert "illisible : accès refusé" in plain(ended.stderr)
        assert titles(root) == {*everyone, "Page 20"}
    (tmp_path / closed).chmod(mode)
    ended = run()
    assert ended.returncode == DONE
    assert "illisible" not in plain(ended.stderr)
    assert titles(root) == {*everyone, "Page 20"}
    assert ("Le lac.",) in {article.body for article in holdings(root)["articles"].values()}


@contextmanager
def watching(
    command: Path, environment: dict[str, str], folder: Path
) -> Iterator["subprocess.Popen[str]"]:
    """`manchette reindex --watch` in a folder, once its first run is over."""
    with (folder / "told").open("w") as told:
        process = subprocess.Popen(
            # a runner in the background may have its children ignore Ctrl-C
            ["/usr/bin/env", "--default-signal=INT", command, "reindex", "pages", "--watch"],
            cwd=folder,
            env=environment,
            stdout=told,
            stderr=told,
            text=True,
        )
    try:
        until((folder / "index" / "current.json").exists, folder)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def until(true: Callable[[], bool], folder: Path) -> float:
    """Wait for something; how long it took, in seconds."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > PATIENCE:
            pytest.fail((folder / "told").read_text())
        time.sleep(0.05)
    return time.monotonic() - begun


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_watched_source_is_followed_until_a_signal(
    ending: signal.Signals, command: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    pages, root = write_pages(tmp_path / "pages", range(10)), tmp_path / "index"
    with watching(command, environment, tmp_path) as process:
        write_pages(pages / "nouveau", [17])
        seconds = until(lambda: "Page 17" in titles(root), tmp_path)
        print(f"une page nouvelle se trouve après {seconds:.1f} s")  # noqa: T201
        (pages / "00001.txt").write_text(page(18))
        until(lambda: "Page 18" in titles(root), tmp_path)
        (pages / "00002.txt").rename(tmp_path / "partie.txt")
        left = {f"Page {number}" for number in [0, *range(3, 10), 17, 18]}
        until(lambda: titles(root) == left, tmp_path)
        process.send_signal(ending)
        assert process.wait(PATIENCE) == 0
    told = (tmp_path / "told").read_text()
    assert "Traceback" not in told
    assert told.endswith("surveillance terminée\n")
    assert leftovers(root) == []


def test_a_run_that_fails_does_not_end_the_watch(
    command: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    pages, root = write_pages(tmp_path / "pages", range(10)), tmp_path / "index"
    with watching(command, environment, tmp_path) as process:
        for number in range(5):
            (pages / f"{number:05}.txt").unlink()
        until(lambda: "--allow-shrink" in (tmp_path / "told").read_text(), tmp_path)
        assert process.poll() is None
        assert len(titles(root)) == 10
        write_pages(pages, range(3, 12))
        until(lambda: titles(root) == {f"Page {number}" for number in range(3, 12)}, tmp_path)
