"""Another yardstick: the same articles and searches on SQLite's full-text index."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from indexer import readers
from indexer.analysis import fold_label
from indexer.article import Article
from indexer.engines.request import Sort
from indexer.indexing import file_walk
from indexer.schema import FACETS
from indexer.search.request import SearchRequest

_SCHEMA = """
CREATE VIRTUAL TABLE texts USING fts5 (
    title, lede, body, authors, tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);
CREATE TABLE articles (number INTEGER PRIMARY KEY, url, published REAL, day TEXT, month TEXT);
CREATE TABLE facets (name, value, number, PRIMARY KEY (name, number, value)) WITHOUT ROWID;
"""
# The boosts of the title and the lede
_ORDERS = {True: "bm25(texts, 4.0, 2.0, 1.0, 1.0)", False: "articles.published DESC"}
_EXCLUDED = re.compile(r"(?<!\S)-(\w+)")
_WORD = re.compile(r'"[^"]*"|\S+')


class Clause(NamedTuple):
    """A piece of a search: words in a row, the beginning of one; in a field, "" for any."""

    words: str
    field: str = ""
    begins: bool = False
    excluded: bool = False


def clauses(text: str) -> Iterator[Clause]:
    """The pieces of a search of the benchmark, as another engine writes them its own way."""
    for piece in _WORD.findall(_EXCLUDED.sub("", text)):
        field, _, word = piece.replace("titre:", "title:").rpartition(":")
        yield Clause(word.strip('*"'), field, word.endswith("*"))
    for word in _EXCLUDED.findall(text):
        yield Clause(word, excluded=True)


def build(folder: Path, place: Path) -> int:
    """Index every dump under a folder; the number of articles."""
    place.mkdir()
    count = 0
    with sqlite3.connect(place / "archive.sqlite") as database:
        database.executescript(_SCHEMA)
        for count, article in enumerate(articles(folder), 1):
            _insert(database, count, article)
        database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        database.execute("CREATE INDEX of_value ON facets (name, value)")
    return count


def articles(folder: Path) -> Iterator[Article]:
    """The articles of every dump under a folder."""
    for one in file_walk.files([folder]):
        for found in readers.read(Path(one.path)) or ():
            match found:
                case Article():
                    yield found


def _insert(database: sqlite3.Connection, number: int, article: Article) -> None:
    texts = (article.title, article.lede, "\n".join(article.body), ", ".join(article.authors))
    database.execute(
        "INSERT INTO texts (rowid, title, lede, body, authors) VALUES (?, ?, ?, ?, ?)",
        (number, *texts),
    )
    day = article.day
    moment = article.published.timestamp() if article.published else None
    database.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?)",
        (number, article.url, moment, day and str(day), day and f"{day:%Y%m}"),
    )
    database.executemany(
        "INSERT OR IGNORE INTO facets VALUES (?, ?, ?)",
        (
            (facet.name, fold_label(value), number)
            for facet in FACETS
            for value in facet.values(article)
        ),
    )


def answerer(place: Path) -> Callable[[SearchRequest], int]:
    """What answers a request: the matches counted by facet and month, a page with snippets."""
    database = sqlite3.connect(place / "archive.sqlite")

    def answer(request: SearchRequest) -> int:
        conditions, values = _where(request)
        matches = f"FROM texts JOIN articles ON number = texts.rowid WHERE {conditions}"
        database.execute("DROP TABLE IF EXISTS temp.found")
        database.execute(f"CREATE TEMP TABLE found AS SELECT number, month {matches}", values)
        ((total,),) = database.execute("SELECT count(*) FROM found")
        database.execute("SELECT month, count(*) FROM found GROUP BY month").fetchall()
        database.execute(
            "SELECT name, value, count(*) FROM found JOIN facets USING (number)"
            " GROUP BY name, value"
        ).fetchall()
        order = _ORDERS[request.order is Sort.RELEVANCE]
        marked = ", ".join(
            f"snippet(texts, {column}, '<b>', '</b>', '…', 40)" for column in range(3)
        )
        database.execute(
            f"SELECT url, {marked} {matches} ORDER BY {order} LIMIT {request.size}",
            values,
        ).fetchall()
        return int(total)

    return answer


def _where(request: SearchRequest) -> tuple[str, list[str]]:
    """The conditions of a request, and their values."""
    conditions, values = ["texts MATCH ?"], [_match(request.text)]
    for tag in request.filters.get("tag", ()):
        conditions.append("number IN (SELECT number FROM facets WHERE name = 'tag' AND value = ?)")
        values.append(tag)
    if request.since and request.until:
        conditions.append("day BETWEEN ? AND ?")
        values += [str(request.since), str(request.until)]
    return " AND ".join(conditions), values


def _match(text: str) -> str:
    """The text in the language of FTS5: words and phrases quoted, prefixes, exclusions last."""
    excluded, pieces = "", []
    for clause in clauses(text):
        quoted = f'"{clause.words}"' + "*" * clause.begins
        if clause.excluded:
            excluded += f" NOT {quoted}"
        else:
            pieces.append(f"{clause.field}:{quoted}" if clause.field else quoted)
    return " AND ".join(pieces) + excluded
