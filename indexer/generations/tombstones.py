"""Which articles must never come back? `tombstones.json` keeps their ids, beside `current.json`.

An id tells nothing of the article, and whoever has its address can compute it.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer import atomic_file
from indexer.errors import UnreadableIndex

NAME = "tombstones.json"
_ID = re.compile(r"\b[0-9a-f]{16}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """An article that was purged: its id, when, and why in the words of who purged it."""

    article_id: str
    purged: datetime
    reason: str


def covers(purged: Collection[str], *ids: str) -> bool:
    """Whether an article must stay out, given the ids it has and had: one tombstone is enough."""
    return any(one in purged for one in ids)


def read(root: Path) -> dict[str, Tombstone]:
    """Every tombstone by the id of its article, in the order of the purges.

    UnreadableIndex where the file is not as it was written: no index can be built without it.
    """
    path = root / NAME
    try:
        text = path.read_text("utf-8")
        rows: list[Any] = json.loads(text)["tombstones"]
        found = [
            Tombstone(article_id=key, purged=datetime.fromisoformat(moment), reason=reason)
            for key, moment, reason in rows
        ]
        whole = _dump(found) == text
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path) from error
    if not whole:
        raise _damaged(path)
    return {tombstone.article_id: tombstone for tombstone in found}


def legible(root: Path) -> frozenset[str]:
    """The ids that can still be read in a damaged file: more than there were, or fewer.

    UnreadableIndex where the disk gives nothing.
    """
    path = root / NAME
    try:
        return frozenset(_ID.findall(path.read_text("utf-8", "replace")))
    except OSError as error:
        raise _damaged(path) from error


def add(root: Path, *tombstones: Tombstone) -> None:
    """Have tombstones, the first one of each article, on the disk when this returns."""
    found = read(root)
    for tombstone in tombstones:
        found.setdefault(tombstone.article_id, tombstone)
    _write(root, found)


def remove(root: Path, article_id: str) -> None:
    """Have no tombstone of an article."""
    found = read(root)
    found.pop(article_id, None)
    _write(root, found)


def _write(root: Path, tombstones: Mapping[str, Tombstone]) -> None:
    atomic_file.replace(root / NAME, _dump(list(tombstones.values())))


def _damaged(path: Path) -> UnreadableIndex:
    return UnreadableIndex(
        f"la liste des articles purgés {path} est abîmée : la reprendre d’une sauvegarde, "
        "ou la supprimer et relancer « purge --even-if-absent » pour chacun"
    )


def _dump(tombstones: list[Tombstone]) -> str:
    """The text of the file; what is not exactly this text is damaged."""
    rows = [[one.article_id, one.purged.isoformat(), one.reason] for one in tombstones]
    digest = atomic_file.fingerprint_of(json.dumps(rows))
    return json.dumps({"digest": digest, "tombstones": rows}, ensure_ascii=False, indent=1)
