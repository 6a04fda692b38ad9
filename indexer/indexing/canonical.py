"""Which capture of an article is indexed, and what does that change in the engine?

Of several one with a text is, then the newest modification, one whose paragraphs were not guessed,
the one that was saved last; what is left equal is settled by content, so that the order of the
files never matters. What was taken back since counts no more.
"""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from indexer.generations import tombstones
from indexer.generations.differences import ADDED, CHANGED, REMOVED
from indexer.generations.source_records import BEST, IN_FORCE

# Of what a file only keeps, what the generation before holds is all there is
_CHOSEN = f"""
SELECT file, rank, content, kept FROM main.captures JOIN main.files USING (file)
WHERE article = ? AND (NOT kept OR content = ?) AND {IN_FORCE}
ORDER BY {BEST} LIMIT 1
"""  # noqa: S608 - constants of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to do with an article: `kind` is ADDED, CHANGED or REMOVED, `packed` empty for this."""

    article_id: str
    kind: str
    packed: bytes


class Choice:
    """The choice among captures, in the database of a run (run_database): its own tables."""

    def __init__(
        self, database: sqlite3.Connection, purged: Collection[str], *, anew: bool
    ) -> None:
        """`database` is that of a run.

        No capture of an article that an id of `purged` covers is ever chosen. `anew` where the
        engine starts from nothing.
        """
        self._database = database
        self._purged = purged
        self._anew = anew
        if anew:
            self._do("INSERT INTO run.affected SELECT article, content FROM captures WHERE indexed")
            self._do("INSERT OR IGNORE INTO run.affected SELECT article, NULL FROM captures")

    def mark_affected(self, article: str) -> None:
        """Have the capture of an article chosen again; called before its captures change."""
        self._do(
            "INSERT OR IGNORE INTO run.affected VALUES"
            " (?, (SELECT content FROM captures WHERE article = ? AND indexed))",
            *(article, article),
        )

    def mark_without_indexed(self) -> None:
        """Have those chosen again of which no capture is indexed: a purge was undone."""
        rows = self._database.execute(
            "SELECT article FROM captures WHERE NOT indexed"
            " EXCEPT SELECT article FROM captures WHERE indexed"
        )
        for (article,) in rows.fetchall():
            if not self._covered(article):
                self.mark_affected(article)

    def choose_captures(self) -> bool:
        """Mark as indexed one capture of every affected article; False where a text is missing.

        Files are then pending that hold a runner-up, which takes the place of one that went, or
        what the generation before alone has is wanted.
        """
        self._do("DELETE FROM run.changes")
        for article, held in self._database.execute("SELECT article, held FROM run.affected"):
            chosen = not self._covered(article) and self._row(_CHOSEN, article, held)
            self._do("UPDATE captures SET indexed = 0 WHERE article = ? AND indexed", article)
            if chosen:
                self._index(article, None if self._anew else held, chosen)
            elif held and not self._anew:
                self._insert_change(article, REMOVED, b"")
        missing = "SELECT 1 FROM run.pending UNION ALL SELECT 1 FROM run.wanted LIMIT 1"
        return self._row(missing) is None

    def _covered(self, article: str) -> bool:
        if not self._purged:
            return False
        rows = self._database.execute(
            "SELECT former FROM captures WHERE article = ? AND former IS NOT NULL", (article,)
        )
        return tombstones.covers(self._purged, article, *(former for (former,) in rows))

    def _index(self, article: str, held: bytes | None, chosen: tuple[Any, ...]) -> None:
        file, rank, content, kept = chosen
        self._do("UPDATE captures SET indexed = 1 WHERE file = ? AND rank = ?", file, rank)
        if content == held:
            return
        self._insert_change(article, CHANGED if held else ADDED, content)
        text = "SELECT 1 FROM run.texts WHERE article = ? AND content = ?"
        if self._row(text, article, content):
            return
        if kept:
            self._do("INSERT INTO run.wanted VALUES (?, ?)", article, content)
        else:
            self._do(
                "INSERT OR IGNORE INTO run.pending SELECT NULL, path, size, mtime_ns, x''"
                " FROM files WHERE file = ?",
                file,
            )

    def _insert_change(self, article: str, kind: str, content: bytes) -> None:
        self._do("INSERT INTO run.changes VALUES (?, ?, ?)", article, kind, content)

    def count(self, *kinds: str) -> int:
        """How many articles are to be changed in one of these ways."""
        marks = ", ".join("?" for _ in kinds)
        query = f"SELECT count(*) FROM run.changes WHERE kind IN ({marks})"  # noqa: S608 - marks
        return int(self._row(query, *kinds)[0])

    def changes(self) -> Iterator[Change]:
        """What is to be done in the engine, by id."""
        for article, kind, packed in self._database.execute(
            "SELECT article, kind, ifnull(packed, x'') FROM run.changes"
            " LEFT JOIN run.texts USING (article, content) ORDER BY article"
        ):
            yield Change(article_id=article, kind=kind, packed=packed)

    def days(self) -> tuple[date | None, date | None]:
        """The first and the last day of publication of what is indexed."""
        first, last = self._row("SELECT min(day), max(day) FROM captures WHERE indexed AND day > 0")
        return first and date.fromordinal(first), last and date.fromordinal(last)

    def _do(self, query: str, *values: object) -> None:
        self._database.execute(query, values)

    def _row(self, query: str, *values: object) -> Any:
        return self._database.execute(query, values).fetchone()
