"""How is what a file gives put down in the records, in place of what it gave before?"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.article import Rejected, Withdrawn
from indexer.generations.source_records import KEEPING, UNREADABLE
from indexer.indexing.canonical import Choice
from indexer.indexing.extraction import Pending
from indexer.indexing.file_result import Capture, FileResult
from indexer.readers import shown

_OF_A_FILE = ("withdrawals", "rejections", "good", "files")


class FileRows:
    """The rows of files, in the database of a run (run_database): its own tables."""

    def __init__(self, database: sqlite3.Connection, choice: Choice) -> None:
        """`database` is that of a run; `choice` is told of each article whose captures change."""
        self._database = database
        self._choice = choice

    def write(self, file: Pending, result: FileResult, known: int | None) -> int:
        """Replace all that is put down of a file, `known` by this number; its number."""
        number = self._write_row(file, result, known)
        if known is not None:
            self._forget_given(number, result)
        self._insert_captures(number, result.captures)
        self._insert_withdrawals(number, result.withdrawn)
        # the first one says why the file keeps what it gave
        self._replace_rejections(number, (*result.cut, *result.rejected))
        return number

    def _write_row(self, file: Pending, result: FileResult, known: int | None) -> int:
        # what is unreadable is read again the next time
        trusted = 0 if result.state == UNREADABLE else file.mtime_ns
        values = (file.size, trusted, result.digest, result.state, result.reader)
        told = (len(result.passed), result.not_before)
        if known is not None:
            self._do(
                "UPDATE files SET size = ?, mtime_ns = ?, digest = ?, state = ?, reader = ?,"
                " passed = ?, not_before = ? WHERE file = ?",
                *(*values, *told, known),
            )
            return known
        (number,) = self._database.execute(
            "INSERT INTO files VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING file",
            (os.fsencode(file.path), shown(file.path), *values, *told),
        ).fetchone()
        return int(number)

    def _forget_given(self, file: int, result: FileResult) -> None:
        """Forget what a file gave, or put down that it is kept."""
        if result.state in KEEPING:
            self._do("UPDATE captures SET kept = 1 WHERE file = ?", file)
            return
        if not result.cut:
            self.forget_captures(file)
            return
        # what an archive gives no more, where it could not be read to its end
        self._mark_affected(file)
        for capture in result.captures:
            self._do(
                "DELETE FROM captures WHERE file = ? AND article = ?", file, capture.article_id
            )
        self._do("UPDATE captures SET kept = 1 WHERE file = ?", file)

    def forget_captures(self, file: int) -> None:
        """Forget the captures of a file; their articles are to be chosen again."""
        self._mark_affected(file)
        for table in ("captures", "withdrawals"):
            self._do(f"DELETE FROM {table} WHERE file = ?", file)  # noqa: S608 - of ours

    def forget(self, file: int) -> None:
        """Forget a file and all it gave."""
        self.forget_captures(file)
        for table in _OF_A_FILE:
            self._do(f"DELETE FROM {table} WHERE file = ?", file)  # noqa: S608 - of ours

    def _mark_affected(self, file: int) -> None:
        rows = self._database.execute(
            "SELECT article FROM captures WHERE file = ?1"
            " UNION SELECT article FROM withdrawals WHERE file = ?1",
            (file,),
        )
        for (article,) in rows.fetchall():
            self._choice.mark_affected(article)

    def insert_texts(self, captures: Iterable[Capture]) -> None:
        """Put down captures as they were analysed, before or when they are told of a file."""
        for one in captures:
            self._do(
                "INSERT OR IGNORE INTO run.texts VALUES (?, ?, ?, ?)",
                *(one.article_id, one.content, one.title, one.packed),
            )

    def _insert_captures(self, file: int, captures: Sequence[Capture]) -> None:
        first = self._next_rank("captures", file)
        for rank, one in enumerate(captures, first):
            self._choice.mark_affected(one.article_id)
            self._do(
                "INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
                *(file, rank, one.article_id, one.former, one.has_body, one.modified),
                *(one.whole, one.captured, one.content, one.day),
            )
        self.insert_texts(captures)

    def _insert_withdrawals(self, file: int, withdrawn: Sequence[Withdrawn]) -> None:
        first = self._next_rank("withdrawals", file)
        for rank, one in enumerate(withdrawn, first):
            self._choice.mark_affected(one.id)
            self._do(
                "INSERT INTO withdrawals VALUES (?, ?, ?, ?)",
                *(file, rank, one.id, one.moment.timestamp()),
            )

    def _next_rank(self, table: str, file: int) -> int:
        query = f"SELECT ifnull(max(rank), -1) + 1 FROM {table} WHERE file = ?"  # noqa: S608
        return int(self._row(query, file)[0])

    def _replace_rejections(self, file: int, rejected: Sequence[Rejected]) -> None:
        self._do("DELETE FROM rejections WHERE file = ?", file)
        for rank, one in enumerate(rejected):
            self._do(
                "INSERT INTO rejections VALUES (?, ?, ?, ?)", file, rank, one.source, one.reason
            )

    def reject_article(self, article: str, reason: str) -> Rejected:
        """Reject the indexed capture of an article, which the engine would not take."""
        file, rank, source = self._row(
            "SELECT file, rank, shown FROM captures JOIN files USING (file)"
            " WHERE article = ? AND indexed",
            article,
        )
        self._do("DELETE FROM captures WHERE file = ? AND rank = ?", file, rank)
        place = self._next_rank("rejections", file)
        self._do("INSERT INTO rejections VALUES (?, ?, ?, ?)", file, place, source, reason)
        return Rejected(source, reason)

    def _do(self, query: str, *values: object) -> None:
        self._database.execute(query, values)

    def _row(self, query: str, *values: object) -> Any:
        return self._database.execute(query, values).fetchone()
