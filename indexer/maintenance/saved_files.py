"""How is a file of a backup put back, as it was saved or not at all?"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer import atomic_file
from indexer.generations.locks import private
from indexer.maintenance import backup_files
from indexer.maintenance.backup_files import Backup, Saved


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFile:
    """A file of settings of a backup: its name, where it was put, or stays as it is otherwise."""

    name: str
    path: Path
    stayed: bool


@dataclass(frozen=True, slots=True)
class SavedFiles:
    """The files of a backup; `there` is where each was put or stands already, by its name."""

    folder: Path
    saved: Backup
    there: dict[str, Path] = field(default_factory=dict)

    def names(self, start: str) -> list[str]:
        """The names of the files of the index that begin so."""
        return [name for name in self.saved.files if name.startswith(in_index(start))]

    def copied(self, name: str, folder: Path) -> Path:
        """A folder that holds a copy of a file of the index."""
        self.put(in_index(name), folder / name, folder / "file")
        return folder

    def put(self, name: str, target: Path, beside: Path) -> None:
        """Have a file be as it was saved; UsageError for a damaged backup."""
        saved = self.saved.files[name]
        if not is_as_saved(target, saved):
            beside.unlink(missing_ok=True)
            if saved.link:
                atomic_file.link(self.there[saved.link], beside)
            elif self._copy(name, beside) != saved.digest:
                raise backup_files.damaged(self.folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.replace(target)
        self.there[name] = target

    def _copy(self, name: str, target: Path) -> str:
        source = self.folder / self.saved.snapshot / name
        if not source.is_file():
            raise backup_files.damaged(self.folder, name)
        return atomic_file.copy(source, target)


def settings(source: SavedFiles, places: Mapping[str, Path]) -> Iterator[SettingsFile]:
    """Put back the files of settings that are lacking; these, and those that are otherwise."""
    for name, path in places.items():
        known = source.saved.files.get(name)
        if known and not is_as_saved(path, known):
            stayed = path.exists()
            if not stayed:
                with private():
                    source.put(name, path, path.with_name(f"{path.name}.new"))
            yield SettingsFile(name=name, path=path, stayed=stayed)


def in_index(name: str) -> str:
    """The name in a backup of a file of the index."""
    return f"{backup_files.INDEX}/{name}"


def is_as_saved(path: Path, saved: Saved) -> bool:
    """Whether a file is as it was saved."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            return size == saved.size and atomic_file.fingerprint(file) == saved.digest
    except FileNotFoundError:
        return False
