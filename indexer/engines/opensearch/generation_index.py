"""Which index is a generation? A file in its directory says it, before the index exists."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from indexer import atomic_file
from indexer.engines import ENGINES
from indexer.errors import UnreadableIndex

NAME = ENGINES["opensearch"].sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The index a generation was committed as, "" for none yet.

    `base` is the one it begins as, that of another generation; `other` one that is being filled or
    is no longer needed.
    """

    index: str = ""
    base: str = ""
    other: str = ""


def read(place: Path) -> Mark:
    """What the directory of a generation says; UnreadableIndex where it says nothing."""
    try:
        return Mark(**json.loads((place / NAME).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise UnreadableIndex(
            f"la génération {place.name} ne dit pas quel index du cluster est le sien : "
            "lancer « reindex --full »"
        ) from error


def find(place: Path) -> Mark:
    """What it says, nothing where nothing was written yet."""
    return read(place) if (place / NAME).exists() else Mark()


def write(place: Path, mark: Mark) -> None:
    """Have it on the disk before the cluster is asked for anything."""
    place.mkdir(parents=True, exist_ok=True)
    atomic_file.replace(place / NAME, json.dumps(asdict(mark)))
