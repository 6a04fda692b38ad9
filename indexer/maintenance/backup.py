"""How is an index saved, so that nothing but a whole backup is ever taken for one?

A snapshot is written beside the one before, and takes its place once all of it is on the disk. A
file that the snapshot before has too, sound, is a hard link to it: it is not copied again.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from indexer import atomic_file
from indexer.errors import UnreadableIndex, UsageError
from indexer.generations import checksums, journal, keys, pointer, salvage, store, tombstones
from indexer.generations.journal import JournalOfDirectory
from indexer.generations.locks import NO_WAIT, lock
from indexer.maintenance import backup_files
from indexer.maintenance.backup_files import Backup, Saved
from indexer.readers import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A backup that was made; numbers of files, `copied` of them, the others being links."""

    backup: Backup
    articles: int
    generations: int
    copied: int


def backup(
    root: Path, folder: Path, settings: Mapping[str, Path], wait: timedelta = NO_WAIT
) -> Done:
    """Save an index directory in a folder, with the files of settings that there are, by name.

    Every byte that is saved is compared with its checksum. UsageError for a folder that is no place
    for it, NoIndex, UnreadableIndex, Busy; OSError where the disk refuses: then the backup that was
    there is as it was.
    """
    pointer.read(root)
    # what is damaged must not take the place of what was saved whole
    tombstones.read(root)
    keys.read(root)
    folder = folder.resolve()
    _check(root, folder)
    with lock(root, wait), lock(folder, wait):
        before = _before(root, folder)
        for left in backup_files.snapshots(folder):
            if before is None or left.name != before.snapshot:
                shutil.rmtree(left)
        place = backup_files.new_snapshot(folder)
        try:
            done = _written(root, place, before, settings)
            backup_files.write(folder, done.backup)
        except BaseException:
            # the failure itself is what must be told; what stays is deleted by the next one
            with suppress(OSError):
                shutil.rmtree(place)
            raise
        if before:
            shutil.rmtree(folder / before.snapshot, ignore_errors=True)
    return done


def _check(root: Path, folder: Path) -> None:
    """UsageError unless a folder is a place for the backup of an index."""
    index = root.resolve()
    if folder.is_relative_to(index) or index.is_relative_to(folder):
        raise UsageError(
            f"{folder} et l’index {index} sont l’un dans l’autre : choisir un dossier à part"
        )
    for source in salvage.salvage(root).roots:
        if folder.is_relative_to(source):
            raise UsageError(
                f"{folder} est dans la source {shown(source)} : choisir un dossier à part"
            )
    if not folder.parent.is_dir():
        raise UsageError(
            f"{folder.parent} n’existe pas : monter le disque, ou créer ce dossier, puis relancer"
        )
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} n’est pas un dossier : en choisir un autre")


def _before(root: Path, folder: Path) -> Backup | None:
    """The backup that a folder holds, None for a folder without one; UsageError for any other."""
    if not (folder / backup_files.NAME).exists():
        if strangers := backup_files.strangers(folder):
            raise UsageError(
                f"{folder} n’est pas vide ({strangers[0]}) et n’est pas une sauvegarde : choisir "
                "un dossier vide, ou qui n’existe pas encore"
            )
        return None
    try:
        found = backup_files.read(folder)
    except UsageError as error:
        raise UsageError(
            f"{folder} tient une sauvegarde abîmée ou d’une autre version : choisir un dossier vide"
        ) from error
    if found.root != shown(root.resolve()):
        raise UsageError(
            f"{folder} est la sauvegarde d’un autre index ({found.root}) : choisir un dossier vide"
        )
    return found


