"""Keep the articles read so far on disk, one for each id, whatever the order they come in."""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from indexer.article import Article
from indexer.errors import BuildFailed


class Spool:
    """A temporary table of articles: of several with one id the best stays.

    Best is the newest modification, then the one whose paragraphs were not guessed; what is left
    equal is settled by content, so that the order of the files never matters.
    """

    def __init__(self, path: Path) -> None:
        """`path` is a file of ours to create."""
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
            "CREATE TABLE articles (id TEXT PRIMARY KEY, modified REAL, whole INT, dump TEXT)"
            " WITHOUT ROWID"
        )
        self.received = 0

    def add(self, article: Article) -> None:
        """Keep an article unless a better one with its id is there."""
        self.received += 1
        moment = article.modified or article.published
        try:
            self._insert(article, moment)
        except sqlite3.OperationalError as error:
            raise BuildFailed(f"le disque refuse d’écrire ({error}) : faire de la place") from error

    def _insert(self, article: Article, moment: datetime | None) -> None:
        self._database.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE"
            " SET modified = excluded.modified, whole = excluded.whole, dump = excluded.dump"
            " WHERE (excluded.modified, excluded.whole, excluded.dump) > (modified, whole, dump)",
            (
                article.id,
                moment.timestamp() if moment else 0.0,
                not article.degraded,
                article.dump(),
            ),
        )

    def __len__(self) -> int:
        (count,) = self._database.execute("SELECT count(*) FROM articles").fetchone()
        return int(count)

    def __iter__(self) -> Iterator[Article]:
        """The articles kept, by id."""
        for (dump,) in self._database.execute("SELECT dump FROM articles ORDER BY id"):
            yield Article.load(dump)

    def close(self) -> None:
        """Free the file, which the caller deletes."""
        self._database.close()
