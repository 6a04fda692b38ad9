"""Does what a message says to do end the state that it is about? Every remedy, on every engine."""

import ast
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from pathlib import Path
from threading import Timer

import pytest
import tantivy
from click.testing import CliRunner, Result
from support import former
from support.every_engine import LOCAL
from support.pages import page, write_pages
from support.places import ROOT

from indexer import engines
from indexer.cli import backup_commands, maintenance, reindexing
from indexer.cli import reindex as reindex_command
from indexer.config import Settings
from indexer.engines import ENGINES
from indexer.errors import UsageError
from indexer.generations import checksums, last_run, pointer, source_records, store, tombstones
from indexer.generations.locks import lock
from indexer.generations.tombstones import Tombstone
from indexer.indexing.reindex import reindex
from indexer.maintenance import backup_files
from indexer.maintenance.purge_targets import named
from webapp import create_app
from webapp.cli import search_command

# real indexes, made and mended; Whoosh leaves a file open that it cannot read
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ALL = {
    one.name: one
    for one in (
        reindex_command,
        search_command,
        *maintenance.COMMANDS,
        *backup_commands.COMMANDS,
    )
}
ARTICLES = 10
PURGED_URL = "https://journal.example/titre-1000001.html"
UNKNOWN_URL = "https://journal.example/inconnu-9999999.html"
DONE = 0
# Of a cluster: tests/cluster/ has them
ELSEWHERE = ("cluster", "sous le nom", "n’est pas entière : lancer")
# Whose remedy is in a test of its own below
BELOW = (
    *("pip install", "la liste des articles purgés", "Aucun index ne peut être lu"),
    "sans --only",
    "Markdown sans en-tête",
    "« --wait 10min »",
    *("« purge --list »", "l’ôter, lancer « reindex », le remettre"),
)
Patch = pytest.MonkeyPatch


@dataclass
class Bench:
    """An index of ten articles and then one changed, so of two generations, and its pages."""

    folder: Path
    engine: str
    patch: Patch

    @property
    def root(self) -> Path:
        return self.folder / "index"

    @property
    def pages(self) -> Path:
        return self.folder / "pages"

    @property
    def place(self) -> Path:
        return store.place(self.root, pointer.read(self.root).serving)

    def run(self, *words: str) -> Result:
        """Run a command of Manchette in the folder, as a person types it."""
        self.patch.chdir(self.folder)
        name, *rest = words
        return CliRunner().invoke(ALL[name], [*rest, "--index", "index"])


def plain(result: Result) -> str:
    return result.output.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of an engine's bench as it was made, where it was made: a test changes it."""

    @cache
    def made(engine: str) -> Path:
        folder = tmp_path_factory.mktemp(engine) / "bench"
        pages, root = write_pages(folder / "pages", range(ARTICLES)), folder / "index"
        for path in pages.iterdir():
            os.utime(path, ns=(10**18, 10**18))
        reindex([pages], root, engine, lambda *_: None)
        (pages / "00000.txt").write_text(page(0, body="Un phare."))
        reindex([pages], root, engine, lambda *_: None)
        copied(folder, folder.with_name("as it was"))
        return folder

    def again(engine: str) -> Path:
        folder = made(engine)
        shutil.rmtree(folder)
        return copied(folder.with_name("as it was"), folder)

    return again


def copied(folder: Path, place: Path) -> Path:
    """A copy, dates and hard links included: generations share files."""
    subprocess.run(["/bin/cp", "-a", folder, place], check=True)
    return place


@pytest.fixture
def bench(engine: str, folders: Callable[[str], Path], monkeypatch: Patch) -> Bench:
    return Bench(folders(engine), engine, monkeypatch)


