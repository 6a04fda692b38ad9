"""Where does a run note what it finds? In one database of two files, so that memory stays bounded.

`main` becomes the records of the generation to come (generations.source_records); it begins with
those of the generation that serves. `run` is of use to the run alone. Each table has one writer,
but where another is named; all may read:

change_detection.Ledger     main.roots; run.seen, hidden, told, moved, refused, pending; times of
                            main.files
file_rows.FileRows          main.files, rejections, withdrawals, captures (but `indexed`); run.texts
canonical.Choice            captures.indexed; run.affected, changes; adds to run.pending, run.wanted
damaged_files.DamagedFiles  main.good; takes from run.wanted, adds its texts to run.texts, and
                            forgets captures that files kept and nobody can give back
left_out.LeftOut            none
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import BuildFailed, cause
from indexer.generations import source_records
from indexer.indexing import inherited_records

# seen: files there now; hidden: paths that cannot be read; pending: files to read; told: those that
# were; moved: what became of files; refused: what was, in the generation before; texts: captures
# read in this run, analysed; affected: articles that files give or gave, and what of each the
# generation before holds; changes: what is to be done in the engine; wanted: captures whose text
# that generation alone has
_SCHEMA = """
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
CREATE TABLE run.refused (source TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE run.affected (article TEXT PRIMARY KEY, held BLOB) WITHOUT ROWID;
CREATE TABLE run.changes (article TEXT PRIMARY KEY, kind TEXT, content BLOB) WITHOUT ROWID;
CREATE TABLE run.wanted (article TEXT PRIMARY KEY, content BLOB) WITHOUT ROWID;
"""


@contextmanager
def opened(scratch: Path, base: Path | None, *, anew: bool) -> Iterator[sqlite3.Connection]:
    """The database of a run, in the folder `scratch`, which the caller deletes; else BuildFailed.

    It has the records of the generation in `base`, if any; `anew` takes what it can of those that
    another version wrote.
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
        for statement in _SCHEMA.split(";"):
            database.execute(statement)
        yield database
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


def save(database: sqlite3.Connection, place: Path) -> None:
    """Have the records in the directory of a generation, in one file that nothing changes."""
    database.execute("COMMIT")
    (path,) = database.execute(
        "SELECT file FROM pragma_database_list WHERE name = 'main'"
    ).fetchone()
    Path(path).rename(place / source_records.NAME)
