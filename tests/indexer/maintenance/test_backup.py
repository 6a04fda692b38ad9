"""Is an index that was saved put back as it was, and what of today stays?"""

import json
import os
import pwd
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from click.testing import CliRunner, Result
from support import former
from support.every_engine import LOCAL
from support.pages import answers, leftovers, write_pages
from support.wire import ask

from indexer.cli import backup_commands, keys
from indexer.cli.maintenance import COMMANDS
from indexer.config import origins
from indexer.generations import checksums, pointer, store, tombstones
from indexer.generations.locks import lock
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.maintenance import backup_files, purge
from indexer.maintenance.check import flaws
from indexer.maintenance.purge_targets import named
from indexer.maintenance.restore import restore

DONE, FAILED, USAGE = 0, 1, 2
URL = "https://journal.example/titre-1000003.html"
ALL = {one.name: one for one in (*backup_commands.COMMANDS, *COMMANDS, keys.key)}


def plain(result: Result) -> str:
    return result.output.replace("\u00a0", " ").replace("\u202f", " ")


@dataclass
class Desk:
    """A folder with pages, an index of two generations and room for backups."""

    folder: Path
    engine: str

    @property
    def root(self) -> Path:
        return self.folder / "index"

    @property
    def saved(self) -> Path:
        return self.folder / "sauvegarde"

    def run(self, *words: str | Path, code: int = DONE) -> str:
        name, *rest = map(str, words)
        ended = CliRunner().invoke(ALL[name], rest)
        assert ended.exit_code == code, ended.output
        assert "Traceback" not in ended.output
        return plain(ended)

    def build(self, *numbers: int) -> None:
        """Have the index hold some pages more, and be another generation."""
        pages = write_pages(self.folder / "pages", numbers)
        options = Options(workers=1, allow_shrink=True)
        reindex([pages], self.root, self.engine, lambda *_: None, options)

    def snapshot(self) -> Path:
        return self.saved / backup_files.read(self.saved).snapshot


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An index of each engine, made once."""
    found = {}
    for engine in LOCAL:
        desk = Desk(tmp_path_factory.mktemp(engine), engine)
        desk.build(*range(6))
        desk.build(6)
        found[engine] = desk.folder
    return found


@pytest.fixture(params=LOCAL)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(
    engine: str, templates: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    folder = tmp_path / "bureau"
    copy_with_links(templates[engine], folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv(origins.CONFIG, raising=False)
    return Desk(folder, engine)


def copy_with_links(source: Path, target: Path) -> None:
    """As `cp -a`: what is one file with two names stays so."""
    seen: dict[int, Path] = {}

    def copy(one: str, other: str) -> None:
        first = seen.setdefault(Path(one).stat().st_ino, Path(other))
        if first == Path(other):
            shutil.copy2(one, other)
        else:
            os.link(first, other)

    shutil.copytree(source, target, copy_function=copy)


def shape(folder: Path) -> dict[str, object]:
    """What stands in a folder: contents, and which files are one."""
    inodes: dict[int, str] = {}
    found: dict[str, object] = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        first = inodes.setdefault(path.stat().st_ino, name)
        found[name] = path.read_bytes() if first == name else first
    return found


def generations(root: Path) -> dict[str, object]:
    return shape(root / "generations")


def test_what_was_saved_is_put_back_to_the_byte_with_its_links(desk: Desk) -> None:
    before, found = generations(desk.root), answers(desk.root)
    journal = shape(desk.root / "journal")
    told = desk.run("backup", desk.saved)
    assert "7 articles en 2 générations" in told
    assert generations(desk.snapshot() / "index") == before
    shutil.rmtree(desk.root)
    told = desk.run("restore", desk.saved)
    assert "7 articles" in told
    assert generations(desk.root) == before
    assert shape(desk.root / "journal") == journal
    assert answers(desk.root) == found
    assert not list(flaws(desk.root))
    assert leftovers(desk.root) == []
    assert {path.stat().st_mode & 0o077 for path in desk.root.rglob("*")} <= {0}
    desk.build(7)
    assert store.current(desk.root).articles == 8


@pytest.mark.slow
def test_an_older_index_takes_the_place_of_a_newer_one_and_the_journal_tells_it(
    desk: Desk,
) -> None:
    before, found = generations(desk.root), answers(desk.root)
    desk.run("backup", desk.saved)
    step = pointer.read(desk.root).step
    desk.build(7, 8, 9)
    desk.run("restore", desk.saved)
    assert generations(desk.root) == before
    assert answers(desk.root) == found
    assert pointer.read(desk.root).step == step + 2
    (entry,) = (desk.root / "journal").glob(f"{step + 2}.*")
    assert [row[0] for row in entry.read_text().splitlines()] == ["-", "-", "-"]
    assert not list(flaws(desk.root))


@pytest.mark.slow
def test_what_was_purged_since_stays_out_of_the_index_and_its_files(desk: Desk) -> None:
    desk.run("purge", "https://journal.example/titre-1000001.html", "--yes")
    desk.run("backup", desk.saved)
    desk.run("purge", URL, "--yes")
    told = desk.run("restore", desk.saved)
    assert "1 article purgé depuis, toujours hors de l’index" in told
    assert store.current(desk.root).articles == 5
    assert len(tombstones.read(desk.root)) == 2
    assert not purge.unfinished(desk.root)
    assert "Page 3" not in str(answers(desk.root))
    # on a new machine what was purged before the backup is still known
    shutil.rmtree(desk.root)
    desk.run("restore", desk.saved)
    assert list(tombstones.read(desk.root)) == [named("https://journal.example/titre-1000001.html")]
    # the next backup forgets the text of what was purged since
    desk.run("purge", URL, "--yes")
    desk.run("backup", desk.saved)
    texts = [path.read_bytes() for path in desk.saved.rglob("*") if path.is_file()]
    assert not any(b"titre-1000003" in text for text in texts)


@pytest.mark.slow
def test_a_damaged_list_of_purges_keeps_what_is_legible(desk: Desk) -> None:
    desk.run("backup", desk.saved)
    desk.run("purge", URL, "--yes")
    path = desk.root / tombstones.NAME
    path.write_text(path.read_text()[:-3])
    assert "est abîmée" in desk.run("backup", desk.saved, code=FAILED)
    desk.run("restore", desk.saved)
    assert named(URL) in tombstones.read(desk.root)
    assert store.current(desk.root).articles == 6
    assert not list(flaws(desk.root))


def test_a_damaged_index_is_not_saved_and_is_mended_by_the_backup(desk: Desk) -> None:
    before, found = generations(desk.root), answers(desk.root)
    desk.run("backup", desk.saved)
    whole = shape(desk.saved)
    place = store.place(desk.root, pointer.read(desk.root).serving)
    largest = max(place.rglob("*.*"), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
    (place / checksums.NAME).unlink()
    assert list(flaws(desk.root))
    assert "lancer « reindex" in desk.run("backup", desk.saved, code=FAILED)
    assert shape(desk.saved) == whole
    desk.run("restore", desk.saved)
    assert generations(desk.root) == before
    assert answers(desk.root) == found
    assert not list(flaws(desk.root))


@pytest.mark.slow
def test_a_second_backup_copies_what_changed_and_no_damage_on(desk: Desk) -> None:
    desk.run("backup", desk.saved)
    first = desk.snapshot()
    inodes = {path.stat().st_ino for path in first.rglob("*") if path.stat().st_size}
    biggest = max(
        first.glob("index/generations/*/*"), key=lambda path: path.stat().st_size * path.is_file()
    )
    biggest.write_bytes(bytes(biggest.stat().st_size))
    # another program deleted one
    next(first.glob("index/generations/*/records.sqlite")).unlink()
    desk.build(7)
    desk.run("backup", desk.saved)
    second = desk.snapshot()
    assert [path.name for path in backup_files.snapshots(desk.saved)] == [second.name]
    assert inodes & {path.stat().st_ino for path in second.rglob("*")}
    assert generations(second / "index") == generations(desk.root)
    desk.run("restore", desk.saved)
    assert not list(flaws(desk.root))


def test_settings_and_keys_that_are_lacking_come_back_and_others_stay(desk: Desk) -> None:
    (desk.folder / "manchette.toml").write_text('index = "index"\n')
    (desk.folder / "equivalences.txt").write_text("RN, Rassemblement national\n")
    desk.run("key", "add", "un")
    desk.run("backup", desk.saved)
    desk.run("key", "add", "deux")
    desk.run("key", "revoke", "un")
    (desk.folder / "equivalences.txt").write_text("LR, Les Républicains\n")
    told = desk.run("restore", desk.saved)
    assert "equivalences.txt reste ce qu’il est ; celui de la sauvegarde : " in told
    saved = re.search(r"celui de la sauvegarde : (.*)", told)
    assert saved
    assert "RN" in (desk.folder / saved[1]).read_text()
    assert "manchette.toml" not in told
    assert "les clés d’aujourd’hui restent" in told
    assert "deux" in desk.run("key", "list")
    assert "LR" in (desk.folder / "equivalences.txt").read_text()
    for name in ("manchette.toml", "equivalences.txt", "index/keys.json"):
        (desk.folder / name).unlink()
    told = desk.run("restore", desk.saved)
    assert "manchette.toml manquait : remis" in told
    assert "RN" in (desk.folder / "equivalences.txt").read_text()
    assert (desk.folder / "equivalences.txt").stat().st_mode & 0o077 == 0
    assert "un, sans fin" in desk.run("key", "list")


@pytest.mark.slow
def test_on_a_new_machine_the_settings_say_where_the_index_goes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (desk.folder / "manchette.toml").write_text('index = "ailleurs"\n')
    desk.root.rename(desk.folder / "ailleurs")
    desk.run("backup", desk.saved)
    new = tmp_path / "neuf"
    new.mkdir()
    monkeypatch.chdir(new)
    desk.run("restore", desk.saved)
    assert store.current(new / "ailleurs").articles == 7
    assert not (new / "index").exists()


def nothing(desk: Desk) -> None:
    shutil.rmtree(desk.saved)


def killed(desk: Desk) -> None:
    (desk.saved / backup_files.NAME).unlink()


def cut_list(desk: Desk) -> None:
    path = desk.saved / backup_files.NAME
    path.write_text(path.read_text()[:-20])


def edited_list(desk: Desk) -> None:
    path = desk.saved / backup_files.NAME
    path.write_text(path.read_text().replace('"engine": "', '"engine": "x'))


def other_layout(desk: Desk) -> None:
    path = desk.saved / backup_files.NAME
    path.write_text(path.read_text().replace('"layout": 1', '"layout": 2'))


def damaged_file(desk: Desk) -> None:
    path = next(desk.snapshot().glob("index/generations/*/records.sqlite"))
    path.write_bytes(bytes(path.stat().st_size))


def missing_file(desk: Desk) -> None:
    next(desk.snapshot().glob("index/generations/*/manifest.json")).unlink()


def name_outside(desk: Desk) -> None:
    found = backup_files.read(desk.saved)
    others = {f"index/generations/../../../{one}": found.files[one] for one in found.files}
    backup_files.write(desk.saved, replace(found, files={**found.files, **others}))


def snapshot_outside(desk: Desk) -> None:
    found = backup_files.read(desk.saved)
    backup_files.write(desk.saved, replace(found, snapshot="../pages"))


@pytest.mark.parametrize("engine", ["whoosh"])
@pytest.mark.parametrize(
    ("state", "told"),
    [
        (nothing, "pas de sauvegarde entière dans"),
        (killed, "pas de sauvegarde entière dans"),
        (cut_list, "est abîmée (backup.json) : en restaurer une autre"),
        pytest.param(edited_list, "est abîmée (backup.json)", marks=pytest.mark.slow),
        pytest.param(other_layout, "la restaurer avec cette version", marks=pytest.mark.slow),
        (damaged_file, "est abîmée (index/generations/"),
        (missing_file, "est abîmée (index/generations/"),
        pytest.param(name_outside, "est abîmée (backup.json)", marks=pytest.mark.slow),
        pytest.param(snapshot_outside, "est abîmée (backup.json)", marks=pytest.mark.slow),
    ],
)
def test_what_is_no_whole_backup_changes_nothing(
    state: Callable[[Desk], None], told: str, desk: Desk
) -> None:
    desk.run("backup", desk.saved)
    shutil.rmtree(desk.root)
    desk.build(7)
    state(desk)
    (desk.root / "lock").write_text("")
    before = shape(desk.root)
    assert told in desk.run("restore", desk.saved, code=USAGE)
    (desk.root / "lock").write_text("")
    assert shape(desk.root) == before
    shutil.rmtree(desk.root)
    desk.run("restore", desk.saved, code=USAGE)
    assert not list(desk.root.rglob("*.*"))


@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_place_that_is_none_for_a_backup_is_refused(desk: Desk) -> None:
    source = Path(store.current(desk.root).sources[0])
    for place, told in (
        (desk.root / "sauvegarde", "sont l’un dans l’autre : choisir un dossier à part"),
        (desk.folder, "sont l’un dans l’autre : choisir un dossier à part"),
        (source / "sauvegarde", "est dans la source"),
        (desk.folder / "absent" / "sauvegarde", "monter le disque, ou créer ce dossier"),
    ):
        assert told in desk.run("backup", place, code=USAGE)
    full = desk.folder / "plein"
    full.mkdir()
    (full / "notes.txt").write_text("À garder.")
    assert "n’est pas vide (notes.txt)" in desk.run("backup", full, code=USAGE)
    (desk.folder / "fichier").write_text("")
    assert "n’est pas un dossier" in desk.run("backup", desk.folder / "fichier", code=USAGE)
    assert not (desk.root / "sauvegarde").exists()
    # by a link, and of a name that is none
    odd = desk.folder / "à «\udce9\n»"
    odd.mkdir()
    (desk.folder / "lien").symlink_to(odd)
    desk.run("backup", desk.folder / "lien")
    desk.run("restore", odd)
    other = desk.folder / "autre"
    shutil.copytree(desk.root, other)
    told = desk.run("backup", odd, "--index", other, code=USAGE)
    assert "est la sauvegarde d’un autre index" in told


@pytest.mark.parametrize("engine", ["whoosh"])
def test_generations_are_taken_for_no_backups(desk: Desk) -> None:
    """They are named alike: those of another index would be deleted."""
    other = desk.folder / "autre"
    shutil.copytree(desk.root / "generations", other)
    before = shape(other)
    assert "n’est pas vide" in desk.run("backup", other, code=USAGE)
    (other / "lock").unlink()
    assert shape(other) == before


def waits() -> bool:
    """Whether a thread waits for a lock."""
    frames = sys._current_frames().values()  # noqa: SLF001
    return lock.__wrapped__.__code__ in {one.f_code for one in frames}  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_restore_that_waited_for_a_backup_restores_that_one(desk: Desk) -> None:
    desk.run("backup", desk.saved)
    waiting = Thread(target=restore, args=(desk.root, desk.saved, "", timedelta(minutes=1)))
    with lock(desk.root):
        waiting.start()
        while not waits():
            sleep(0.01)
        # what a backup does at its end
        found, former_place = backup_files.read(desk.saved), desk.snapshot()
        place = backup_files.new_snapshot(desk.saved)
        former_place.rename(place)
        backup_files.write(desk.saved, replace(found, snapshot=place.name))
        (desk.root / pointer.NAME).unlink()
    waiting.join()
    assert not list(flaws(desk.root))


@pytest.mark.parametrize("engine", ["whoosh"])
def test_what_a_killed_backup_left_is_deleted_by_the_next_one(desk: Desk) -> None:
    desk.saved.mkdir()
    backup_files.new_snapshot(desk.saved).joinpath("index").mkdir()
    assert "pas de sauvegarde entière" in desk.run("restore", desk.saved, code=USAGE)
    desk.run("backup", desk.saved)
    assert len(backup_files.snapshots(desk.saved)) == 1
    backup_files.new_snapshot(desk.saved).joinpath("index").mkdir()
    desk.run("restore", desk.saved)
    desk.run("backup", desk.saved)
    assert len(backup_files.snapshots(desk.saved)) == 1


@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_backup_of_another_format_or_engine_says_what_to_do(desk: Desk) -> None:
    desk.run("backup", desk.saved)
    (desk.folder / "manchette.toml").write_text('engine = "tantivy"\n')
    told = desk.run("restore", desk.saved, code=USAGE)
    assert "est d’un index whoosh, et les réglages demandent tantivy" in told
    (desk.folder / "manchette.toml").unlink()
    found = backup_files.read(desk.saved)
    place = next(desk.snapshot().glob("index/generations/*"))
    assert json.loads((place / store.MANIFEST).read_text())["format"] == found.format
    former.downgrade(desk.root)
    told = desk.run("backup", desk.folder / "autre", code=FAILED)
    assert "construit par une autre version : lancer « reindex »" in told
    # the way back from another version: what it left is no hindrance
    desk.run("restore", desk.saved)
    assert not list(flaws(desk.root))
    backup_files.write(desk.saved, replace(found, format=5))
    told = desk.run("restore", desk.saved, code=USAGE)
    assert "au format 5, et cette version lit le format 6 : la restaurer avec Manchette" in told


@pytest.mark.parametrize("engine", ["whoosh"])
def test_who_writes_is_waited_for_and_named(desk: Desk) -> None:
    desk.run("backup", desk.saved)
    for held in (desk.root, desk.saved):
        with lock(held):
            told = desk.run("backup", desk.saved, code=FAILED)
            assert "un autre processus écrit dans " in told
            assert f"{held.name} (processus" in told
            told = desk.run("backup", desk.saved, "--wait", "1s", code=FAILED)
            assert "depuis plus de 1 seconde d’attente" in told
    with lock(desk.root):
        assert "attendre sa fin" in desk.run("restore", desk.saved, code=FAILED)


@pytest.mark.parametrize("engine", ["whoosh"])
def test_the_index_of_another_account_is_restored_under_that_account(desk: Desk) -> None:
    if os.geteuid():
        pytest.skip("seul root peut donner un dossier à un autre compte")
    desk.run("backup", desk.saved)
    os.chown(desk.root, pwd.getpwnam("nobody").pw_uid, -1)
    told = desk.run("restore", desk.saved, code=USAGE)
    assert "est celui du compte nobody : lancer cette commande sous ce compte" in told


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_disk_without_hard_links_holds_a_backup_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = generations(desk.root)
    desk.run("backup", desk.saved)
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refused)
        desk.run("backup", desk.saved)
    for may_link in (True, False):
        shutil.rmtree(desk.root)
        with monkeypatch.context() as patch:
            if not may_link:
                patch.setattr(os, "link", refused)
            desk.run("restore", desk.saved)
        assert not list(flaws(desk.root))
        assert not may_link or generations(desk.root) == before


def refused(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["whoosh"])
def test_a_server_goes_on_answering_and_then_gives_what_is_restored(
    desk: Desk, serving: Callable[[Path], AbstractContextManager[str]]
) -> None:
    desk.run("backup", desk.saved)
    desk.build(7, 8)
    desk.run("purge", URL, "--yes")
    with serving(desk.root) as address:
        totals: list[int] = []
        restoring = Thread(target=restore, args=(desk.root, desk.saved, ""))
        restoring.start()
        while restoring.is_alive() or len(totals) < 3:
            totals.append(ask(address, "/api/v1/search?q=").json()["total"])
        assert ask(address, "/api/v1/search?q=").json()["total"] == 6
    assert set(totals) <= {8, 6}
