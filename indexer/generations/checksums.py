"""Are the files of a generation those that were written?

The seal of a generation is the file of its checksums, seal.json: the size and the digest of every
other file, and a digest of itself. It is written last: a generation that has one is complete.
Digests are those of `atomic_file.fingerprint`.
"""

import errno
import json
from collections.abc import Iterator
from dataclasses import dataclass
from os import stat_result
from pathlib import Path
from typing import Any

from indexer import atomic_file
from indexer.errors import UnreadableIndex, refusal

NAME = "seal.json"
# Empty files that writers lock, and that a reader of tantivy may lock
_LOCKS = ("LOCK", ".lock")
# Files up to this size are digested when a generation is opened: lists, manifests, pickles
SMALL_BYTES = 1 << 16
# Errors that say nothing about the file: this process or machine lacks something
_SHORTAGES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})

MISSING, RESIZED, ALTERED = "manque", "n’a pas sa taille", "a changé"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file as the seal has it: size in bytes, digest, modification time in ns since 1970."""

    size: int
    digest: str
    modified: int


@dataclass(frozen=True, slots=True)
class Fault:
    """A file that is not as it was sealed: its name in the generation, what is wrong in French."""

    what: str
    reason: str


# Files that were read through and found sound: device, inode, size, modification time, digest
Sound = set[tuple[int, int, int, int, str]]


def seal(place: Path, base: Path | None) -> None:
    """Flush every file of a generation to the disk and write its seal.

    A file that is a hard link to one of the generation in `base` keeps the digest it has there:
    its bytes were flushed then, and damage since then must not be sealed as if it were meant.
    OSError where the disk refuses.
    """
    known = _known(base) if base else {}
    files = {}
    for path in _files(place):
        name, status = path.relative_to(place).as_posix(), path.stat()
        old = known.get(name)
        if old and base and _same(base / name, status) and _unchanged(old, status):
            files[name] = old
            continue
        atomic_file.flush(path)
        if not name.endswith(_LOCKS):
            files[name] = Sealed(status.st_size, _digest(path), status.st_mtime_ns)
    for folder in (path for path in place.rglob("*") if path.is_dir()):
        atomic_file.flush(folder)
    atomic_file.replace(place / NAME, _dump(files))
    atomic_file.flush(place.parent)


def read(place: Path) -> dict[str, Sealed]:
    """The sealed files, by name in the generation; UnreadableIndex where the seal is missing or
    damaged.
    """
    try:
        text = (place / NAME).read_text("utf-8")
        rows: dict[str, Any] = json.loads(text)["files"]
        files = {name: Sealed(*row) for name, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, OSError) and error.errno in _SHORTAGES:
            raise
        raise UnreadableIndex(
            f"la génération {place.name} n’est pas entière ou vient d’une autre version : "
            "lancer « reindex »"
        ) from error
    if _dump(files) != text:
        raise UnreadableIndex(f"le sceau de la génération {place.name} est abîmé : {_REPAIR}")
    return files


_REPAIR = "lancer « reindex --full »"


def glance(place: Path) -> None:
    """UnreadableIndex where a file is missing or of another size, or a small one altered."""
    for name, sealed in read(place).items():
        fault = _fault(place / name, name, sealed, set(), SMALL_BYTES)
        if fault:
            raise UnreadableIndex(described(place, fault))


def faults(place: Path, sound: Sound) -> Iterator[Fault]:
    """The files that are not as they were sealed, every byte read; UnreadableIndex without a seal.

    Files that `sound` holds are not read again; those found sound are added to it.
    """
    for name, sealed in read(place).items():
        fault = _fault(place / name, name, sealed, sound, None)
        if fault:
            yield fault


def holds(place: Path, name: str) -> bool:
    """Whether a file is as it was sealed; False without a seal."""
    sealed = _known(place).get(name)
    return sealed is not None and _fault(place / name, name, sealed, set(), None) is None


def described(place: Path, fault: Fault) -> str:
    """The sentence, in French, for the operator of the index."""
    return f"le fichier {fault.what} de la génération {place.name} {fault.reason} : {_REPAIR}"


def _fault(
    path: Path, name: str, sealed: Sealed, sound: Sound, largest: int | None
) -> Fault | None:
    try:
        status = path.stat()
        if status.st_size != sealed.size:
            return Fault(name, RESIZED)
        if largest is not None and sealed.size > largest:
            return None
        seen = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, sealed.digest)
        if seen not in sound and _digest(path) != sealed.digest:
            return Fault(name, ALTERED)
    except OSError as error:
        if error.errno in _SHORTAGES:
            raise
        return Fault(
            name, MISSING if error.errno == errno.ENOENT else f"est illisible ({refusal(error)})"
        )
    sound.add(seen)
    return None


def _known(base: Path) -> dict[str, Sealed]:
    try:
        return read(base)
    except UnreadableIndex:
        return {}


def _same(path: Path, status: stat_result) -> bool:
    try:
        return path.stat().st_ino == status.st_ino
    except OSError:
        return False


def _unchanged(sealed: Sealed, status: stat_result) -> bool:
    return (sealed.size, sealed.modified) == (status.st_size, status.st_mtime_ns)


def _files(place: Path) -> list[Path]:
    return [path for path in sorted(place.rglob("*")) if path.is_file() and path.name != NAME]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return atomic_file.fingerprint(file)


def _dump(files: dict[str, Sealed]) -> str:
    """The text of a seal; a seal that is not exactly this text is damaged."""
    rows = {name: [row.size, row.digest, row.modified] for name, row in files.items()}
    body = json.dumps(rows, indent=0)
    return json.dumps({"digest": atomic_file.fingerprint_of(body), "files": rows}, indent=0)
