"""Which generation of the index is current, and how does another take its place whole?

index/current.json            the name of the generation that serves
index/generations/<name>/     the engine's files and manifest.json, never changed once published
index/lock                    held by the one process that writes
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Self

from indexer.errors import Busy, NoIndex, UnreadableIndex

# Changes with the schema, the analysis chain or the manifest: another format asks for a reindex.
FORMAT = 4
KEPT = 3
DEFAULT_ENGINE = "whoosh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation holds; its presence in the directory says that the generation is whole."""

    generation: str
    engine: str
    created: datetime
    articles: int
    rejected: int
    first_day: date | None
    last_day: date | None
    sources: tuple[str, ...]
    format: int = FORMAT

    def dump(self) -> str:
        """The manifest as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, default=str)

    @classmethod
    def load(cls, text: str) -> Self:
        """The manifest that `dump` wrote; UnreadableIndex for another format or anything else."""
        try:
            values: dict[str, Any] = json.loads(text)
            if values["format"] != FORMAT:
                raise UnreadableIndex(
                    "l’index a été construit par une autre version : lancer « reindex »"
                )
            for name in ("first_day", "last_day"):
                values[name] = values[name] and date.fromisoformat(values[name])
            values["created"] = datetime.fromisoformat(values["created"])
            values["sources"] = tuple(values["sources"])
            return cls(**values)
        except (ValueError, TypeError, KeyError) as error:
            raise UnreadableIndex(
                "le manifeste de l’index est illisible : lancer « reindex »"
            ) from (error)


def place(root: Path, generation: str) -> Path:
    """The directory of a generation."""
    return root / "generations" / generation


def begin(root: Path) -> Path:
    """A directory for a generation that nobody serves yet; names sort by age."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S-%f}"
    path = place(root, name)
    path.mkdir(parents=True)
    return path


def current(root: Path) -> Manifest:
    """The manifest of the generation that serves; NoIndex or UnreadableIndex if there is none."""
    name = _serving(root)
    if not name:
        raise NoIndex(f"aucun index publié dans {root} : lancer « reindex »")
    try:
        return Manifest.load((place(root, name) / "manifest.json").read_text("utf-8"))
    except OSError as error:
        raise UnreadableIndex(
            f"la génération {name} de l’index est illisible ({error.strerror}) : lancer « reindex »"
        ) from error


def engine(root: Path) -> str:
    """The engine of the generation that serves, DEFAULT_ENGINE where there is none to read."""
    try:
        return current(root).engine
    except (NoIndex, UnreadableIndex):
        return DEFAULT_ENGINE


def publish(root: Path, manifest: Manifest) -> None:
    """Make a whole generation the current one; after a power cut it is the old or the new one."""
    path = place(root, manifest.generation)
    (path / "manifest.json").write_text(manifest.dump(), "utf-8")
    for file in path.rglob("*"):
        _fsync(file)
    _fsync(path)
    _fsync(path.parent)
    pointer = root / "current.json.new"
    pointer.write_text(json.dumps({"generation": manifest.generation}), "utf-8")
    _fsync(pointer)
    pointer.rename(root / "current.json")
    _fsync(root)


def abandon(root: Path, path: Path) -> None:
    """Delete a generation that failed, unless the failure came after it began to serve."""
    try:
        serves = _serving(root) == path.name
    except UnreadableIndex:
        serves = False
    if not serves:
        # what stays is deleted by the next run; the failure itself is what must be told
        shutil.rmtree(path, ignore_errors=True)


def prune(root: Path) -> None:
    """Delete what failed runs left and all but the last KEPT generations; needs the lock."""
    serving = _serving(root)
    whole = []
    for path in sorted((root / "generations").iterdir(), reverse=True):
        if (path / "manifest.json").exists() and path.name <= serving:
            whole.append(path)
        elif path.is_dir():
            shutil.rmtree(path)
    for path in whole[KEPT:]:
        shutil.rmtree(path)


def _serving(root: Path) -> str:
    """The name of the generation that serves, "" before the first; or UnreadableIndex."""
    try:
        return str(json.loads((root / "current.json").read_text("utf-8"))["generation"])
    except FileNotFoundError:
        return ""
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise UnreadableIndex(
            f"l’index de {root} est illisible ({error}) : lancer « reindex »"
        ) from error


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Hold the right to write; Busy at once when another process has it. Freed if we are killed."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip()
            raise Busy(
                f"un autre reindex écrit dans {root} (processus {holder}) : attendre sa fin"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
