"""What had a run read that was interrupted, so that the next one need not?

It stands beside the generations, in a folder that goes with what runs leave there: at the end of
the next run that succeeds, and by a purge. What a file gave counts only for the same bytes, and of
an archive part by part; nothing is chosen from it, a generation is made of a whole run.
"""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Self

from indexer.generations.source_records import READ
from indexer.indexing.build_fingerprint import program
from indexer.indexing.file_result import PART, FileResult
from indexer.indexing.job import Job
from indexer.indexing.results_text import dumped, loaded
from indexer.readers.part import Part

FOLDER, NAME = "reading", "reading.sqlite"
# What a run may have to read again: so many bytes of results, or seconds of reading
BYTES, SECONDS = 1_000_000, 5.0
# Past so many bytes in all nothing more is put down
MOST = 10_000_000_000
_DIGEST_BYTES = 16
_SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE run (one INTEGER PRIMARY KEY, said TEXT, moment REAL, is_full INTEGER);
CREATE TABLE results (key BLOB PRIMARY KEY, content BLOB, digest BLOB);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What decides what files give beside their bytes: `said` names program, rules and engine.

    A short run is not to ask. `moment` of the run, in seconds since 1970; `is_full` where it was to
    start from nothing.
    """

    said: Callable[[], str]
    moment: float
    is_full: bool

    def continues(self, before: Self) -> bool:
        """Whether what a run put down counts in this one; embargoes end as time goes on only."""
        return (
            before.moment <= self.moment
            and before.is_full >= self.is_full
            and before.said() == self.said()
        )


class ReadBefore:
    """The results of a run that was interrupted, and those of this one, should it be.

    `taken` counts those that were of use; `is_damaged` says that they could not be read.
    """

    def __init__(self, place: Path | None, run: _Run) -> None:
        """They stand in the folder `place`, which need not be there; None for no results at all."""
        self._place = place
        self._run = run
        self._database: sqlite3.Connection | None = None
        self._waiting: list[tuple[bytes, bytes, bytes]] = []
        self._waiting_bytes = self._bytes = 0
        self._since = time.monotonic()
        self.taken = 0
        self.is_damaged = False
        self._continue()
        self._has_before = self._database is not None

    @classmethod
    def nothing(cls) -> Self:
        """No results, and none are kept."""
        return cls(None, _Run(said=str, moment=0.0, is_full=False))

    def _continue(self) -> None:
        """Open what was put down before, or delete it where it does not count."""
        if not self._place or not self._place.exists():
            return
        try:
            self._database = sqlite3.connect(self._place / NAME)
            said, moment, is_full = self._database.execute(
                "SELECT said, moment, is_full FROM run"
            ).fetchone()
            if self._run.continues(_Run(said=lambda: said, moment=moment, is_full=is_full)):
                _say(self._database, self._run)
            else:
                self._discard()
        except (sqlite3.Error, TypeError):
            self._lose()

    def of_file(self, path: Path) -> FileResult | None:
        """What a file gave; for who finds its bytes to be as `digest` of this says."""
        return self._found(os.fsencode(path))

    def of_part(self, part: Part) -> FileResult | None:
        """What the same part of an archive gave."""
        return self._found(_key(part)) if self._has_before else None

    def keep_file(self, path: Path, result: FileResult) -> None:
        """Put down what a file gives, where it was read to its end and would give it later too."""
        self._keep(os.fsencode(path), result, READ)

    def keep_part(self, part: Part, result: FileResult) -> None:
        """Put down the same of a part."""
        if self._place:
            self._keep(_key(part), result, PART)

    def flush(self) -> None:
        """Have the disk hold what waits, in place of what it held."""
        if not self._place:
            return
        try:
            self._database = self._database or _created(self._place, self._run)
            with self._database:
                self._database.executemany(
                    "INSERT OR REPLACE INTO results VALUES (?, ?, ?)", self._waiting
                )
        except (sqlite3.Error, OSError):
            # a disk that is full has better use for its room
            self._discard()
            self._place = None
        self._waiting.clear()
        self._bytes += self._waiting_bytes
        self._waiting_bytes, self._since = 0, time.monotonic()

    def close(self, *, interrupted: bool) -> None:
        """Let go of the disk; what an interruption finds waiting is put down first."""
        if self._database is None:
            return
        if interrupted:
            self.flush()
        if self._database is not None:
            self._database.close()

    def _found(self, key: bytes) -> FileResult | None:
        if not self._has_before or self._database is None:
            return None
        try:
            row = self._database.execute(
                "SELECT content, digest FROM results WHERE key = ?", (key,)
            ).fetchone()
            result = _sound(key, *row) if row else None
        except (sqlite3.Error, ValueError, TypeError, KeyError):
            self._lose()
            return None
        self.taken += result is not None
        return result

    def _keep(self, key: bytes, result: FileResult, state: str) -> None:
        if not self._place or self._bytes > MOST:
            return
        if result.state != state or result.held or result.cut:
            return
        content = dumped(result)
        self._waiting.append((key, content, _digest(key, content)))
        self._waiting_bytes += len(content)
        if self._waiting_bytes >= BYTES or time.monotonic() - self._since >= SECONDS:
            self.flush()

    def _lose(self) -> None:
        self.is_damaged = True
        self._discard()

    def _discard(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None
        if self._place:
            shutil.rmtree(self._place, ignore_errors=True)


@contextmanager
def opened(job: Job, folder: Path | None) -> Iterator[ReadBefore]:
    """What was read of a job before, beside the generations in `folder`; a rehearsal has none."""
    run = _Run(
        said=partial(program, job.engine, job.reading.rules),
        moment=job.reading.moment.timestamp(),
        is_full=job.options.full,
    )
    before = ReadBefore(folder and folder / FOLDER, run)
    try:
        yield before
    except BaseException:
        before.close(interrupted=True)
        raise
    before.close(interrupted=False)


def _created(place: Path, run: _Run) -> sqlite3.Connection:
    place.mkdir(mode=0o700)
    database = sqlite3.connect(place / NAME)
    database.executescript(_SCHEMA)
    _say(database, run)
    return database


def _say(database: sqlite3.Connection, run: _Run) -> None:
    """Have the one row of `run` be that of this one."""
    with database:
        database.execute(
            "INSERT OR REPLACE INTO run VALUES (1, ?, ?, ?)", (run.said(), run.moment, run.is_full)
        )


def _sound(key: bytes, content: bytes, digest: bytes) -> FileResult:
    if _digest(key, content) != digest:
        raise ValueError(key)
    return loaded(content)


def _key(part: Part) -> bytes:
    """What names a part by all that its reader is given."""
    told = repr((part.name, part.address, part.charset, part.captured, part.kind))
    return _digest(told.encode("utf-8", "surrogatepass"), part.content)


def _digest(name: bytes, content: bytes) -> bytes:
    digest = blake2b(len(name).to_bytes(8), digest_size=_DIGEST_BYTES)
    digest.update(name)
    digest.update(content)
    return digest.digest()