def flip(path: Path, at: float = 0.5) -> None:
    """Turn a bit of a file, its name aside: generations share files."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 1
    path.write_bytes(data)


def sealed(bench: Bench, name: str, change: Callable[[Path], object]) -> None:
    """Change a file of what serves as if it had been written so."""
    path = next(bench.place.glob(name))
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole)
    change(path)
    checksums.seal(bench.place, None)


def nothing(bench: Bench) -> None:
    shutil.rmtree(bench.root)


def lost_pointer(bench: Bench) -> None:
    (bench.root / pointer.NAME).unlink()


def torn_pointer(bench: Bench) -> None:
    (bench.root / pointer.NAME).write_text('{"generation": "2')


def torn_run(bench: Bench) -> None:
    (bench.root / last_run.NAME).write_text('{"ended": "2')


def no_known_run(bench: Bench) -> None:
    (bench.root / last_run.NAME).unlink()


def pointer_to_nothing(bench: Bench) -> None:
    flip(bench.root / pointer.NAME, 0.3)


def former_format(bench: Bench) -> None:
    former.downgrade(bench.root)


def no_manifest(bench: Bench) -> None:
    (bench.place / store.MANIFEST).unlink()


def torn_manifest(bench: Bench) -> None:
    sealed(bench, store.MANIFEST, lambda path: path.write_text("{"))


def no_seal(bench: Bench) -> None:
    (bench.place / checksums.NAME).unlink()


def flipped_seal(bench: Bench) -> None:
    path = bench.place / checksums.NAME
    path.write_text(path.read_text().replace('"digest": "', '"digest": "0'))


def flipped_manifest(bench: Bench) -> None:
    flip(bench.place / store.MANIFEST)


def flipped_records(bench: Bench) -> None:
    flip(bench.place / source_records.NAME)


def flipped_root(bench: Bench) -> None:
    path = bench.place / source_records.NAME
    path.write_bytes(path.read_bytes().replace(b"/pages", b"/qages"))


def flipped_engine(bench: Bench) -> None:
    files = [path for path in bench.place.rglob("*") if path.suffix not in (".json", ".sqlite")]
    flip(max(files, key=lambda path: path.stat().st_size * path.is_file()))


def torn_records(bench: Bench) -> None:
    sealed(bench, source_records.NAME, lambda path: path.write_bytes(b"\xff" * 5000))


def torn_table(bench: Bench) -> None:
    """A page of the records that only who looks for files reads."""

    def tear(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            query = "SELECT rootpage FROM sqlite_master WHERE name = 'files'"
            (rank,) = database.execute(query).fetchone()
            (size,) = database.execute("PRAGMA page_size").fetchone()
        with path.open("r+b") as file:
            file.seek((rank - 1) * size)
            file.write(b"\xff" * size)

    sealed(bench, source_records.NAME, tear)


def torn_lists(bench: Bench) -> None:
    name = {"whoosh": "_MAIN_*.toc", "tantivy": "meta.json"}[bench.engine]
    sealed(bench, name, lambda path: path.write_bytes(b"\xff" * 100))


def other_schema(bench: Bench) -> None:
    for path in bench.place.iterdir():
        if path.name not in (store.MANIFEST, source_records.NAME):
            path.unlink()
    schema = tantivy.SchemaBuilder().add_text_field("other").build()
    tantivy.Index(schema, str(bench.place))
    checksums.seal(bench.place, None)


def more_recorded(bench: Bench) -> None:
    """An article that the engine does not hold, and a page that changed."""

    def add(path: Path) -> None:
        with closing(sqlite3.connect(path)) as database:
            database.execute(
                "INSERT INTO captures"
                " (file, rank, article, has_body, modified, whole, captured, content, day, kept,"
                " indexed)"
                " VALUES (1, 9, 'feedfeedfeedfeed', 1, 0, 1, 0, x'00', 0, 0, 1)"
            )
            database.commit()

    sealed(bench, source_records.NAME, add)
    (bench.pages / "00003.txt").write_text(page(3, body="Une dune."))


def no_links(bench: Bench) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    bench.patch.setattr(os, "link", refused)
    (bench.pages / "00003.txt").write_text(page(3, body="Une dune."))


def half_gone(bench: Bench) -> None:
    for number in range(ARTICLES // 2):
        (bench.pages / f"{number:05}.txt").unlink()


def empty_source(bench: Bench) -> None:
    """One of two SOURCEs is not mounted."""
    other = write_pages(bench.folder / "other", [50])
    bench.run("reindex", "pages", "other")
    (other / "00050.txt").unlink()


def as_it_is(bench: Bench) -> None:
    assert bench.root.exists()


def half_purged(bench: Bench) -> None:
    """As a purge leaves it that was killed once the article was remembered."""
    key = named(PURGED_URL)
    tombstones.add(bench.root, Tombstone(article_id=key, purged=datetime.now(UTC), reason=""))


def moved_source(bench: Bench) -> None:
    bench.pages.rename(bench.folder / "moved")


def saved(bench: Bench) -> None:
    assert bench.run("backup", "saved").exit_code == DONE


def damaged_backup(bench: Bench) -> None:
    saved(bench)
    (bench.folder / "saved" / backup_files.NAME).write_text("{")
    nothing(bench)


def backup_of_another_format(bench: Bench) -> None:
    saved(bench)
    folder = bench.folder / "saved"
    backup_files.write(folder, replace(backup_files.read(folder), format=5))
    nothing(bench)


def backup_of_another_engine(bench: Bench) -> None:
    saved(bench)
    other = next(one for one in LOCAL if one != bench.engine)
    (bench.folder / "manchette.toml").write_text(f'engine = "{other}"')
    nothing(bench)


def unseen_change(bench: Bench) -> None:
    path = bench.pages / "00005.txt"
    path.write_text(path.read_text().replace("mer", "rue"))
    os.utime(path, ns=(10**18, 10**18))


def large(bench: Bench) -> None:
    bench.patch.setattr(reindexing, "LARGE", ARTICLES - 1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A message, the state it is told in, by which command, the remedy, and what is left.

    The message is a pattern of what is told, and of the text in the program.
    """

    message: str
    state: Callable[[Bench], None]
    told: tuple[str, ...] = ("check",)
    remedy: tuple[str, ...] = ("reindex", "--full")
    articles: int = ARTICLES
    engines: tuple[str, ...] = tuple(LOCAL)
    engine_after: str = ""
    # the index is there, and the backup still what it is
    is_told_after: bool = False


