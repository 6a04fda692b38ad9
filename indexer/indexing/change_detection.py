"""Which files changed, and what do they give? The records of the generation to come."""

import itertools
import os
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.article import Rejected
from indexer.generations import source_records
from indexer.generations.source_records import IGNORED, KEEPING, UNREADABLE, Records
from indexer.indexing.build_fingerprint import Doubt
from indexer.indexing.canonical import ADDED, CHANGED, REMOVED, Choice
from indexer.indexing.damaged_files import DamagedFiles
from indexer.indexing.extraction import SAME, Capture, FileResult, Pending
from indexer.indexing.left_out import LeftOut
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
        self, database: sqlite3.Connection, purged: Collection[str], *, anew: bool
    ) -> None:
        """`database` is that of a run; no article of `purged` is chosen.

        `anew` has every file read again.
        """
        self._database = database
        self._purged = purged
        self._anew = anew
        self.records = Records(database)
        self.choice = Choice(database, purged, anew=anew)
        self.damaged = DamagedFiles(database)
        self.left_out = LeftOut(database, purged)
        # how many articles there were of each SOURCE, and in all
        self.had: dict[Path, int] = {}
        self.articles_before = self.records.counts().articles
        self.found = 0
        self.read = 0
        self.refused: list[Rejected] = []

    def replace_roots(self, roots: Sequence[Path]) -> None:
        """Remember the SOURCEs, by their real paths, and how many articles each gave so far."""
        self._do("DELETE FROM main.roots")
        for rank, root in enumerate(roots):
            self._do("INSERT INTO main.roots VALUES (?, ?)", rank, os.fsencode(root))
        self.had = self.given(roots)

    def given(self, roots: Sequence[Path]) -> dict[Path, int]:
        """How many articles each of some SOURCEs gives, as things stand."""
        return {root: self.records.articles_of(root, self._purged) for root in roots}

    def queue_if_changed(self, path: Path, now_ns: int, doubt: Doubt) -> None:
        """Put a file that is there at the time `now_ns` among those to read unless it is as known.

        As known is of the same size and date, and of a reader of which there is no `doubt`.
        """
        self.found += 1
        size, mtime_ns = _stat(path)
        raw = os.fsencode(path)
        row = self._row(
            "SELECT file, reader, digest, size, mtime_ns FROM files WHERE path = ?", raw
        )
        known = b""
        if row:
            file, reader, digest, *before = row
            self._do("INSERT OR IGNORE INTO run.seen VALUES (?)", file)
            is_known = before == [size, mtime_ns] and not doubt.of(reader)
            if is_known and not self._anew:
                return
            known = b"" if self._anew or reader in doubt.again else digest
        if mtime_ns > now_ns - FRESH_NS:
            mtime_ns = 0
        self._do("INSERT INTO run.pending VALUES (NULL, ?, ?, ?, ?)", raw, size, mtime_ns, known)

    def pending_count(self) -> int:
        """How many files are to be read."""
        return int(self._row("SELECT count(*) FROM run.pending")[0])

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
        if result.state == SAME:
            self._do(
                "UPDATE files SET size = ?, mtime_ns = ? WHERE path = ?",
                *(file.size, file.mtime_ns, raw),
            )
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
        number = self._write_row(file, result, row)
        if row and result.state not in KEEPING:
            self._forget_captures(number)
        for rank, capture in enumerate(result.captures):
            self._insert(number, rank, capture)
        self._replace_rejections(number, result.rejected)
        self.damaged.remember(number, result)
        self._do("INSERT OR IGNORE INTO run.told VALUES (NULL, ?)", number)

    def _write_row(self, file: Pending, result: FileResult, row: tuple[Any, ...] | None) -> int:
        """Write the row of a file; its number."""
        raw = os.fsencode(file.path)
        # what is unreadable is read again the next time
        trusted = 0 if result.state == UNREADABLE else file.mtime_ns
        values = (file.size, trusted, result.digest, result.state, result.reader)
        if row:
            self._do(
                "UPDATE files SET size = ?, mtime_ns = ?, digest = ?, state = ?, reader = ?"
                " WHERE file = ?",
                *(*values, row[0]),
            )
            return int(row[0])
        new = "INSERT INTO files VALUES (NULL, ?, ?, ?, ?, ?, ?, ?) RETURNING file"
        (number,) = self._row(new, raw, shown(file.path), *values)
        self._do("INSERT INTO run.seen VALUES (?)", number)
        return int(number)

    def _insert(self, file: int, rank: int, capture: Capture) -> None:
        article = capture.article_id
        self.choice.mark_affected(article)
        self._do(
            "INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            *(file, rank, article, capture.former),
            *(capture.modified, capture.whole, capture.content, capture.day),
        )
        self._do(
            "INSERT OR IGNORE INTO run.texts VALUES (?, ?, ?, ?)",
            *(article, capture.content, capture.title, capture.packed),
        )

    def rejected(self) -> tuple[Rejected, ...]:
        """The rejections of the files read in this run, in the order they were read."""
        rows = self._database.execute(
            f"{source_records.REJECTIONS} JOIN run.told USING (file)"
            " ORDER BY told.rank, rejections.rank"
        )
        return tuple(itertools.starmap(source_records.rejection, rows))

    def _replace_rejections(self, file: int, rejected: Sequence[Rejected]) -> None:
        self._do("DELETE FROM rejections WHERE file = ?", file)
        for rank, one in enumerate(rejected):
            self._do(
                "INSERT INTO rejections VALUES (?, ?, ?, ?)", file, rank, one.source, one.reason
            )

    def reject_article(self, article: str, reason: str) -> None:
        """Reject the capture of an article that the engine would not take."""
        file, rank, source = self._row(
            "SELECT file, rank, shown FROM captures JOIN files USING (file)"
            " WHERE article = ? AND indexed",
            article,
        )
        self._do("DELETE FROM captures WHERE file = ? AND rank = ?", file, rank)
        self._do(
            "INSERT INTO rejections SELECT ?, ifnull(max(rank), -1) + 1, ?, ? FROM rejections"
            " WHERE file = ?",
            *(file, source, reason, file),
        )
        self.refused.append(Rejected(source, reason))

    def _forget_captures(self, file: int) -> None:
        """Forget the captures of a file; their articles are to be chosen again."""
        rows = self._database.execute("SELECT article FROM captures WHERE file = ?", (file,))
        for (article,) in rows.fetchall():
            self.choice.mark_affected(article)
        self._do("DELETE FROM captures WHERE file = ?", file)

    @property
    def changed(self) -> bool:
        """Whether the records differ from those of the generation they follow but by dates."""
        rows = "SELECT 1 FROM run.moved UNION ALL SELECT 1 FROM run.changes LIMIT 1"
        return self._row(rows) is not None

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
            self._forget_captures(file)
            for table in ("rejections", "good", "files"):
                self._do(f"DELETE FROM {table} WHERE file = ?", file)  # noqa: S608 - of ours

    def _note_moved(self, kind: str, source: str) -> None:
        self._do("INSERT INTO run.moved VALUES (NULL, ?, ?)", kind, source)

    def _do(self, query: str, *values: object) -> None:
        self._database.execute(query, values)

    def _row(self, query: str, *values: object) -> Any:
        return self._database.execute(query, values).fetchone()


def _stat(path: Path) -> tuple[int, int]:
    """Size and time of modification, zeros where the disk hides them."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
