"""Make an index as the version before wrote it: format 4, its pointer, manifest and records."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from indexer.generations import checksums, pointer, source_records, store

FORMAT = 4


def downgrade(root: Path) -> None:
    """Have every published generation of an index directory be of format 4."""
    path = root / pointer.NAME
    values = json.loads(path.read_text())
    path.write_text(json.dumps({key: values[key] for key in ("generation", "previous")}))
    for name in (values["generation"], *values["previous"]):
        place = store.place(root, name)
        manifest = json.loads((place / store.MANIFEST).read_text())
        manifest |= {"format": FORMAT, "fingerprint": "0123456789abcdef-0123-4567"}
        (place / store.MANIFEST).write_text(json.dumps(manifest))
        with closing(sqlite3.connect(place / source_records.NAME)) as database:
            database.execute("DROP INDEX captures_of_former")
            for table, column in (("files", "reader"), ("captures", "former")):
                database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            database.commit()
        checksums.seal(place, None)
