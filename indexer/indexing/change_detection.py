"""Which files changed, and what do they give? The records of the generation to come.

They begin with those of the generation that serves. What the run alone needs lies in a second file,
so that memory does not grow with the archive.
"""

import itertools
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.article import Rejected
from indexer.errors import BuildFailed, cause
from indexer.generations import source_records
from indexer.generations.source_records import IGNORED, KEEPING, UNREADABLE, Records
from indexer.indexing import canonical, inherited_records
from indexer.indexing.build_fingerprint import Doubt
from indexer.indexing.canonical import ADDED, CHANGED, REMOVED, Choice
from indexer.indexing.damaged_files import Keeping
from indexer.indexing.extraction import SAME, Found, Pending, Reading
from indexer.indexing.left_out import LeftOut
from indexer.readers import shown

# A file changed so short a time before it was listed may change again and keep its time
FRESH_NS = 2_000_000_000
# seen: files there now; hidden: paths that cannot be read; pending: files to read; told: those that
# were; moved: what became of files; texts: captures read in this run, analysed
_RUN = f"""
CREATE TABLE run.seen (file INTEGER PRIMARY KEY);
CREATE TABLE run.hidden (path BLOB);
CREATE TABLE run.pending (
    rank INTEGER PRIMARY KEY, path BLOB UNIQUE, size INTEGER, mtime_ns INTEGER, known BLOB
);
CREATE TABLE run.told (rank INTEGER PRIMARY KEY, file INTEGER UNIQUE);
CREATE TABLE run.texts (
    article TEXT, content BLOB, title TEXT, packed BLOB, PRIMARY KEY (article, content)
) WITHOUT ROWID;
CREATE TABLE run.moved (rank INTEGER PRIMARY KEY, kind TEXT, shown TEXT);
{canonical.SCHEMA}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A file that is not as it was: `kind` is ADDED, CHANGED or REMOVED."""

    kind: str
    source: str