PLAIN = ("reindex",)
ROWS = (
    Row(
        message=r"aucun index publié dans .* : lancer « reindex SOURCES »",
        state=nothing,
        told=("search", "mer"),
        remedy=("reindex", "pages", "--engine", "ENGINE"),
    ),
    Row(message=r"current.json : manque\n.*« reindex --full »", state=lost_pointer),
    Row(
        message=r"est abîmé ou vient d’une autre version : lancer « reindex »",
        state=torn_pointer,
        told=("status",),
        remedy=PLAIN,
    ),
    Row(
        message=r"last_run.json est abîmé ou vient d’une autre version : lancer « reindex »",
        state=torn_run,
        told=("status",),
        remedy=PLAIN,
    ),
    Row(
        message=r"vérifier ce qui devait le lancer, puis lancer « reindex »",
        state=no_known_run,
        told=("status", "--max-age", "26h"),
        remedy=PLAIN,
    ),
    Row(
        message=r"la génération .* de l’index est illisible \(.*\) : lancer « reindex »",
        state=pointer_to_nothing,
        told=("status",),
        remedy=PLAIN,
    ),
    Row(
        message=r"l’index a été construit par une autre version : lancer « reindex »",
        state=former_format,
        told=("status",),
        remedy=PLAIN,
    ),
    Row(message=r"1 défaut : lancer « reindex --full »", state=former_format),
    Row(
        message=r"la génération .* de l’index est illisible \(.*\) : lancer « reindex »",
        state=no_manifest,
        told=("status",),
        remedy=PLAIN,
    ),
    Row(
        message=r"le manifeste de l’index est illisible : lancer « reindex »",
        state=torn_manifest,
        told=("status",),
        remedy=PLAIN,
    ),
    Row(
        message=r"n’est pas entière ou vient d’une autre version : lancer « reindex »",
        state=no_seal,
        remedy=PLAIN,
    ),
    Row(message=r"le sceau .* est abîmé : lancer « reindex --full »", state=flipped_seal),
    *(
        Row(message=r"défaut.* : lancer « reindex --full »", state=state)
        for state in (flipped_manifest, flipped_records, flipped_root, flipped_engine)
    ),
    Row(
        message=r"le registre de l’index .* est illisible \(.*\) : lancer « reindex --full »",
        state=torn_records,
        told=("rejected",),
    ),
    Row(
        message=r"le registre de l’index est abîmé \(.*\) : lancer « reindex --full »",
        state=torn_table,
        told=("reindex",),
    ),
    Row(
        message=r"l’index .* est illisible \(.*\) : lancer « reindex »",
        state=torn_lists,
        remedy=PLAIN,
    ),
    Row(
        message=r"l’index .* est celui d’une autre version : lancer « reindex »",
        state=other_schema,
        remedy=PLAIN,
        engines=("tantivy",),
    ),
    Row(
        message=r"l’index (compte|garde|ne retrouve).* : relancer avec « --full »",
        state=more_recorded,
        told=("reindex",),
    ),
    Row(
        message=r"refuse les liens physiques \(.*\) : lancer « reindex --full »",
        state=no_links,
        told=("reindex",),
    ),
    Row(
        message=r"vérifier les sources, ou relancer avec « --allow-shrink » si c’est voulu",
        state=half_gone,
        told=("reindex",),
        remedy=("reindex", "--allow-shrink"),
        articles=ARTICLES // 2,
    ),
    Row(
        message=r"vérifier qu’elle est montée et entière, ou relancer avec « --allow-shrink »",
        state=empty_source,
        told=("reindex",),
        remedy=("reindex", "--allow-shrink"),
    ),
    Row(
        message=r"a été purgé et est encore là : relancer « purge »",
        state=half_purged,
        remedy=("purge",),
        articles=ARTICLES - 1,
    ),
    Row(
        message=r"une purge n’est pas finie : relancer « purge », ou lancer « reindex »",
        state=half_purged,
        remedy=PLAIN,
        articles=ARTICLES - 1,
    ),
    Row(
        message=r", dont .* à finir d’ôter : relancer « purge »",
        state=half_purged,
        told=("status",),
        remedy=("purge",),
        articles=ARTICLES - 1,
    ),
    Row(
        message=r"contient un article purgé : relancer « purge »",
        state=half_purged,
        told=("rollback",),
        remedy=("purge",),
        articles=ARTICLES - 1,
    ),
    Row(
        message=r"rien n’est purgé : relancer avec « --yes »",
        state=as_it_is,
        told=("purge", PURGED_URL),
        remedy=("purge", PURGED_URL, "--yes"),
        articles=ARTICLES - 1,
    ),
    Row(
        message=r"Vérifier l’adresse, ou ajouter « --even-if-absent »",
        state=as_it_is,
        told=("purge", UNKNOWN_URL, "--yes"),
        remedy=("purge", UNKNOWN_URL, "--yes", "--even-if-absent"),
    ),
    Row(
        message=r"n’est plus tel qu’il a été lu.*\n.*« reindex --verify-sources »",
        state=unseen_change,
        remedy=("reindex", "--verify-sources"),
    ),
    Row(
        message=r"nommer son nouveau dossier : « reindex DOSSIER »",
        state=moved_source,
        told=("reindex",),
        remedy=("reindex", "moved"),
    ),
    Row(
        message=r"est abîmée \(.*\) : en restaurer une autre, ou reconstruire .* « reindex",
        state=damaged_backup,
        told=("restore", "saved"),
        remedy=("reindex", "pages", "--engine", "ENGINE"),
        is_told_after=True,
    ),
    Row(
        message=r"la restaurer avec Manchette .*, ou reconstruire l’index par « reindex SOURCES »",
        state=backup_of_another_format,
        told=("restore", "saved"),
        remedy=("reindex", "pages", "--engine", "ENGINE"),
        is_told_after=True,
    ),
    Row(
        message=r"changer le réglage engine, ou reconstruire l’index par « reindex SOURCES »",
        state=backup_of_another_engine,
        told=("restore", "saved"),
        remedy=("reindex", "pages", "--engine", "ENGINE"),
        is_told_after=True,
    ),
    Row(
        message=r"le fichier .* : lancer « reindex --full »",
        state=flipped_engine,
        told=("backup", "saved"),
    ),
    Row(
        message=r"« reindex --engine tantivy » y passe",
        state=large,
        told=("reindex", "--full"),
        remedy=("reindex", "--engine", "tantivy"),
        engines=("whoosh",),
        engine_after="tantivy",
    ),
)
CASES = [
    pytest.param(row, engine, id=f"{row.state.__name__}-{row.told[0]}-{engine}")
    for row in ROWS
    for engine in row.engines
]


