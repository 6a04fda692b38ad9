"""Which files keep what they gave before, and for which reason?

One that the disk or its reader refuses, and one that is empty, cut or holds no article any more:
nobody takes an article out that way. What the generation that serves holds of it is kept until the
file is whole again, or gone.
"""

import sqlite3
from collections.abc import Collection, Sequence

from indexer.article import Rejected
from indexer.reading import Found, Reading
from indexer.records import DAMAGED, IGNORED, KEEPING, READ, UNREADABLE
from indexer.truncation import Beginnings, is_cut

_CUT = "copie coupée avant la fin"
_UNKNOWN = "aucun article"
# An article as a capture gave it, with what the generation before holds of the article
_CAPTURES = """
SELECT article, content, coalesce(
    (SELECT held FROM run.affected WHERE affected.article = captures.article),
    (SELECT content FROM captures one WHERE one.article = captures.article AND one.indexed)
) FROM captures WHERE file = ?
"""
_KEEPERS = f"SELECT file FROM files WHERE state IN {KEEPING}"  # noqa: S608 - constants of ours
# What of a damaged file the generation to come holds otherwise, or not at all, is kept no more
_RELEASE = (
    "DELETE FROM captures WHERE file IN (SELECT file FROM files WHERE state = :damaged)"
    " AND content IS NOT"
    " (SELECT content FROM captures one WHERE one.article = captures.article AND one.indexed)",
    "DELETE FROM good WHERE file IN (SELECT file FROM files WHERE state = :damaged)"
    " AND file NOT IN (SELECT file FROM captures)",
    "UPDATE files SET state = :read WHERE state = :damaged"
    " AND file NOT IN (SELECT file FROM captures)",
)


class Keeping:
    """What files gave, in the database of a ledger."""

    def __init__(self, database: sqlite3.Connection, purged: Collection[str]) -> None:
        """No article whose id is in `purged` is kept."""
        self._database = database
        self._purged = purged

    def judged(self, file: int, source: str, reading: Reading) -> Reading:
        """The reading of a file as it counts: DAMAGED, with one rejection, where it keeps."""
        rows = self._database.execute(_CAPTURES, (file,)).fetchall()
        kept = any(content == held for one, content, held in rows if one not in self._purged)
        if not kept or reading.state == UNREADABLE:
            return reading
        reason = self._damage(file, reading, {(one, content) for one, content, _ in rows})
        if not reason:
            return reading
        rejected = (Rejected(source, reason),)
        return Reading(state=DAMAGED, digest=reading.digest, rejected=rejected)

    def _damage(self, file: int, reading: Reading, given: set[tuple[str, bytes]]) -> str:
        """What is wrong with a file that gave captures, "" for nothing."""
        query = "SELECT digest, size, checks, finished FROM good WHERE file = ?"
        digest, size, checks, finished = self._database.execute(query, (file,)).fetchone()
        if reading.digest == digest:
            # the bytes that gave them: it is the reader that takes them otherwise
            return ""
        if not reading.found:
            return next((one.reason for one in reading.rejected), _UNKNOWN)
        before = Beginnings(size=size, checks=checks, finished=finished)
        cut = reading.beginnings and is_cut(reading.beginnings, before)
        return _CUT if cut and not _is_whole(reading.beginnings, reading.found, given) else ""

    def remember(self, file: int, reading: Reading) -> None:
        """Put down what the bytes of a file were that gave captures."""
        if reading.beginnings and reading.found:
            now = reading.beginnings
            self._database.execute(
                "INSERT OR REPLACE INTO good VALUES (?, ?, ?, ?, ?)",
                (file, reading.digest, now.size, now.checks, now.finished),
            )
        elif reading.state in (READ, IGNORED):
            self._database.execute("DELETE FROM good WHERE file = ?", (file,))

    def wanted(self) -> list[str]:
        """The articles that were chosen and whose text this run has not read."""
        return [one for (one,) in self._database.execute("SELECT article FROM run.wanted")]

    def supply(self, found: Found) -> None:
        """Give the text of one that was wanted."""
        self._database.execute(
            "INSERT OR IGNORE INTO run.texts SELECT article, content, ?, ? FROM run.wanted"
            " WHERE article = ?",
            (found.title, found.packed, found.article_id),
        )
        self._database.execute("DELETE FROM run.wanted WHERE article = ?", (found.article_id,))

    def give_up(self, article: str) -> None:
        """Have no file keep an article whose text is nowhere; it is to be chosen again."""
        self._database.execute(
            f"DELETE FROM captures WHERE article = ? AND file IN ({_KEEPERS})",  # noqa: S608
            (article,),
        )
        self._database.execute("DELETE FROM run.wanted WHERE article = ?", (article,))

    def release(self) -> None:
        """Let go, once all is chosen, of what damaged files cannot give back."""
        for query in _RELEASE:
            self._database.execute(query, {"damaged": DAMAGED, "read": READ})


def _is_whole(
    now: Beginnings | None, found: Sequence[Found], given: set[tuple[str, bytes]]
) -> bool:
    """Whether what is left of a file are articles as they were, the last one to its end."""
    return bool(now and now.finished) and {(one.article_id, one.content) for one in found} <= given