class Ledger:
    """The records of a generation in the making; every method may raise BuildFailed."""

    def __init__(
        self, database: sqlite3.Connection, path: Path, purged: Collection[str], *, anew: bool
    ) -> None:
        """`opened` makes one, in the file `path`."""
        self._database = database
        self._path = path
        self._purged = purged
        self._anew = anew
        self.records = Records(database)
        self.choice = Choice(database, purged, anew=anew)
        self.keeping = Keeping(database)
        self.left_out = LeftOut(database, purged)
        # how many articles there were of each SOURCE, and in all
        self.had: dict[Path, int] = {}
        self.articles_before = self.records.counts().articles
        self.found = 0
        self.read = 0
        self.refused: list[Rejected] = []

    def mirror(self, roots: Sequence[Path]) -> None:
        """Remember the SOURCEs, by their real paths, and how many articles each gave so far."""
        self._do("DELETE FROM main.roots")
        for rank, root in enumerate(roots):
            self._do("INSERT INTO main.roots VALUES (?, ?)", rank, os.fsencode(root))
        self.had = self.given(roots)

    def given(self, roots: Sequence[Path]) -> dict[Path, int]:
        """How many articles each of some SOURCEs gives, as things stand."""
        return {root: self.records.articles_of(root, self._purged) for root in roots}

    def list(self, path: Path, now_ns: int, doubt: Doubt) -> None:
        """A file is there at the time `now_ns`: to be read unless size and date are known.

        Those of which there is a `doubt` are read all the same.
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

    def pending(self) -> int:
        """How many files are to be read."""
        return int(self._row("SELECT count(*) FROM run.pending")[0])

    def to_read(self) -> Iterator[Pending]:
        """The files to be read, in the order they were listed; none are when all were given."""
        for path, size, mtime_ns, known in self._database.execute(
            "SELECT path, size, mtime_ns, known FROM run.pending ORDER BY rank"
        ):
            yield Pending(path=Path(os.fsdecode(path)), size=size, mtime_ns=mtime_ns, known=known)
        self._do("DELETE FROM run.pending")

    def enter(self, file: Pending, reading: Reading) -> None:
        """Put down what a file gave in place of what it gave before."""
        raw = os.fsencode(file.path)
        row = self._row("SELECT file, state, digest FROM files WHERE path = ?", raw)
        if reading.state == SAME:
            self._do(
                "UPDATE files SET size = ?, mtime_ns = ? WHERE path = ?",
                *(file.size, file.mtime_ns, raw),
            )
            return
        if row:
            reading = self.keeping.judged(row[0], shown(file.path), reading)
        self.read += reading.state != IGNORED
        if reading.state == UNREADABLE:
            self._do("INSERT INTO run.hidden VALUES (?)", raw)
        if not row:
            self._move(ADDED, shown(file.path))
        elif row != (row[0], reading.state, reading.digest):
            self._move(CHANGED, shown(file.path))
        number = self._file(file, reading, row)
        if row and reading.state not in KEEPING:
            self._leave(number)
        for rank, found in enumerate(reading.found):
            self._capture(number, rank, found)
        self._reject(number, reading.rejected)
        self.keeping.remember(number, reading)
        self._do("INSERT OR IGNORE INTO run.told VALUES (NULL, ?)", number)

    def _file(self, file: Pending, reading: Reading, row: tuple[Any, ...] | None) -> int:
        """Write the row of a file; its number."""
        raw = os.fsencode(file.path)
        # what is unreadable is read again the next time
        trusted = 0 if reading.state == UNREADABLE else file.mtime_ns
        values = (file.size, trusted, reading.digest, reading.state, reading.reader)
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

    def _capture(self, file: int, rank: int, found: Found) -> None:
        article = found.article_id
        self.choice.affect(article)
        self._do(
            "INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
            *(file, rank, article, found.former),
            *(found.modified, found.whole, found.content, found.day),
        )
        self._do(
            "INSERT OR IGNORE INTO run.texts VALUES (?, ?, ?, ?)",
            *(article, found.content, found.title, found.packed),
        )

    def rejected(self) -> tuple[Rejected, ...]:
        """The rejections of the files read in this run, in the order they were read."""
        rows = self._database.execute(
            f"{source_records.REJECTIONS} JOIN run.told USING (file)"
            " ORDER BY told.rank, rejections.rank"
        )
        return tuple(itertools.starmap(source_records.rejection, rows))

    def _reject(self, file: int, rejected: Sequence[Rejected]) -> None:
        self._do("DELETE FROM rejections WHERE file = ?", file)
        for rank, one in enumerate(rejected):
            self._do(
                "INSERT INTO rejections VALUES (?, ?, ?, ?)", file, rank, one.source, one.reason
            )

    def refuse(self, article: str, reason: str) -> None:
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

    def _leave(self, file: int) -> None:
        """Forget the captures of a file; their articles are to be chosen anew."""
        rows = self._database.execute("SELECT article FROM captures WHERE file = ?", (file,))
        for (article,) in rows.fetchall():
            self.choice.affect(article)
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

    def save(self, place: Path) -> None:
        """Have the records in the directory of a generation, in one file that nothing changes."""
        self._do("COMMIT")
        self._path.rename(place / source_records.NAME)

    def forget_missing(self) -> None:
        """Remove the files that are there no more, but those under a folder that hides them."""
        gone = self._database.execute(
            "SELECT file, shown FROM files WHERE file NOT IN run.seen AND NOT EXISTS (SELECT 1 FROM"
            " run.hidden WHERE files.path > CAST(hidden.path || '/' AS BLOB)"
            " AND files.path < CAST(hidden.path || '0' AS BLOB))"
        ).fetchall()
        for file, source in gone:
            self._move(REMOVED, source)
            self._leave(file)
            for table in ("rejections", "good", "files"):
                self._do(f"DELETE FROM {table} WHERE file = ?", file)  # noqa: S608 - of ours

    def _move(self, kind: str, source: str) -> None:
        self._do("INSERT INTO run.moved VALUES (NULL, ?, ?)", kind, source)

    def _do(self, query: str, *values: object) -> None:
        self._database.execute(query, values)

    def _row(self, query: str, *values: object) -> Any:
        return self._database.execute(query, values).fetchone()


@contextmanager
def opened(
    scratch: Path, base: Path | None, purged: Collection[str], *, anew: bool
) -> Iterator[Ledger]:
    """A ledger in the folder `scratch`, after the records of the generation in `base` if any.

    No article of `purged` is chosen. `anew` has every file read again, and takes what it can of
    records that another version wrote. The caller deletes the folder.
    """
    path = scratch / source_records.NAME
    if base and not anew:
        shutil.copyfile(base / source_records.NAME, path)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        for name in ("main", "run"):
            if name == "run":
                database.execute("ATTACH ? AS run", (str(scratch / "run.sqlite"),))
            database.execute(f"PRAGMA {name}.journal_mode = OFF")
            database.execute(f"PRAGMA {name}.synchronous = OFF")
        inherited_records.begin(database, base, anew=anew)
        database.execute("BEGIN")
        for statement in _RUN.split(";"):
            database.execute(statement)
        yield Ledger(database, path, purged, anew=anew)
    except sqlite3.OperationalError as error:
        raise BuildFailed(
            f"le disque refuse d’écrire ({cause(error)}) : faire de la place"
        ) from error
    except sqlite3.DatabaseError as error:
        raise BuildFailed(
            f"le registre de l’index est abîmé ({cause(error)}) : lancer « reindex --full »"
        ) from error
    finally:
        database.close()


def _stat(path: Path) -> tuple[int, int]:
    """Size and time of modification, zeros where the disk hides them."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns
