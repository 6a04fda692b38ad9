"""What do the records of a generation to come take over from those of the one that serves?

The next of a line has them whole. One that is built in full has what it can of their rows, so that
it knows what each SOURCE and each file gave before; none where they are damaged.
"""

import os
import sqlite3
from pathlib import Path

from indexer.generations import checksums, record_tables, source_records
from indexer.generations.source_records import KEEPING, real
from indexer.readers import shown

_TABLES = ("roots", "files", "captures", "withdrawals", "rejections", "good")
_KEEPERS = f"SELECT file FROM files WHERE state IN {KEEPING}"  # noqa: S608 - constants of ours
_NUMBERS = ("INTEGER", "REAL")


def begin(database: sqlite3.Connection, base: Path | None, *, anew: bool) -> None:
    """Fill the main database, which is a copy of the records in `base` unless `anew`."""
    if anew or not base:
        for statement in (*record_tables.SCHEMA.split(";"), record_tables.GOOD):
            database.execute(statement)
        if base and checksums.holds(base, source_records.NAME) and source_records.is_sound(base):
            _take(database, base / source_records.NAME)
    elif "good" not in _columns(database, "main"):
        database.execute(record_tables.GOOD)
        _supplement(database)
    _relocate(database)


def _take(database: sqlite3.Connection, old: Path) -> None:
    """Copy the rows of records that any version wrote."""
    database.execute("ATTACH ? AS old", (os.fsencode(old),))
    database.execute("BEGIN")
    before, after = _columns(database, "old"), _columns(database, "main")
    for table in (one for one in _TABLES if one in before):
        known = before[table]
        values = ", ".join(one if one in known else empty for one, empty in after[table].items())
        database.execute(f"INSERT INTO main.{table} SELECT {values} FROM old.{table}")  # noqa: S608
    if "has_body" not in before.get("captures", ()):
        # page dumps, all of them with a text
        database.execute(
            f"UPDATE captures SET has_body = 1, kept = file IN ({_KEEPERS})"  # noqa: S608
        )
    _supplement(database)
    database.execute("COMMIT")
    database.execute("DETACH old")


def _columns(database: sqlite3.Connection, schema: str) -> dict[str, dict[str, str]]:
    """The columns of each table, with what they hold where nothing is known."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind, filled in database.execute(
        'SELECT t.name, c.name, c.type, c."notnull" FROM pragma_table_list t,'
        " pragma_table_info(t.name, t.schema) c WHERE t.schema = ? ORDER BY t.name, c.cid",
        (schema,),
    ):
        found.setdefault(table, {})[column] = _empty(kind) if filled else "NULL"
    return found


def _empty(kind: str) -> str:
    return "0" if kind in _NUMBERS else "''"


def _relocate(database: sqlite3.Connection) -> None:
    """Have every file stand under the real path of its SOURCE, and not be read again for that."""
    roots = [path for (path,) in database.execute("SELECT path FROM roots").fetchall()]
    # the longest first: a SOURCE may stand in another
    for old in sorted(roots, key=len, reverse=True):
        new = os.fsencode(real(Path(os.fsdecode(old))))
        if new != old:
            move(database, old.rstrip(b"/"), new.rstrip(b"/"))


def move(database: sqlite3.Connection, old: bytes, new: bytes) -> None:
    """Have the files known at, or under, a path known under another, with their rejections."""
    rows = database.execute(
        "SELECT file, path, shown FROM files WHERE path = ? OR (path > ? AND path < ?)",
        (old, old + b"/", old + b"0"),
    ).fetchall()
    for file, path, before in rows:
        moved = new + path[len(old) :]
        name = shown(Path(os.fsdecode(moved)))
        # where the file is known by both paths, the other stays
        done = database.execute(
            "UPDATE OR IGNORE files SET path = ?, shown = ? WHERE file = ?", (moved, name, file)
        )
        if done.rowcount:
            database.execute(
                "UPDATE rejections SET source = ? || substr(source, ?) WHERE file = ?",
                (name, 1 + len(before), file),
            )


def _supplement(database: sqlite3.Connection) -> None:
    """Say of files that gave captures to an older version what their bytes were."""
    database.execute(
        "INSERT OR IGNORE INTO good SELECT file, digest, size, x'', 0 FROM files"
        " WHERE file IN (SELECT file FROM captures)"
    )
