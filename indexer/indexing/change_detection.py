"""Which files changed, and what do they give? The records of the generation to come."""

import itertools
import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.article import Rejected
from indexer.generations import source_records
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from indexer.generations.source_records import IGNORED, UNREADABLE, Records
from indexer.indexing.build_fingerprint import Doubt
from indexer.indexing.canonical import Choice
from indexer.indexing.damaged_files import DamagedFiles
from indexer.indexing.extraction import Pending
from indexer.indexing.file_result import LEFT, PART, SAME, FileResult
from indexer.indexing.file_rows import FileRows
from indexer.indexing.file_walk import Listed
from indexer.indexing.left_out import LeftOut
from indexer.indexing.moved_folders import MovedFolder, follow_folders, follow_sources
from indexer.readers import shown

# A file changed so short a time before it was listed may change again and keep its time
FRESH_NS = 2_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A file that is not as it was: `kind` is ADDED, CHANGED or REMOVED."""

    kind: str
    source: str


class Ledger:
    """What files give, in the database of a run (run_database): its own tables.

    Within run_database.opened every method may raise BuildFailed.
    """

    def __init__(
        self,
        database: sqlite3.Connection,
        purged: Collection[str],
        *,
        anew: bool,
        moment: datetime,
    ) -> None:
        """`database` is that of a run, `moment` its own; no article of `purged` is chosen.

        `anew` has every file read again.
        """
        self._database = database
        self._purged = purged
        self._anew = anew
        self._moment = moment
        self.records = Records(database)
        self.choice = Choice(database, purged, anew=anew)
        self._rows = FileRows(database, self.choice)
        self.damaged = DamagedFiles(database)
        self.left_out = LeftOut(database, purged)
        # how many articles there were of each SOURCE
        self.had: dict[Path, int] = {}
        self.found = 0
        self.read = 0
        # files of a format that was not asked for
        self.left = 0
        self.refused: list[Rejected] = []
        self.followed: list[MovedFolder] = []

    def replace_roots(self, roots: Sequence[Path]) -> None:
        """Remember the SOURCEs, by their real paths, and how many articles each gave so far.

        One that stood elsewhere is followed.
        """
        self.followed += follow_sources(self._database, self.records.roots(), roots)
        self._do("DELETE FROM main.roots")
        for rank, root in enumerate(roots):
            self._do("INSERT INTO main.roots VALUES (?, ?)", rank, os.fsencode(root))
        self.had = self.given(roots)

    def follow_folders(self) -> bool:
        """Follow folders that stood elsewhere, once all is listed; whether to list it again."""
        found = list(follow_folders(self._database))
        if found:
            self.followed += found
            self.found = 0
            self._do("DELETE FROM run.seen")
            self._do("DELETE FROM run.pending")
        return bool(found)

    def remember_rejections(self) -> None:
        """Remember what is rejected so far, by the paths that its files have now."""
        self._do("INSERT INTO run.refused SELECT DISTINCT source FROM rejections")

    def given(self, roots: Sequence[Path]) -> dict[Path, int]:
        """How many articles each of some SOURCEs gives, as things stand."""
        return {root: self.records.articles_of(root, self._purged) for root in roots}

    def queue_if_changed(self, listed: Listed, now_ns: int, doubt: Doubt) -> None:
        """Put a file that is there at the time `now_ns` among those to read unless it is as known.

        As known is what could be read, of the same size and date, of a reader of which there is no
        `doubt`, and without an embargo that is over.
        """
        self.found += 1
        path, size, mtime_ns = listed
        raw = os.fsencode(path)
        row = self._row(
            "SELECT file, state, reader, digest, not_before, size, mtime_ns FROM files"
            " WHERE path = ?",
            raw,
        )
        known = b""
        if row:
            file, state, reader, digest, not_before, *before = row
            self._do("INSERT OR IGNORE INTO run.seen VALUES (?)", file)
            again = self._anew or doubt.voids(reader) or _is_over(not_before, self._moment)
            # where sizes and dates are hidden they are the same each time, and so is what it hides
            again = again or state == UNREADABLE
            if before == [size, mtime_ns] and not again and not doubt.of(reader):
                return
            known = b"" if again else digest
        if mtime_ns > now_ns - FRESH_NS:
            mtime_ns = 0
        self._do("INSERT INTO run.pending VALUES (NULL, ?, ?, ?, ?)", raw, size, mtime_ns, known)

    def pending_count(self) -> int:
        """How many files are to be read."""
        return int(self._row("SELECT count(*) FROM run.pending")[0])

    def pending_bytes(self) -> int:
        """How many bytes they have."""
        return int(self._row("SELECT ifnull(sum(size), 0) FROM run.pending")[0])

    def take_pending(self) -> Iterator[Pending]:
        """The files to read, in the order they were listed; none are left when all were given."""
        for path, size, mtime_ns, known in self._database.execute(
            "SELECT path, size, mtime_ns, known FROM run.pending ORDER BY rank"
        ):
            yield Pending(path=Path(os.fsdecode(path)), size=size, mtime_ns=mtime_ns, known=known)
        self._do("DELETE FROM run.pending")

    def record(self, file: Pending, result: FileResult) -> None:
        """Replace the row, the captures and the rejections of a file by what it gives."""
        raw = os.fsencode(file.path)
        row = self._row("SELECT file, state, digest FROM files WHERE path = ?", raw)
        if result.state in (SAME, LEFT, PART):
            self._note_unfinished(file, result)
            return
        if row:
            result = self.damaged.judged(row[0], shown(file.path), result)
        self.read += result.state != IGNORED
        if result.state == UNREADABLE:
            self._do("INSERT INTO run.hidden VALUES (?)", raw)
        if not row:
            self._note_moved(ADDED, shown(file.path))
        elif row != (row[0], result.state, result.digest):
            self._note_moved(CHANGED, shown(file.path))
        number = self._rows.write(file, result, row and row[0])
        self._do("INSERT OR IGNORE INTO run.seen VALUES (?)", number)
        self.damaged.remember(number, result)
        self._do("INSERT OR IGNORE INTO run.told VALUES (NULL, ?)", number)

    def _note_unfinished(self, file: Pending, result: FileResult) -> None:
        """Put down what is not all of a file, or not another than before."""
        raw = os.fsencode(file.path)
        if result.state == PART:
            self._rows.insert_texts(result.captures)
        elif result.state == LEFT:
            # a run that asks for its format reads it, whatever has changed
            self.left += 1
            self._do("UPDATE files SET mtime_ns = 0, digest = x'' WHERE path = ?", raw)
        else:
            self._do(
                "UPDATE files SET size = ?, mtime_ns = ? WHERE path = ?",
                *(file.size, file.mtime_ns, raw),
            )

    def rejected(self) -> tuple[Rejected, ...]:
        """The rejections of the files read in this run, in the order they were read."""
        rows = self._database.execute(
            f"{source_records.REJECTIONS} JOIN run.told USING (file)"
            " ORDER BY told.rank, rejections.rank"
        )
        return tuple(itertools.starmap(source_records.rejection, rows))

    def new_rejections(self) -> tuple[str, ...]:
        """The sources of rejections where none was known of the file or part, nor, of one that
        cannot be read, of a folder above it.
        """
        rows = self._database.execute(
            "SELECT source, state FROM rejections JOIN files USING (file)"
            " WHERE source NOT IN run.refused ORDER BY path, rank"
        )
        return tuple(
            source
            for source, state in rows.fetchall()
            if state != UNREADABLE or not any(map(self._was_refused, Path(source).parents))
        )

    def _was_refused(self, folder: Path) -> bool:
        return self._row("SELECT 1 FROM run.refused WHERE source = ?", str(folder)) is not None

    def reject_article(self, article: str, reason: str) -> None:
        """Reject the capture of an article that the engine would not take."""
        self.refused.append(self._rows.reject_article(article, reason))

    @property
    def changed(self) -> bool:
        """Whether the records differ from those of the generation they follow but by dates."""
        rows = "SELECT 1 FROM run.moved UNION ALL SELECT 1 FROM run.changes LIMIT 1"
        return bool(self.followed) or self._row(rows) is not None

    def moved(self) -> Iterator[Moved]:
        """The files that are not as they were."""
        for kind, source in self._database.execute("SELECT kind, shown FROM run.moved"):
            yield Moved(kind=kind, source=source)

    def forget_missing(self) -> None:
        """Remove the files that are there no more, but those under a folder that hides them."""
        gone = self._database.execute(
            "SELECT file, shown FROM files WHERE file NOT IN run.seen AND NOT EXISTS (SELECT 1 FROM"
            " run.hidden WHERE files.path > CAST(hidden.path || '/' AS BLOB)"
            " AND files.path < CAST(hidden.path || '0' AS BLOB))"
        ).fetchall()
        for file, source in gone:
            self._note_moved(REMOVED, source)
            self._rows.forget(file)

    def _note_moved(self, kind: str, source: str) -> None:
        self._do("INSERT INTO run.moved VALUES (NULL, ?, ?)", kind, source)

    def _do(self, query: str, *values: object) -> None:
        self._database.execute(query, values)

    def _row(self, query: str, *values: object) -> Any:
        return self._database.execute(query, values).fetchone()


def _is_over(not_before: float | None, moment: datetime) -> bool:
    return not_before is not None and not_before <= moment.timestamp()