@pytest.mark.parametrize(("row", "engine"), CASES)
def test_the_remedy_ends_the_state(row: Row, engine: str, bench: Bench) -> None:
    row.state(bench)
    assert re.search(row.message, plain(bench.run(*row.told)))
    remedy = [word.replace("ENGINE", engine) for word in row.remedy]
    mended = bench.run(*remedy)
    assert mended.exit_code == DONE, mended.output
    assert bool(re.search(row.message, plain(bench.run(*row.told)))) == row.is_told_after
    check = bench.run("check")
    assert check.exit_code == DONE, check.output
    manifest = store.current(bench.root)
    assert (manifest.articles, manifest.engine) == (row.articles, row.engine_after or engine)


UNREADABLE = (
    *(lost_pointer, torn_pointer, pointer_to_nothing, former_format, no_manifest, torn_manifest),
    *(no_seal, flipped_seal, flipped_manifest, flipped_records, flipped_root, flipped_engine),
    *(torn_records, torn_lists),
)


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize("state", UNREADABLE)
def test_what_can_be_read_still_gives_sources_and_guards(
    state: Callable[[Bench], None], bench: Bench
) -> None:
    state(bench)
    away = bench.folder / "away"
    bench.pages.rename(away)
    write_pages(bench.pages, [1])
    for words in (("reindex",), ("reindex", "--full")):
        refused = bench.run(*words)
        assert refused.exit_code == 1
        assert f"1 article au lieu de {ARTICLES}" in plain(refused)
    shutil.rmtree(bench.pages)
    away.rename(bench.pages)
    assert bench.run("reindex").exit_code == DONE
    manifest = store.current(bench.root)
    assert (manifest.articles, manifest.engine) == (ARTICLES, bench.engine)


