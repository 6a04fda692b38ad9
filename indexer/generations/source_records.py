"""What did each source file give to a generation?

The source records of a generation are one SQLite file in its directory, complete before it is
published and never changed after, so that it is read without a lock and from a read-only disk.
"""

import itertools
import json
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from indexer.article import Rejected
from indexer.errors import UnreadableIndex, cause
from indexer.messages.french_format import NBSP, counted

NAME = "records.sqlite"
# A capture is one article as one source gave it. Of those of an article the first in this order is
# indexed, one with a text before any teaser: the order never depends on that of the files.
BEST = "has_body DESC, modified DESC, whole DESC, captured DESC, content DESC, path"
# Of an article that was taken back at a moment, what is not later counts no more
IN_FORCE = """
captures.modified > ifnull(
    (SELECT max(moment) FROM withdrawals WHERE withdrawals.article = captures.article), -1e300)
"""
# The states of a file: a reader read it, no reader accepts it; what it gave before is kept where
# the disk or its reader failed, and where it is empty, cut or without an article
READ, IGNORED, UNREADABLE, DAMAGED = "read", "ignored", "unreadable", "damaged"
KEEPING = (UNREADABLE, DAMAGED)
# A rejection, and how many articles its file keeps, told with the first one: those that are indexed
# as it gave them
REJECTIONS = """
SELECT source, reason, (
    SELECT count(*) FROM captures
    WHERE captures.file = files.file AND captures.kept AND rejections.rank = 0
    AND content = (SELECT content FROM captures one WHERE one.article = captures.article
                   AND one.indexed)
) AS kept FROM rejections JOIN files USING (file)
"""
# The article of a capture is indexed, whichever capture of it is
_INDEXED = (
    "(captures.indexed OR EXISTS"
    " (SELECT 1 FROM captures one WHERE one.article = captures.article AND one.indexed))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCounts:
    """Numbers: files that no reader accepts, captures, indexed articles, rejections, pieces passed
    over, articles taken back.
    """

    ignored: int
    captures: int
    articles: int
    rejections: int
    passed: int
    withdrawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A source file as it was read: size in bytes, modification time in ns since 1970, digest.

    `shown` is its path as text.
    """

    path: Path
    shown: str
    size: int
    mtime_ns: int
    digest: bytes


class Records:
    """The source records of a generation, read-only; rows come in the order of the files' paths."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """`database` has the tables of SCHEMA; `opened` makes one of a generation's directory."""
        self._database = database

    def roots(self) -> tuple[Path, ...]:
        """The SOURCEs that the generation mirrors, by their real paths, in the order given."""
        rows = self._database.execute("SELECT path FROM roots ORDER BY rank")
        return tuple(dict.fromkeys(real(Path(os.fsdecode(path))) for (path,) in rows))

    def articles_of(self, root: Path, purged: Collection[str]) -> int:
        """How many indexed articles have a capture in a file under the SOURCE `root`.

        The capture that is indexed may be of another SOURCE; articles of `purged` do not count.
        """
        path = os.fsencode(root)
        within = path.rstrip(b"/") + b"/"
        query = f"""
            SELECT count(DISTINCT article) FROM files JOIN captures USING (file)
            WHERE (path = ? OR (path > ? AND path < ?)) AND instr(substr(path, ?), x'2F2E') = 0
            AND {_INDEXED} AND article NOT IN (SELECT value FROM json_each(?))
        """  # noqa: S608 - a constant of ours
        # what stands under a folder ends before the sign after « / »; dot files are no part of it
        values = (path, within, within[:-1] + b"0", len(within), json.dumps([*purged]))
        return int(self._database.execute(query, values).fetchone()[0])

    def kept(self) -> Iterator[Rejected]:
        """The rejections of files that keep what they gave before."""
        rows = self._database.execute(f"{REJECTIONS} WHERE kept ORDER BY path, rank")
        return itertools.starmap(rejection, rows)

    def trusted(self) -> Iterator[Trusted]:
        """The files that the next run passes over where neither size nor date has changed."""
        rows = self._database.execute(
            "SELECT path, shown, size, mtime_ns, digest FROM files WHERE mtime_ns > 0 ORDER BY path"
        )
        for path, shown, size, mtime_ns, digest in rows:
            name = Path(os.fsdecode(path))
            yield Trusted(path=name, shown=shown, size=size, mtime_ns=mtime_ns, digest=digest)

    def article_ids(self) -> Iterator[str]:
        """The ids of the articles that are indexed, in order."""
        rows = self._database.execute("SELECT article FROM captures WHERE indexed ORDER BY article")
        return (article for (article,) in rows)

    def among(self, ids: Collection[str]) -> frozenset[str]:
        """The ids of the indexed articles that have one of `ids`, or had it before."""
        rows = self._database.execute(
            "SELECT article FROM captures WHERE indexed"
            " AND article IN (SELECT value FROM json_each(?1)) UNION"
            " SELECT article FROM captures WHERE indexed AND article IN"
            " (SELECT article FROM captures WHERE former IN (SELECT value FROM json_each(?1)))",
            (json.dumps(sorted(ids)),),
        )
        return frozenset(article for (article,) in rows)

    def named(self, article_id: str) -> tuple[str, ...]:
        """The id itself if an indexed article has it, else the ids of those that had it before."""
        ids = self.among([article_id])
        return (article_id,) if article_id in ids else tuple(sorted(ids))

    def unaccounted(self) -> Iterator[str]:
        """The files that were read and gave nothing at all, not even a rejection: a fault."""
        rows = self._database.execute(
            "SELECT shown FROM files WHERE state = ?"
            " AND file NOT IN (SELECT file FROM captures)"
            " AND file NOT IN (SELECT file FROM withdrawals)"
            " AND file NOT IN (SELECT file FROM rejections) ORDER BY path",
            (READ,),
        )
        return (shown for (shown,) in rows)

    def ignored(self) -> Iterator[str]:
        """The files of a format that no reader accepts."""
        rows = self._database.execute(
            "SELECT shown FROM files WHERE state = ? ORDER BY path", (IGNORED,)
        )
        return (shown for (shown,) in rows)

    def rejections(self) -> Iterator[Rejected]:
        """Every rejection, its source with a line or a rank where there is one."""
        rows = self._database.execute(f"{REJECTIONS} ORDER BY path, rank")
        return itertools.starmap(rejection, rows)

    def counts(self) -> RecordCounts:
        """How many rows there are of each kind."""
        (ignored,), (captures, articles), (rejections,), (passed,), (withdrawn,) = (
            self._database.execute(query, values).fetchone()
            for query, values in (
                ("SELECT count(*) FROM files WHERE state = ?", (IGNORED,)),
                ("SELECT count(*), ifnull(sum(indexed), 0) FROM captures", ()),
                ("SELECT count(*) FROM rejections", ()),
                ("SELECT ifnull(sum(passed), 0) FROM files", ()),
                ("SELECT count(DISTINCT article) FROM withdrawals", ()),
            )
        )
        return RecordCounts(
            ignored=ignored,
            captures=captures,
            articles=articles,
            rejections=rejections,
            passed=passed,
            withdrawn=withdrawn,
        )


def rejection(source: str, reason: str, kept: int) -> Rejected:
    """A row of REJECTIONS, which says what the file keeps."""
    if kept:
        articles = "son dernier bon article"
        if kept > 1:
            articles = f"ses {counted(kept, 'dernier bon article')}"
        reason = f"{reason}{NBSP}; garde {articles}"
    return Rejected(source, reason)


def real(source: Path) -> Path:
    """The path that a SOURCE is known by: whole, without a link, whatever it was called.

    A link that turns in circles stays as it is.
    """
    return Path(os.path.realpath(source))


@contextmanager
def opened(place: Path) -> Iterator[Records]:
    """The records of the generation in a directory, open for the block.

    UnreadableIndex where SQLite cannot read them.
    """
    with connected(place) as database:
        database.execute("SELECT count(*) FROM roots").fetchone()
        yield Records(database)


@contextmanager
def connected(place: Path) -> Iterator[sqlite3.Connection]:
    """The database of the records of the generation in a directory, as `opened`."""
    try:
        with closing(sqlite3.connect(address(place), uri=True)) as database:
            yield database
    except sqlite3.DatabaseError as error:
        raise UnreadableIndex(
            f"le registre de l’index {place.name} est illisible ({cause(error)}) :"
            " lancer « reindex --full »"
        ) from error


def address(place: Path) -> str:
    """What SQLite knows these records by."""
    # immutable: SQLite looks for no lock and no journal, and makes none
    return f"file:{quote(os.fsencode(place / NAME))}?mode=ro&immutable=1"


def is_sound(place: Path) -> bool:
    """Whether every page of the records of a generation can be read; their bytes may be sealed."""
    try:
        with connected(place) as database:
            return bool(database.execute("PRAGMA quick_check").fetchone() == ("ok",))
    except UnreadableIndex:
        return False


def forget(place: Path, article_id: str) -> None:
    """Record that the articles that have or had an id are not indexed, in an unpublished copy."""
    with closing(sqlite3.connect(place / NAME, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute(
            "UPDATE captures SET indexed = 0 WHERE article = ?1 OR former = ?1", (article_id,)
        )
