"""Which captures of a run are left out that a person may want to know of?

Two texts under one id are one article, of which one capture is indexed: where their titles differ
much, they may be two. And a purge from before ids were finer keeps out all that shared its id.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz

from indexer.analysis import words
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.generations.manifest import Manifest
from indexer.generations.source_records import IN_FORCE

# So many of each are named
NAMED_DUPLICATES, NAMED_KEPT_OUT = 5, 20
# Titles that are less alike than this, of 100, differ much. No two of the samples and the real
# pages are more alike, those of an article that was edited are
ALIKE = 60.0
_LETTERS = 4
# The titles of what was read in this run are there; of the others, what the engine holds
_PAIRS = """
SELECT affected.article, held, kept.content, kept_file.shown, kept_text.title,
    lost.content, lost_file.shown, lost_text.title
FROM run.affected
    JOIN captures AS kept ON kept.article = affected.article
    JOIN captures AS lost ON lost.article = affected.article
    JOIN files AS kept_file ON kept_file.file = kept.file
    JOIN files AS lost_file ON lost_file.file = lost.file
    LEFT JOIN run.texts AS kept_text
        ON kept_text.article = affected.article AND kept_text.content = kept.content
    LEFT JOIN run.texts AS lost_text
        ON lost_text.article = affected.article AND lost_text.content = lost.content
WHERE kept.indexed AND NOT lost.indexed AND lost.content != kept.content
ORDER BY lost_file.path, lost.rank
"""
_KEPT_OUT = """
FROM run.affected JOIN captures USING (article) JOIN files USING (file)
WHERE former IN (SELECT value FROM json_each(?1))
    AND article NOT IN (SELECT value FROM json_each(?1))
"""
_COVERED = f"""
SELECT count(*) FROM captures WHERE NOT indexed AND
    (article IN (SELECT value FROM json_each(?1)) OR former IN (SELECT value FROM json_each(?1))
     OR NOT {IN_FORCE})
"""  # noqa: S608 - constants of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class Titled:
    """A capture: the file it stands in and its title."""

    source: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A capture `left` out for the one `kept` of the same article."""

    article_id: str
    kept: Titled
    left: Titled


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """An article that only the id it had before keeps out: that id was purged."""

    article_id: str
    former_id: str
    source: str


class LeftOut:
    """What a run leaves out, read from its database (run_database) once captures are chosen."""

    def __init__(self, database: sqlite3.Connection, purged: Collection[str]) -> None:
        """`purged` are the ids of the tombstones."""
        self._database = database
        self._purged = json.dumps(sorted(purged))

    def duplicates(self, held_title: Callable[[str], str]) -> tuple[Duplicate, ...]:
        """The first duplicates of this run whose titles differ much from those kept, by file.

        `held_title` gives the title that the engine holds of an article, by its id.
        """
        return tuple(islice(self._unlike(held_title), NAMED_DUPLICATES))

    def _unlike(self, held_title: Callable[[str], str]) -> Iterator[Duplicate]:
        for article, held, *pair in self._database.execute(_PAIRS):
            captures = []
            for content, source, title in (pair[:3], pair[3:]):
                told = held_title(article) if title is None and content == held else title
                captures.append(Titled(source=source, title=told or ""))
            kept, left = captures
            # one that was left out before and was not read again has no title
            if kept.title and left.title and differ_much(kept.title, left.title):
                yield Duplicate(article_id=article, kept=kept, left=left)

    def kept_out(self) -> tuple[KeptOut, ...]:
        """The first articles of this run that are kept out by the id they had before, by id."""
        rows = self._database.execute(
            f"SELECT article, former, min(shown) {_KEPT_OUT} GROUP BY article LIMIT ?2",
            (self._purged, NAMED_KEPT_OUT),
        )
        return tuple(
            KeptOut(article_id=article, former_id=former, source=source)
            for article, former, source in rows
        )

    def kept_out_count(self) -> int:
        """How many they are in all."""
        return self._count(f"SELECT count(DISTINCT article) {_KEPT_OUT}")

    def covered_captures(self) -> int:
        """How many captures, read in this run or not, are kept out: purged, or taken back."""
        return self._count(_COVERED)

    def _count(self, query: str) -> int:
        return int(self._database.execute(query, (self._purged,)).fetchone()[0])


@contextmanager
def held_titles(root: Path, base: Manifest | None) -> Iterator[Callable[[str], str]]:
    """What gives the title of an article of a generation by its id, "" without one, for a block."""
    with ExitStack() as stack:

        @cache
        def opened(manifest: Manifest) -> Searcher:
            return stack.enter_context(closing(store.searcher(root, manifest)))

        def title(article_id: str) -> str:
            stored = opened(base).get(article_id) if base else None
            return Article.load(stored).title if stored else ""

        yield title


def differ_much(title: str, other: str) -> bool:
    """Whether two titles are hardly those of one article.

    The stems of their words of four letters or more, and of their numbers, are compared by
    rapidfuzz's token_set_ratio: what one of them adds counts little, what they share much.
    """
    return fuzz.token_set_ratio(_stems(title), _stems(other)) < ALIKE


def _stems(title: str) -> str:
    found = words(title)
    telling = [w for w in found if len(w.literal) >= _LETTERS or w.literal.isdecimal()]
    return " ".join(word.stem for word in telling or found)
