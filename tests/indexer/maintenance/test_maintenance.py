"""Do the commands that look after an index tell the truth about it, and do what they say?"""

import json
import shutil
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.pages import answers, build, page, write_pages

from indexer.cli import maintenance, reindex
from indexer.generations import pointer, store, tombstones
from indexer.maintenance.check import flaws
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex

# reindexes again and again
pytestmark = pytest.mark.slow

DONE, FAILED, USAGE, REJECTIONS = 0, 1, 2, 3
# Twenty-eight letters that no other text holds, which a compressed store keeps as they are
TRACE = "kvzqxjwmbfkygdhzqvxnwjpktzrq"
URL = "https://journal.example/titre-1000002.html"
COMMANDS = ("status", "check", "rollback", "rejected")
ALL = {command.name: command for command in (reindex, *maintenance.COMMANDS)}

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


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages, one of which holds the trace, and their index of two generations."""
    folder = tmp_path_factory.mktemp("template")
    pages = write_pages(folder / "pages", range(4))
    (pages / "00002.txt").write_text(page(2, body=f"Le port. {TRACE} et la mer."))
    (pages / "vide.txt").write_text("rien à lire")
    (pages / "00003.txt").rename(folder / "later.txt")
    build(folder / "index", pages)
    (folder / "later.txt").rename(pages / "00003.txt")
    build(folder / "index", pages)
    return folder


@pytest.fixture
def pages(template: Path, tmp_path: Path) -> Path:
    """Four pages, one of which holds the trace, and a file that is none."""
    return Path(shutil.copytree(template / "pages", tmp_path / "pages"))


@pytest.fixture
def root(template: Path, pages: Path, tmp_path: Path) -> Path:
    """An index of two generations, of three articles and then of four."""
    assert pages.is_dir()
    return Path(shutil.copytree(template / "index", tmp_path / "index"))


def found(root: Path, text: str = "") -> int:
    """How many articles a reader finds."""
    with PublishedIndex(root).open_generation() as opened:
        return service.run(ask(SearchRequest(text=text), opened.searcher)).total


def holders(root: Path) -> set[str]:
    """The files that hold the secret, as it is or in something compressed."""
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.name for path in paths if _holds(path.read_bytes(), TRACE.encode())}


def _holds(data: bytes, text: bytes) -> bool:
    if text in data:
        return True
    start = data.find(b"\x78")
    while start >= 0:
        with suppress(zlib.error):
            if text in zlib.decompressobj().decompress(data[start:]):
                return True
        start = data.find(b"\x78", start + 1)
    return False


def flip_largest(root: Path, name: str) -> Path:
    """Damage a generation; gives the file."""
    files = (path for path in store.place(root, name).rglob("*") if path.is_file())
    path = max(files, key=lambda path: path.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_without_an_index_a_command_says_to_reindex(name: str, run: Run) -> None:
    assert "reindex" in run(name, code=FAILED).stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_an_index_of_another_version_asks_for_a_reindex(name: str, run: Run, root: Path) -> None:
    for one in pointer.read(root).all:
        place = store.place(root, one)
        manifest = (place / "manifest.json").read_text()
        (place / "manifest.json").write_text(manifest.replace('"format": ', '"format": 9'))
        (place / "seal.json").unlink()
    ended = run(name, code=FAILED)
    assert "reindex" in ended.stdout + ended.stderr


def test_status_tells_what_serves_and_what_is_kept(run: Run, root: Path) -> None:
    published = pointer.read(root)
    told = json.loads(run("status", "--json").stdout)
    assert told["generation"] == published.serving
    assert (told["engine"], told["articles"], told["rejected"]) == ("whoosh", 4, 1)
    (kept,) = told["previous"]
    assert (kept["generation"], kept["articles"]) == (published.previous[0], 3)
    assert 0 < told["bytes"] < told["total_bytes"]
    assert told["age_seconds"] >= 0
    lines = run("status").stdout
    assert all(name in lines for name in published.all)


def test_check_finds_nothing_wrong_with_a_sound_index(run: Run, root: Path) -> None:
    assert "rien à signaler" in run("check").stdout
    assert json.loads(run("check", "--json").stdout) == {"sound": True, "flaws": []}
    assert found(root) == 4


def test_check_names_what_is_damaged(run: Run, root: Path) -> None:
    name = pointer.read(root).serving
    path = flip_largest(root, name)
    assert path.name in run("check", code=FAILED).stdout
    told = json.loads(run("check", "--json", code=FAILED).stdout)
    assert told["sound"] is False
    what = path.relative_to(store.place(root, name)).as_posix()
    assert (name, what) in {(flaw["generation"], flaw["what"]) for flaw in told["flaws"]}


@pytest.mark.parametrize("name", ["current.json", "tombstones.json"])
def test_check_looks_at_what_stands_beside_the_generations(name: str, run: Run, root: Path) -> None:
    (root / name).write_text("{")
    assert name in run("check", code=FAILED).stdout


def test_rollback_serves_what_served_before(run: Run, root: Path, pages: Path) -> None:
    published = pointer.read(root)
    archive = PublishedIndex(root)
    with archive.open_generation() as opened:
        assert opened.manifest.generation == published.serving
    assert published.previous[0] in run("rollback").stdout
    with archive.open_generation() as opened:
        assert opened.manifest.generation == published.previous[0]
    assert found(root) == 3
    run("check")
    run("reindex", pages)
    assert found(root) == 4
    assert pointer.read(root).previous == (published.previous[0], published.serving)


def test_a_rollback_can_be_undone_by_name(run: Run, root: Path) -> None:
    published = pointer.read(root)
    run("rollback")
    run("rollback", published.serving)
    assert pointer.read(root) == published


@pytest.mark.parametrize("name", ["absente", "../x", "generations"])
def test_rollback_to_what_is_not_kept_is_refused(name: str, run: Run, root: Path) -> None:
    before = pointer.read(root)
    assert before.previous[0] in run("rollback", name, code=USAGE).stderr
    assert pointer.read(root) == before


def test_rollback_to_nothing_is_refused(run: Run, pages: Path) -> None:
    run("reindex", pages, code=REJECTIONS)
    assert "antérieure" in run("rollback", code=USAGE).stderr


def test_rollback_to_a_damaged_generation_is_refused(run: Run, root: Path) -> None:
    before = pointer.read(root)
    flip_largest(root, before.previous[0])
    assert "a changé" in run("rollback", code=FAILED).stderr
    assert pointer.read(root) == before


def test_rejected_lists_what_was_not_taken(run: Run, root: Path) -> None:
    (row,) = json.loads(run("rejected", "--json").stdout)
    assert row["source"].endswith("vide.txt")
    assert run("rejected").stdout.strip() == f"{row['source']}\u00a0: {row['reason']}"
    assert found(root) == 4


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_no_byte_of_a_purged_article_is_left(
    engine: str, run: Run, root: Path, pages: Path
) -> None:
    run("reindex", pages, "--engine", engine, "--full")
    (pages / "00000.txt").write_text(page(0, body="Un port tranquille."))
    run("reindex", pages)
    assert holders(root)
    assert found(root, "titre:2") == 1
    told = run("purge", URL, "--yes", "--reason", "droit à l’oubli").stdout
    assert pointer.read(root).serving in told
    assert holders(root) == set()
    assert found(root, "titre:2") == 0
    assert found(root) == 3
    (tombstone,) = tombstones.read(root).values()
    assert tombstone.reason == "droit à l’oubli"
    run("check")


def test_nothing_revives_a_purged_article(run: Run, root: Path, pages: Path) -> None:
    run("purge", URL, "--yes")
    for arguments in ((), ("--full",), ("--engine", "tantivy")):
        (pages / "00002.txt").write_text(
            page(2, body=f"Revu. {TRACE}", modified="2026-01-01T10:00+0100")
        )
        run("reindex", pages, *arguments)
        assert found(root) == 3
        assert holders(root) == set()
        run("check")
    run("rollback")
    assert holders(root) == set()


def test_the_others_are_what_they_were(run: Run, root: Path, pages: Path) -> None:
    run("purge", URL, "--yes")
    purged = answers(root)
    (pages / "00002.txt").unlink()
    run("reindex", pages, "--full")
    assert [row[0] for row in answers(root)] == [row[0] for row in purged]
    assert [row[2] for row in answers(root)] == [row[2] for row in purged]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(URL + "?xtor=RSS#haut", id="query and fragment"),
        pytest.param("https://journal.example/amp/autre-titre-1000002", id="another form"),
    ],
)
def test_an_article_is_purged_by_any_of_its_addresses(address: str, run: Run, root: Path) -> None:
    run("purge", address, "--yes")
    assert found(root) == 3


def test_an_article_is_purged_by_its_id(run: Run, root: Path) -> None:
    with PublishedIndex(root).open_generation() as opened:
        (hit,) = service.run(ask(SearchRequest(text="titre:2"), opened.searcher)).hits
    run("purge", hit.article.id, "--yes")
    assert found(root, "titre:2") == 0


@pytest.mark.parametrize("text", ["titre 2", "1000002", "http://[", "ABCDEF0123456789"])
def test_what_is_no_address_is_refused(text: str, run: Run, root: Path) -> None:
    before = pointer.read(root)
    assert text in run("purge", text, code=USAGE).stderr
    assert pointer.read(root) == before
    assert not (root / "tombstones.json").exists()


def test_a_damaged_list_of_tombstones_stops_a_reindex(run: Run, root: Path, pages: Path) -> None:
    run("purge", URL, "--yes")
    path = root / "tombstones.json"
    path.write_text(path.read_text().replace('"digest": "', '"digest": "0'))
    (pages / "00001.txt").unlink()
    assert "tombstones.json" in run("reindex", pages, code=FAILED).stderr
    assert found(root) == 3


def test_a_purge_from_a_damaged_index_asks_for_a_reindex_and_is_remembered(
    run: Run, root: Path, pages: Path
) -> None:
    flip_largest(root, pointer.read(root).serving)
    assert "--full" in run("purge", URL, "--yes", code=FAILED).stderr
    run("reindex", pages, "--full", "--allow-shrink", code=REJECTIONS)
    assert found(root, "titre:2") == 0
    run("purge", URL, "--yes")
    assert holders(root) == set()


def test_a_reindex_from_a_damaged_index_builds_everything_anew(
    run: Run, root: Path, pages: Path
) -> None:
    path = flip_largest(root, pointer.read(root).serving)
    (pages / "00001.txt").write_text(page(1, body="Un port revu."))
    told = run("reindex", pages, code=REJECTIONS).output
    assert "reconstruction complète" in told
    assert path.name in told
    # the damaged one is not kept to go back to
    assert list(flaws(root)) == []
    assert found(root) == 4
