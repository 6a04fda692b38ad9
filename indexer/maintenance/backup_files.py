"""What does a folder of backup hold, and is it whole?

DIR/backup.json               which snapshot is whole, of which index, the digests of its files;
                              replaced last, so that what a killed backup leaves is no backup
DIR/<time>/index/             the files of the index, as they stand in its directory
DIR/<time>/manchette.toml     and equivalences.txt, where the house has them
DIR/lock                      held by the one process that writes there
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from indexer import atomic_file
from indexer.config.origins import LOCAL_FILE
from indexer.errors import UsageError, refusal
from indexer.query import equivalents_file

NAME, LOCK = "backup.json", "lock"
# How files stand in a folder of backup: another asks for another program
LAYOUT = 1
INDEX = "index"
_NAMED = "%Y%m%dT%H%M%S-%f"
# What a snapshot holds
_HELD = {INDEX, LOCAL_FILE.name, equivalents_file.NAME}
# A disk has it of its own
_IGNORED = {LOCK, NAME, f"{NAME}.new", "lost+found"}


class Saved(NamedTuple):
    """A file that was saved: size in bytes, digest of `atomic_file.fingerprint`.

    `link` is the name of a file before it that it is another name of, "" for a file of its own.
    """

    size: int
    digest: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A whole backup: the name of its snapshot, when and by which program it was made.

    `root` is the index directory as text, `format` that of its manifest; `files` are by their names
    in the snapshot.
    """

    snapshot: str
    made: datetime
    program: str
    root: str
    engine: str
    format: int
    files: Mapping[str, Saved]


def read(folder: Path) -> Backup:
    """The backup that a folder holds; UsageError where there is none that this program can read."""
    path = folder / NAME
    try:
        text = path.read_text("utf-8")
        values: dict[str, Any] = json.loads(text)["backup"]
        layout, program = values.pop("layout"), str(values["program"])
        files = {name: Saved(*row) for name, row in values.pop("files").items()}
        made = datetime.fromisoformat(values.pop("made"))
    except FileNotFoundError as error:
        raise UsageError(
            f"pas de sauvegarde entière dans {folder} : nommer le dossier d’une autre"
        ) from error
    except OSError as error:
        raise UsageError(f"la sauvegarde {path} est illisible : {refusal(error)}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(folder, NAME) from error
    if layout != LAYOUT:
        raise UsageError(
            f"la sauvegarde {folder} a été faite par Manchette {program}, qui la range autrement : "
            "la restaurer avec cette version"
        )
    found = Backup(made=made, files=files, **values)
    if _dump(found) != text or not _is_harmless(found):
        raise damaged(folder, NAME)
    return found


def write(folder: Path, backup: Backup) -> None:
    """Have a folder hold a backup whose snapshot is whole, atomically."""
    atomic_file.replace(folder / NAME, _dump(backup))


def damaged(folder: Path, name: str) -> UsageError:
    """What is told of a backup that is not as it was written, in French."""
    return UsageError(
        f"la sauvegarde {folder} est abîmée ({name}) : en restaurer une autre, ou reconstruire "
        "l’index par « reindex SOURCES »"
    )


def new_snapshot(folder: Path) -> Path:
    """An empty place for a snapshot."""
    place = folder / f"{datetime.now(UTC):{_NAMED}}"
    place.mkdir()
    return place


def snapshots(folder: Path) -> list[Path]:
    """Every snapshot of a folder, what killed backups left included."""
    return [path for path in sorted(folder.iterdir()) if _is_snapshot(path)]


def strangers(folder: Path) -> list[str]:
    """What stands in a folder that no backup has put there."""
    paths = sorted(folder.iterdir())
    return [path.name for path in paths if path.name not in _IGNORED and not _is_snapshot(path)]


def _is_snapshot(path: Path) -> bool:
    """Whether a backup made it, whole or not; generations are named so too."""
    return _is_time(path.name) and path.is_dir() and {one.name for one in path.iterdir()} <= _HELD


def _is_time(name: str) -> bool:
    try:
        return datetime.strptime(name, _NAMED).year > 0  # noqa: DTZ007
    except ValueError:
        return False


def _is_harmless(backup: Backup) -> bool:
    """Whether no name leads out of the folder, nor, once restored, out of an index."""
    paths = map(PurePosixPath, backup.files)
    return _is_time(backup.snapshot) and all(
        not path.is_absolute() and ".." not in path.parts for path in paths
    )


def _dump(backup: Backup) -> str:
    """The text of the file; a file that is not exactly this text is damaged."""
    values = asdict(backup) | {
        "layout": LAYOUT,
        "made": backup.made.isoformat(),
        "files": {name: list(saved) for name, saved in backup.files.items()},
    }
    digest = atomic_file.fingerprint_of(json.dumps(values, sort_keys=True))
    # in ASCII: the name of a folder may hold what is no character
    return json.dumps({"digest": digest, "backup": values}, sort_keys=True, indent=0)
