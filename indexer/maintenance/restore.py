"""How does a backup become the index again, and what of today stays?

What was purged since stays out; keys and settings that there are stay, what is lacking is put back.
Each file is put into place whole, and the pointer is changed last: a restore that is killed leaves
what served, or the backup.
"""

import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from indexer import atomic_file, config, engines
from indexer.engines import ENGINES
from indexer.errors import UnreadableIndex, UsageError
from indexer.generations import checksums, journal, keys, pointer, store, tombstones
from indexer.generations.locks import NO_WAIT, lock
from indexer.generations.manifest import FORMAT, Manifest
from indexer.generations.pointer import Published
from indexer.maintenance import backup_files, purge
from indexer.maintenance.backup_files import Backup
from indexer.maintenance.saved_files import SavedFiles, in_index, is_as_saved

# Where files are copied before they are put into place
_BESIDE = ".restoring"
_GENERATIONS = "generations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What serves once a backup is restored; how many articles were purged since it was made.

    `keys_stayed` says that the keys of today are others, and were left.
    """

    manifest: Manifest
    purged: int
    keys_stayed: bool


def restore(root: Path, folder: Path, engine: str, wait: timedelta = NO_WAIT) -> Restored:
    """Have an index directory be what a backup holds; `engine` is that of the settings, or "".

    Every byte is compared with its checksum. UsageError for a backup that is none for this program
    or these settings, or that is damaged; Busy; UnreadableIndex or Unavailable where a cluster has
    not the rest; OSError where the disk refuses: then what served still serves.
    """
    _check(root, folder, backup_files.read(folder), engine)
    with lock(root, wait):
        # who held the lock may have been the next backup
        source = SavedFiles(folder, backup_files.read(folder))
        before = store.published(root)
        with _beside(root) as beside, _placed(root, source, beside, before) as after:
            _open(root, after)
            purged = _merge_tombstones(root, source, beside)
            _put_keys(root, source, beside)
            _publish(root, source, beside, (before, after))
        store.announce(root, purge.left(root))
        purge.finish(root)
        # the index serves; what cannot be deleted is by the next run
        with suppress(OSError):
            store.prune(root)
        known = source.saved.files.get(in_index(keys.NAME))
        return Restored(
            manifest=store.current(root),
            purged=purged,
            keys_stayed=not is_as_saved(root / keys.NAME, known)
            if known
            else bool(keys.read(root)),
        )


def _check(root: Path, folder: Path, saved: Backup, engine: str) -> None:
    """UsageError for a backup that this program, these settings or this account cannot restore."""
    if saved.format != FORMAT:
        raise UsageError(
            f"la sauvegarde {folder} est d’un index au format {saved.format}, et cette version lit "
            f"le format {FORMAT} : la restaurer avec Manchette {saved.program}, qui l’a faite, ou "
            "reconstruire l’index par « reindex SOURCES »"
        )
    if engine not in ("", saved.engine):
        raise UsageError(
            f"la sauvegarde {folder} est d’un index {saved.engine}, et les réglages demandent "
            f"{engine} : changer le réglage engine, ou reconstruire l’index par « reindex SOURCES »"
        )
    engines.load(saved.engine, config.of(root))
    # what root writes, the account that serves could not read
    if root.exists() and os.geteuid() == 0 != (owner := root.stat().st_uid):
        raise UsageError(
            f"l’index {root} est celui du compte {_account(owner)} : lancer cette commande sous ce "
            "compte, et qu’il puisse lire la sauvegarde"
        )


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


@contextmanager
def _beside(root: Path) -> Iterator[Path]:
    """A folder of the index directory for files to be put into place, for a block."""
    beside = root / _GENERATIONS / _BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        yield beside
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _placed(
    root: Path, source: SavedFiles, beside: Path, before: Published | None
) -> Iterator[Published]:
    """The generations of a backup in an index directory, deleted again where the block fails."""
    after = pointer.read(source.copied(pointer.NAME, beside))
    known = before.all if before else ()
    try:
        for name in after.all:
            _place(root, source, name, beside)
        yield after
    except BaseException:
        for name in set(after.all).difference(known):
            shutil.rmtree(store.place(root, name), ignore_errors=True)
        raise


def _place(root: Path, source: SavedFiles, generation: str, beside: Path) -> None:
    """Have a generation be as it was saved, each file whole, its seal last."""
    place = store.place(root, generation)
    names = source.names(f"{_GENERATIONS}/{generation}/")
    seal = in_index(f"{_GENERATIONS}/{generation}/{checksums.NAME}")
    for name in (*(one for one in names if one != seal), seal):
        if name == seal:
            for folder in (place, *(path for path in place.rglob("*") if path.is_dir())):
                atomic_file.flush(folder)
        source.put(name, root / Path(name).relative_to(backup_files.INDEX), beside / "file")
    atomic_file.flush(place)
    atomic_file.flush(place.parent)


def _open(root: Path, after: Published) -> None:
    """UnreadableIndex or Unavailable where what is to serve cannot be opened."""
    manifest = store.manifest(root, after.serving)
    try:
        store.searcher(root, manifest).close()
    except UnreadableIndex as error:
        if not ENGINES[manifest.engine].is_remote:
            raise
        raise UnreadableIndex(
            "le cluster n’a plus l’index de cette sauvegarde : le rétablir d’abord de son dépôt "
            "d’instantanés, puis relancer"
        ) from error


def _merge_tombstones(root: Path, source: SavedFiles, beside: Path) -> int:
    """Keep out what was purged, before the backup or since; how many articles since."""
    saved: dict[str, tombstones.Tombstone] = {}
    if in_index(tombstones.NAME) in source.saved.files:
        saved = tombstones.read(source.copied(tombstones.NAME, beside))
    if saved or (root / tombstones.NAME).exists():
        tombstones.merge(root, saved.values(), datetime.now(UTC))
    return len(tombstones.read(root).keys() - saved.keys())


def _put_keys(root: Path, source: SavedFiles, beside: Path) -> None:
    """Put back the keys where there are none: those of today may have been revoked since."""
    path = root / keys.NAME
    if in_index(keys.NAME) in source.saved.files and not path.exists():
        source.put(in_index(keys.NAME), path, beside / "file")


def _publish(
    root: Path, source: SavedFiles, beside: Path, published: tuple[Published | None, Published]
) -> None:
    """Change the pointer; the journal goes on, or is that of the backup where none is known."""
    before, after = published
    if before:
        store.serve(root, before, after)
        return
    folder = root / journal.FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in source.names(f"{journal.FOLDER}/"):
        source.put(name, folder / Path(name).name, beside / "file")
    atomic_file.flush(folder)
    pointer.write(root, after)
