"""What did each publication change? The journal says it, for 90 days, beside `current.json`.

journal/STEP.GENERATION.DIGEST   a row for each article that differs from what served before: a
                                 sign of KINDS and the id, in the order of ids

Steps are counted by the pointer. An entry is on the disk before the pointer counts it: what a
killed run leaves has a step that the pointer does not know, and is no part of the journal. Where it
cannot be known what changed, a step is left out, and nothing can be asked from before.
"""

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Protocol

from indexer import atomic_file
from indexer.engines import JournalElsewhere
from indexer.errors import NotInJournal, UnreadableIndex
from indexer.generations import differences
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from indexer.generations.pointer import Published

FOLDER = "journal"
KINDS = {"+": ADDED, "*": CHANGED, "-": REMOVED}
# How long one may ask from a generation after another took its place
KEPT_SECONDS = 90 * 24 * 3600
_SIGNS = {kind: sign for sign, kind in KINDS.items()}
_NAMED = re.compile(r"(\d+)\.([^./][^/]*)\.([0-9a-f]{32})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A publication: its step, the generation that serves since, the digest of its rows."""

    step: int
    generation: str
    digest: str

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"{self.step}.{self.generation}.{self.digest}"


class Journal(Protocol):
    """Where the entries of a journal are."""

    def entries(self) -> Sequence[Entry]:
        """Those without a gap up to the one that serves, the oldest first."""

    def rows(self, entry: Entry, start: int, count: int) -> Sequence[str]:
        """Some rows of an entry, each with its end of line; NotInJournal where it has just gone."""


class JournalOfDirectory:
    """See Journal: that of an index directory."""

    def __init__(self, root: Path, step: int) -> None:
        """`step` is that of the pointer."""
        self._root, self._step = root, step

    def entries(self) -> Sequence[Entry]:
        """See Journal."""
        return _entries(self._root, self._step)

    def rows(self, entry: Entry, start: int, count: int) -> Sequence[str]:
        """See Journal."""
        try:
            with (self._root / FOLDER / entry.name).open(
                encoding="utf-8", errors="replace"
            ) as file:
                return list(islice(file, start, start + count))
        except FileNotFoundError as error:
            raise NotInJournal(entry.generation) from error


class JournalOfCluster:
    """See Journal: that which an index directory has others follow from elsewhere."""

    def __init__(self, elsewhere: JournalElsewhere, generation: str) -> None:
        """`generation` is the one that serves there."""
        self._elsewhere, self._generation = elsewhere, generation

    def entries(self) -> Sequence[Entry]:
        """See Journal."""
        found = list(_read(self._elsewhere.names()))
        steps = [entry.step for entry in found if entry.generation == self._generation]
        return _line(found, max(steps)) if steps else ()

    def rows(self, entry: Entry, start: int, count: int) -> Sequence[str]:
        """See Journal."""
        return self._elsewhere.rows(entry.name, start, count)


def copy(root: Path, step: int, elsewhere: JournalElsewhere) -> None:
    """Have the entries up to a step, and no others, elsewhere; Unavailable."""
    there, here = set(elsewhere.names()), {entry.name for entry in _entries(root, step)}
    for name in sorted(here - there):
        with (root / FOLDER / name).open(encoding="utf-8", errors="replace") as rows:
            elsewhere.add(name, rows)
    for name in there - here:
        elsewhere.remove(name)


REPAIR = f"supprimer le dossier « {FOLDER} » de l’index, les programmes reliront tout"


def record(root: Path, before: Published | None, after: Published) -> Published:
    """Have on the disk what a publication changes; the pointer to write then, with its step.

    Needs the lock, and both generations on the disk. `before` is what is published still, None
    where nothing is or where the pointer is damaged. OSError where the disk refuses.
    """
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    if before is None:
        step = max((entry.step for entry in _all(root)), default=-2) + 2
        _write(folder, step, after.serving, ())
        return replace(after, step=step)
    for entry in _all(root):
        if entry.step > before.step:
            (folder / entry.name).unlink()
    known = _entries(root, before.step)
    step = before.step
    if not known or known[-1].generation != before.serving:
        step += 2
        _write(folder, step, before.serving, ())
    try:
        _write(folder, step + 1, after.serving, _rows(root, before.serving, after.serving))
    except UnreadableIndex:
        # damaged, or of another version
        step += 2
        _write(folder, step + 1, after.serving, ())
    return replace(after, step=step + 1)


def _rows(root: Path, before: str, after: str) -> Iterator[str]:
    places = (root / "generations" / name for name in (before, after))
    for article_id, kind in differences.between(*places):
        yield f"{_SIGNS[kind]}{article_id}\n"


def prune(root: Path, step: int) -> None:
    """Delete what killed runs left, and what nobody may ask from any more; needs the lock.

    `step` is that of the pointer.
    """
    known = _entries(root, step)
    kept = {known[-1].name} if known else set()
    oldest = time.time() - KEPT_SECONDS
    for entry, following in pairwise(known):
        if (root / FOLDER / following.name).stat().st_mtime >= oldest:
            kept.add(entry.name)
    for path in sorted((root / FOLDER).glob("*")):
        if path.name not in kept:
            path.unlink()


def damaged(root: Path, step: int) -> Iterator[str]:
    """The names of the files that are not as they were written."""
    for entry in _entries(root, step):
        with (root / FOLDER / entry.name).open("rb") as file:
            if atomic_file.fingerprint(file) != entry.digest:
                yield f"{FOLDER}/{entry.name}"


def _entries(root: Path, step: int) -> list[Entry]:
    return _line(_all(root), step)


def _line(entries: Iterable[Entry], step: int) -> list[Entry]:
    """Those of some entries without a gap up to a step, the oldest first."""
    found = {entry.step: entry for entry in entries}
    line: list[Entry] = []
    while step in found:
        line.append(found[step])
        step -= 1
    return line[::-1]


def _all(root: Path) -> Iterator[Entry]:
    return _read(path.name for path in (root / FOLDER).glob("*"))


def _read(names: Iterable[str]) -> Iterator[Entry]:
    for name in names:
        if told := _NAMED.fullmatch(name):
            yield Entry(step=int(told[1]), generation=told[2], digest=told[3])


def _write(folder: Path, step: int, generation: str, rows: Iterable[str]) -> None:
    beside = folder / f"{step}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.writelines(rows)
    with beside.open("rb") as written:
        digest = atomic_file.fingerprint(written)
    atomic_file.flush(beside)
    beside.rename(folder / Entry(step=step, generation=generation, digest=digest).name)
    atomic_file.flush(folder)