def _written(root: Path, place: Path, before: Backup | None, settings: Mapping[str, Path]) -> Done:
    """Write a snapshot, and what is to be told of it."""
    manifest, published = store.current(root), pointer.read(root)
    index = place / backup_files.INDEX
    snapshot = _Snapshot(place, _known(place.parent, before))
    for name in published.all:
        generation = store.place(root, name)
        sealed = checksums.read(generation)
        for path in sorted(path for path in generation.rglob("*") if path.is_file()):
            within = path.relative_to(generation).as_posix()
            digest = sealed[within].digest if within in sealed else ""
            snapshot.save(path, store.place(index, name) / within, digest)
        for missing in sealed.keys() - {*snapshot.within(store.place(index, name))}:
            fault = checksums.Fault(missing, checksums.MISSING)
            raise UnreadableIndex(checksums.described(generation, fault))
    for entry in JournalOfDirectory(root, published.step).entries():
        within = f"{journal.FOLDER}/{entry.name}"
        snapshot.save(root / within, index / within, entry.digest)
    for name in (pointer.NAME, tombstones.NAME, keys.NAME):
        snapshot.save_if_there(root / name, index / name)
    for name, path in settings.items():
        snapshot.save_if_there(path, place / name)
    snapshot.flush()
    made = Backup(
        snapshot=place.name,
        made=datetime.now(UTC),
        program=version("manchette"),
        root=shown(root.resolve()),
        engine=manifest.engine,
        format=manifest.format,
        files=snapshot.files,
    )
    return Done(
        backup=made,
        articles=manifest.articles,
        generations=len(published.all),
        copied=snapshot.copied,
    )


def _known(folder: Path, before: Backup | None) -> dict[str, list[Path]]:
    """Where the files of each digest stand in the snapshot before, those of their own."""
    known: dict[str, list[Path]] = {}
    if before:
        for name, saved in before.files.items():
            if not saved.link:
                known.setdefault(saved.digest, []).append(folder / before.snapshot / name)
    return known


@dataclass(slots=True)
class _Snapshot:
    """A snapshot being written in `place`; `known` are files of the one before, by digest.

    `names` are those under which files were saved, by device and inode.
    """

    place: Path
    known: dict[str, list[Path]]
    names: dict[tuple[int, int], str] = field(default_factory=dict)
    files: dict[str, Saved] = field(default_factory=dict)
    copied: int = 0

    def save(self, path: Path, target: Path, digest: str = "") -> None:
        """Have a file in the snapshot; UnreadableIndex unless it has its digest, "" for any."""
        target.parent.mkdir(parents=True, exist_ok=True)
        status = path.stat()
        name = target.relative_to(self.place).as_posix()
        link = self.names.setdefault((status.st_dev, status.st_ino), name)
        if link == name:
            link = ""
            if not self._taken_over(digest, target):
                digest = self._copied(path, target, digest)
        else:
            digest = self.files[link].digest
            atomic_file.link(self.place / link, target)
        self.files[name] = Saved(status.st_size, digest, link)

    def _copied(self, path: Path, target: Path, digest: str) -> str:
        found = atomic_file.copy(path, target)
        if digest not in ("", found):
            raise UnreadableIndex(
                f"le fichier {path} {checksums.ALTERED} : lancer « reindex --full »"
            )
        self.copied += 1
        return found

    def _taken_over(self, digest: str, target: Path) -> bool:
        """Whether a file of the snapshot before, read through, is linked into this one."""
        if not self.known.get(digest):
            return False
        other = self.known[digest].pop()
        try:
            with other.open("rb") as file:
                if atomic_file.fingerprint(file) != digest:
                    return False
        except OSError:  # damaged, or deleted: the file is copied
            return False
        atomic_file.link(other, target)
        return True

    def save_if_there(self, path: Path, target: Path) -> None:
        """Have a file in the snapshot that the index, or the house, may not have."""
        if path.exists():
            self.save(path, target)

    def within(self, folder: Path) -> list[str]:
        """The names of what is saved in a folder."""
        start = folder.relative_to(self.place).as_posix() + "/"
        return [name.removeprefix(start) for name in self.files if name.startswith(start)]

    def flush(self) -> None:
        """Have the names on the disk, as the files are."""
        for folder in (path for path in self.place.rglob("*") if path.is_dir()):
            atomic_file.flush(folder)
        atomic_file.flush(self.place)
