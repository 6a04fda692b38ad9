"""Which files were not taken because no reader knows their format? Counted and named by suffix."""

from collections import Counter
from pathlib import PurePath

from indexer.generations.source_records import Records
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, several

_NAMED, _SUFFIX = 2, 12

Kinds = tuple[tuple[str, int], ...]


def kinds(records: Records) -> Kinds:
    """How many of the files no reader accepts, by suffix, the most frequent first."""
    found = Counter(_suffix(name) for name in records.ignored())
    return tuple(sorted(found.items(), key=lambda kind: (-kind[1], kind[0])))


def _suffix(name: str) -> str:
    return PurePath(name).suffix.lower()[:_SUFFIX] or "sans extension"


def sentence(found: Kinds) -> str:
    """26 files of a format that is not read (14 .xml, 8 .html…), in French; "" for none."""
    total = sum(count for _, count in found)
    if not total:
        return ""
    named = ", ".join(f"{count}{NBSP}{neutral(suffix)}" for suffix, count in found[:_NAMED])
    more = "…" if len(found) > _NAMED else ""
    return f"{several(total, 'fichier d’un format que Manchette ne lit pas')} ({named}{more})"
