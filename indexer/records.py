"""What did each source file give to a generation?

One SQLite file in the directory of the generation, whole before it is published and never changed
after, so that it is read without a lock and from a read-only disk.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from indexer.article import Rejected
from indexer.errors import UnreadableIndex, cause

NAME = "records.sqlite"
# A capture is one article as one source gave it. Of those of an article the first in this order is
# indexed: the order never depends on that of the files.
BEST = "modified DESC, whole DESC, content DESC, path"
SCHEMA = """
CREATE TABLE roots (rank INTEGER PRIMARY KEY, path BLOB NOT NULL);
CREATE TABLE files (
    file INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, shown TEXT NOT NULL,
    size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest BLOB NOT NULL, state TEXT NOT NULL
);
CREATE TABLE captures (
    file INTEGER NOT NULL, rank INTEGER NOT NULL, article TEXT NOT NULL, former TEXT,
    modified REAL NOT NULL, whole INTEGER NOT NULL, content BLOB NOT NULL, day INTEGER NOT NULL,
    indexed INTEGER NOT NULL, PRIMARY KEY (file, rank)
) WITHOUT ROWID;
CREATE INDEX captures_of_articles ON captures (article);
CREATE INDEX captures_of_former ON captures (former) WHERE former IS NOT NULL;
CREATE TABLE rejections (
    file INTEGER NOT NULL, rank INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (file, rank)
) WITHOUT ROWID;
"""
# `former` is the id that the article had before, where it had another; `modified` is in seconds
# since 1970, 0 undated; `whole` unless paragraphs were guessed; `content` the BLAKE2b digest of the
# dump; `mtime_ns` 0 where it was too fresh to be trusted.
# The states of a file: a reader read it, no reader accepts it, or the disk or its reader failed and
# what it gave before is kept
READ, IGNORED, UNREADABLE = "read", "ignored", "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Files `ignored`, which no reader accepts; captures, articles, rejections."""

    ignored: int
    captures: int
    articles: int
    rejections: int


class Records:
    """The records of a generation, read-only; rows come in the order of the files' names."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """`database` has the tables of SCHEMA; `opened` makes one of a generation's directory."""
        self._database = database

    def roots(self) -> tuple[Path, ...]:
        """The SOURCEs that the generation mirrors, absolute, in the order they were given."""
        rows = self._database.execute("SELECT path FROM roots ORDER BY rank")
        return tuple(Path(os.fsdecode(path)) for (path,) in rows)

    def article_ids(self) -> Iterator[str]:
        """The ids of the articles that are indexed, in order."""
        rows = self._database.execute("SELECT article FROM captures WHERE indexed ORDER BY article")
        return (article for (article,) in rows)

    def unaccounted(self) -> Iterator[str]:
        """The files that were read and gave neither a capture nor a rejection, which is a fault."""
        rows = self._database.execute(
            "SELECT shown FROM files WHERE state = ?"
            " AND file NOT IN (SELECT file FROM captures)"
            " AND file NOT IN (SELECT file FROM rejections) ORDER BY path",
            (READ,),
        )
        return (shown for (shown,) in rows)

    def rejections(self) -> Iterator[Rejected]:
        """Every rejection, its source with a line or a rank where there is one."""
        for source, reason in self._database.execute(
            "SELECT source, reason FROM rejections JOIN files USING (file) ORDER BY path, rank"
        ):
            yield Rejected(source, reason)

    def counts(self) -> Counts:
        """How many rows there are of each kind."""
        (ignored,), (captures, articles), (rejections,) = (
            self._database.execute(query, values).fetchone()
            for query, values in (
                ("SELECT count(*) FROM files WHERE state = ?", (IGNORED,)),
                ("SELECT count(*), ifnull(sum(indexed), 0) FROM captures", ()),
                ("SELECT count(*) FROM rejections", ()),
            )
        )
        return Counts(
            ignored=ignored,
            captures=captures,
            articles=articles,
            rejections=rejections,
        )


@contextmanager
def opened(place: Path) -> Iterator[Records]:
    """The records of the generation in a directory, open for the block; else UnreadableIndex."""
    try:
        # immutable: SQLite looks for no lock and no journal, and makes none
        address = f"file:{quote(os.fsencode(place / NAME))}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("SELECT count(*) FROM roots").fetchone()
            yield Records(database)
    except sqlite3.DatabaseError as error:
        raise UnreadableIndex(
            f"le registre de l’index {place.name} est illisible ({cause(error)}) :"
            " lancer « reindex --full »"
        ) from error


def forget(place: Path, article_id: str) -> None:
    """Record that what has or had an id is no longer indexed, in a copy not published yet."""
    with closing(sqlite3.connect(place / NAME, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute(
            "UPDATE captures SET indexed = 0 WHERE article = ?1 OR former = ?1", (article_id,)
        )
