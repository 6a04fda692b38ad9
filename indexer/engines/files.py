"""Are the files of a generation those that were written? Sizes are compared when it is opened."""

import json
from pathlib import Path

from indexer.errors import UnreadableIndex

_SIZES = "sizes.json"
# What writers keep for themselves: locks, and tantivy's list of files
_WRITERS = ("LOCK", ".lock", ".managed.json")


def seal(place: Path) -> None:
    """Remember the size of every file of a generation that is written."""
    (place / _SIZES).write_text(json.dumps(_sizes(place)))


def check(place: Path) -> None:
    """Raise UnreadableIndex where a file is missing, or larger or smaller than it was."""
    try:
        expected = json.loads((place / _SIZES).read_text())
    except (OSError, ValueError) as error:
        raise UnreadableIndex(f"l’index {place.name} est incomplet : lancer « reindex »") from error
    found = _sizes(place)
    for name, size in expected.items():
        if found.get(name) != size:
            raise UnreadableIndex(f"le fichier {name} de l’index est abîmé : lancer « reindex »")


def _sizes(place: Path) -> dict[str, int]:
    return {
        str(path.relative_to(place)): path.stat().st_size
        for path in sorted(place.rglob("*"))
        if path.is_file() and path.name != _SIZES and not path.name.endswith(_WRITERS)
    }