@pytest.mark.parametrize("engine", LOCAL)
@pytest.mark.parametrize("saved", [True, False])
def test_a_damaged_list_of_purges_is_restored_or_made_again(saved: bool, bench: Bench) -> None:  # noqa: FBT001
    bench.run("purge", PURGED_URL, "--yes")
    path = bench.root / tombstones.NAME
    whole = path.read_text()
    path.write_text("{")
    told = plain(bench.run("reindex"))
    assert "la reprendre d’une sauvegarde, ou la supprimer et relancer « purge --even" in told
    assert bench.run("check").exit_code != DONE
    if saved:
        path.write_text(whole)
    else:
        path.unlink()
        again = bench.run("purge", PURGED_URL, "--even-if-absent", "--yes")
        assert again.exit_code == DONE
    assert bench.run("reindex").exit_code == DONE
    assert bench.run("check").exit_code == DONE
    assert store.current(bench.root).articles == ARTICLES - 1


@pytest.mark.parametrize("engine", ["whoosh"])
@pytest.mark.parametrize("state", [nothing, no_seal, former_format])
def test_a_page_without_an_index_says_what_makes_one(
    state: Callable[[Bench], None], bench: Bench
) -> None:
    bench.patch.setattr("indexer.serving.published_index.RETRY_SECONDS", 0)
    state(bench)
    for name in pointer.read(bench.root).previous if bench.root.exists() else ():
        (store.place(bench.root, name) / checksums.NAME).unlink()
    client = create_app(Settings(index=bench.root, trusted_hosts=("localhost",))).test_client()
    assert "lancer « reindex SOURCES »" in client.get("/").text.replace("\u00a0", " ")
    bench.run("reindex", "pages")
    assert client.get("/").status_code == HTTPStatus.OK


