"""Which files keep what they gave before, and for which reason?

One that the disk or its reader refuses, and one that is empty, cut or holds no article any more:
nobody takes an article out that way. What the generation that serves holds of it is kept until the
file is whole again, or gone.
"""

import sqlite3

from indexer.article import Rejected
from indexer.generations.source_records import DAMAGED, IGNORED, READ, UNREADABLE
from indexer.indexing.file_result import Capture, FileResult
from indexer.indexing.truncation import Beginnings, is_cut

_CUT = "copie coupée avant la fin"
_UNKNOWN = "aucun article"
# What of a damaged file the generation to come holds otherwise, or not at all, is kept no more
_RELEASE = """
DELETE FROM captures WHERE kept AND file IN (SELECT file FROM files WHERE state != ?)
    AND content IS NOT (
        SELECT content FROM captures one WHERE one.article = captures.article AND one.indexed)
"""


class DamagedFiles:
    """What files gave that keep it, in the database of a run (run_database): its own tables."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """`database` is that of a run."""
        self._database = database

    def judged(self, file: int, source: str, result: FileResult) -> FileResult:
        """The result of a file as it counts: DAMAGED, with one rejection, unlike what it was."""
        query = "SELECT digest, size, checks, finished FROM good WHERE file = ?"
        good = self._database.execute(query, (file,)).fetchone()
        # of the bytes that gave captures it is the reader that thinks otherwise
        if result.state == UNREADABLE or not good or good[0] == result.digest:
            return result
        before = Beginnings(size=good[1], checks=good[2], finished=good[3])
        reason = self._damage(file, result, before)
        if not reason:
            return result
        rejected = (Rejected(source, reason),)
        return FileResult(state=DAMAGED, digest=result.digest, rejected=rejected)

    def _damage(self, file: int, result: FileResult, before: Beginnings) -> str:
        """What is wrong with a file that gave captures, "" for nothing."""
        now = result.beginnings
        if result.withdrawn or result.held:
            # taken out, or held back, by who wrote it
            return ""
        if not result.captures:
            return next((one.reason for one in (*result.cut, *result.rejected)), _UNKNOWN)
        if not now or not is_cut(now, before):
            return ""
        # articles as they were, the last one to its end, are no copy that stopped on its way
        query = "SELECT article, content FROM captures WHERE file = ?"
        given = set(self._database.execute(query, (file,)))
        whole = all((one.article_id, one.content) in given for one in result.captures)
        return "" if whole and now.finished else _CUT

    def remember(self, file: int, result: FileResult) -> None:
        """Put down what the bytes of a file were that gave captures."""
        if result.captures and result.state == READ:
            now = result.beginnings or Beginnings(size=0, checks=b"", finished=False)
            self._database.execute(
                "INSERT OR REPLACE INTO good VALUES (?, ?, ?, ?, ?)",
                (file, result.digest, now.size, now.checks, now.finished),
            )
        elif result.state in (READ, IGNORED):
            self._database.execute("DELETE FROM good WHERE file = ?", (file,))

    def wanted(self) -> list[str]:
        """The articles that were chosen and whose text this run has not read."""
        return [one for (one,) in self._database.execute("SELECT article FROM run.wanted")]

    def supply(self, capture: Capture) -> None:
        """Give the text of one that was wanted."""
        self._database.execute(
            "INSERT OR IGNORE INTO run.texts SELECT article, content, ?, ? FROM run.wanted"
            " WHERE article = ?",
            (capture.title, capture.packed, capture.article_id),
        )
        self._database.execute("DELETE FROM run.wanted WHERE article = ?", (capture.article_id,))

    def forget_kept(self, article: str) -> None:
        """Have no file keep an article whose text is nowhere; it is to be chosen again."""
        self._database.execute("DELETE FROM captures WHERE article = ? AND kept", (article,))
        self._database.execute("DELETE FROM run.wanted WHERE article = ?", (article,))

    def forget_unsupplied(self) -> None:
        """Let go, once all is chosen, of what damaged files cannot give back."""
        self._database.execute(_RELEASE, (UNREADABLE,))
