"""Which articles must never come back? `tombstones.json` keeps their ids, beside `current.json`.

An id says nothing of the article, and whoever has the address of the article can compute it.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
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
    """An article that was purged: its id, when, and the reason that was given."""

    article_id: str
    purged: datetime
    reason: str


def covers(purged: Collection[str], *ids: str) -> bool:
    """Whether an article stays out: `purged` holds one of `ids`, which it has or had."""
    return any(one in purged for one in ids)


def read(root: Path) -> dict[str, Tombstone]:
    """Every tombstone by the id of its article, in the order of the purges.

    Without a file there are none. UnreadableIndex where it is damaged: no index can be built then.
    """
    path = root / NAME
    try:
        text = path.read_text("utf-8")
        rows: list[Any] = json.loads(text)["tombstones"]
        read_back = [
            Tombstone(article_id=key, purged=datetime.fromisoformat(moment), reason=reason)
            for key, moment, reason in rows
        ]
        whole = _dump(read_back) == text
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path) from error
    if not whole:
        raise _damaged(path)
    return {tombstone.article_id: tombstone for tombstone in read_back}


def legible(root: Path) -> frozenset[str]:
    """What looks like an id in a damaged file; some may be missing, some be none.

    UnreadableIndex where the disk refuses.
    """
    path = root / NAME
    try:
        return frozenset(_ID.findall(path.read_text("utf-8", "replace")))
    except OSError as error:
        raise _damaged(path) from error


def add(root: Path, *tombstones: Tombstone) -> None:
    """Write tombstones; they are on the disk on return. An article keeps the first one it got."""
    known = read(root)
    for tombstone in tombstones:
        known.setdefault(tombstone.article_id, tombstone)
    _write(root, known)


def merge(root: Path, others: Iterable[Tombstone], now: datetime) -> None:
    """Add tombstones that were saved to those that there are, all that is legible where damaged."""
    try:
        known = read(root)
    except UnreadableIndex:
        known = {
            one: Tombstone(article_id=one, purged=now, reason="liste abîmée")
            for one in legible(root)
        }
    _write(root, {one.article_id: one for one in others} | known)


def remove(root: Path, article_id: str) -> None:
    """Remove the tombstone of an article, if it has one."""
    known = read(root)
    known.pop(article_id, None)
    _write(root, known)


def _write(root: Path, tombstones: Mapping[str, Tombstone]) -> None:
    atomic_file.replace(root / NAME, _dump(list(tombstones.values())))


def _damaged(path: Path) -> UnreadableIndex:
    return UnreadableIndex(
        f"la liste des articles purgés {path} est abîmée : la reprendre d’une sauvegarde, "
        "ou la supprimer et relancer « purge --even-if-absent » pour chacun"
    )


def _dump(tombstones: list[Tombstone]) -> str:
    """The text of the file; a file that is not exactly this text is damaged."""
    rows = [[one.article_id, one.purged.isoformat(), one.reason] for one in tombstones]
    digest = atomic_file.fingerprint_of(json.dumps(rows))
    return json.dumps({"digest": digest, "tombstones": rows}, ensure_ascii=False, indent=1)