@pytest.mark.parametrize("engine", ["whoosh"])
@pytest.mark.parametrize("words", [(), ("--undo", UNKNOWN_URL)])
def test_what_is_purged_is_listed_where_a_command_says_so(
    words: tuple[str, ...], bench: Bench
) -> None:
    bench.run("purge", PURGED_URL, "--yes")
    assert "« purge --list »" in plain(bench.run("purge", *words))
    assert named(PURGED_URL) in bench.run("purge", "--list").output


@pytest.mark.parametrize("engine", LOCAL)
def test_a_file_that_was_emptied_is_taken_as_it_is_by_the_steps_told(bench: Bench) -> None:
    path, told = bench.pages / "00005.txt", "l’ôter, lancer « reindex », le remettre"
    path.write_text("")
    assert told in plain(bench.run("reindex"))
    path.rename(bench.folder / "aside")
    assert bench.run("reindex").exit_code == DONE
    (bench.folder / "aside").rename(path)
    assert told not in plain(bench.run("reindex"))
    assert store.current(bench.root).articles == ARTICLES - 1


@pytest.mark.parametrize("engine", ["whoosh"])
def test_who_waits_for_the_lock_as_told_gets_it(bench: Bench) -> None:
    with ExitStack() as holding:
        holding.enter_context(lock(bench.root))
        assert "relancer avec « --wait 10min »" in plain(bench.run("reindex"))
        Timer(0.5, holding.close).start()
        assert bench.run("reindex", "--wait", "10min").exit_code == DONE


@pytest.mark.parametrize("engine", ["whoosh"])
def test_what_is_built_again_is_read_without_a_choice_of_formats(bench: Bench) -> None:
    told = bench.run("reindex", "--full", "--only", "pagedump")
    assert (told.exit_code, "lancer « reindex » sans --only" in plain(told)) == (2, True)
    assert bench.run("reindex", "--full").exit_code == DONE


@pytest.mark.parametrize("engine", ["whoosh"])
def test_sources_are_named_or_set(bench: Bench) -> None:
    nothing(bench)
    told = bench.run("reindex")
    assert (told.exit_code, "manchette.toml (sources)" in plain(told)) == (2, True)
    (bench.folder / "manchette.toml").write_text('sources = ["pages"]')
    assert bench.run("reindex").exit_code == DONE
    assert bench.run("check").exit_code == DONE


def test_the_packages_that_an_engine_asks_for_are_those_of_its_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pinned = (ROOT / "constraints.txt").read_text()
    for name in set(ENGINES) - {"whoosh"}:
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, ENGINES[name].imported, None)
            for module in [one for one in sys.modules if one.startswith(ENGINES[name].module)]:
                patch.delitem(sys.modules, module)
            engines.load.cache_clear()
            with pytest.raises(
                UsageError, match=rf"pip install -c constraints.txt -e '.\[{name}\]'"
            ):
                engines.load(name)
        engines.load.cache_clear()
        (asked,) = project["optional-dependencies"][name]
        assert asked.startswith(f"{ENGINES[name].package}==")
        assert f"{ENGINES[name].package}==" in pinned


def remedies() -> Iterator[str]:
    """The texts of the program that name a command or an option, values left out."""
    named = re.compile(r"« (reindex|purge|--|\.venv)")
    for package in ("indexer", "webapp"):
        for path in (ROOT / package).rglob("*.py"):
            nodes = list(ast.walk(ast.parse(path.read_text())))
            pieces = {
                id(piece)
                for node in nodes
                if isinstance(node, ast.JoinedStr)
                for piece in node.values
            }
            for node in nodes:
                if id(node) not in pieces and named.search(text := written(node)):
                    yield text


def written(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=pieces):
            return "".join(written(piece) or "…" for piece in pieces)
    return ""


def test_every_remedy_that_the_program_names_is_carried_out_here() -> None:
    found = set(remedies())
    assert len(found) > 15
    patterns = [row.message for row in ROWS]
    lone = {text for text in found if not any(part in text for part in (*ELSEWHERE, *BELOW))}
    assert [
        text for text in lone if not any(re.search(one, text) or text in one for one in patterns)
    ] == []
