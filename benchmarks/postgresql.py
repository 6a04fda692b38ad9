"""Another yardstick: the same articles and searches on PostgreSQL's French full-text search.

Its answers lack what it cannot do: the forms of a word that were found, a quotation to the letter
(the words of grammar are dropped, the others stemmed), spellings of accents apart.
"""

import json
import os
import pwd
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from benchmarks import fts5
from indexer.analysis import fold_label
from indexer.article import Article
from indexer.engines.request import Sort
from indexer.schema import FACETS
from indexer.search.request import SearchRequest
from tools.cluster.releases import Missing

_SOCKET = "MANCHETTE_BENCH_POSTGRESQL"
_INSTALLED = Path("/usr/lib/postgresql")
_SCHEMA = """
CREATE EXTENSION IF NOT EXISTS unaccent;
DROP TEXT SEARCH CONFIGURATION IF EXISTS fr;
CREATE TEXT SEARCH CONFIGURATION fr (COPY = french);
ALTER TEXT SEARCH CONFIGURATION fr
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
DROP TABLE IF EXISTS raw, articles, facets;
CREATE TABLE raw (row jsonb);
CREATE TABLE articles (
    number int PRIMARY KEY, url text, title text, lede text, body text, published timestamptz,
    day date, month int, words tsvector
);
CREATE TABLE facets (name text, value text, number int, PRIMARY KEY (number, name, value));
COPY raw FROM STDIN;
"""
# The weights A to D are those of title, lede, body and authors
_FILL = """
INSERT INTO articles SELECT (row->>'number')::int, row->>'url', row->>'title', row->>'lede',
    row->>'body', (row->>'published')::timestamptz, (row->>'day')::date,
    to_char((row->>'day')::date, 'YYYYMM')::int,
    setweight(to_tsvector('fr', row->>'title'), 'A')
    || setweight(to_tsvector('fr', row->>'lede'), 'B')
    || setweight(to_tsvector('fr', row->>'body'), 'C')
    || setweight(to_tsvector('fr', row->>'authors'), 'D')
    FROM raw;
INSERT INTO facets SELECT DISTINCT pair->>0, pair->>1, (row->>'number')::int
    FROM raw, jsonb_array_elements(row->'facets') AS pair;
DROP TABLE raw;
CREATE INDEX of_words ON articles USING gin (words);
CREATE INDEX of_value ON facets (name, value);
ANALYZE;
"""
# Of D first; none is above 1
_WEIGHTS = "'{.25, .25, .5, 1}'"
_ORDERS = {True: f"ts_rank({_WEIGHTS}, words, asked) DESC", False: "published DESC NULLS LAST"}
_END = "end of answer"


def check() -> None:
    """Raise Missing where PostgreSQL, or its dictionary without accents, is not installed."""
    if not any(_INSTALLED.glob("*/bin/initdb")):
        raise Missing("pas de PostgreSQL (Debian : apt-get install postgresql)")


def _programs() -> Path:
    return max(_INSTALLED.glob("*/bin"))


@contextmanager
def running() -> Iterator[None]:
    """A server of an empty database, for a block; it accepts no connection from elsewhere."""
    programs = _programs()
    with TemporaryDirectory(dir="/tmp") as folder:
        # it refuses to run as root
        user = [] if os.geteuid() else ["setpriv", "--reuid=nobody", "--clear-groups"]
        if user:
            shutil.chown(folder, pwd.getpwnam("nobody").pw_name)
        data = f"{folder}/data"
        initdb = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "bench",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        server: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-s"]
        said = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=1GB"
        for command in (initdb, [*server, "-o", said, "-l", f"{folder}/log", "start"]):
            subprocess.run([*user, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        os.environ[_SOCKET] = folder
        try:
            yield
        finally:
            del os.environ[_SOCKET]
            subprocess.run([*user, *server, "-m", "immediate", "stop"], check=True, cwd=folder)


class _Session:
    """One connection, by psql: there is no driver to install."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [_programs() / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1"],
            env={"PGHOST": os.environ[_SOCKET], "PGUSER": "bench", "PGDATABASE": "postgres"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._said = cast("IO[str]", self._process.stdin)
        self._told = cast("IO[str]", self._process.stdout)

    def write(self, text: str) -> None:
        """Send a part of what is asked."""
        self._said.write(text)

    def ask(self, statements: str) -> list[str]:
        """The lines that some statements give."""
        self.write(f"{statements}\n\\echo {_END}\n")
        self._said.flush()
        lines: list[str] = []
        for line in self._told:
            if line == f"{_END}\n":
                return lines
            lines.append(line.removesuffix("\n"))
        raise ConnectionError("psql ended")


def build(folder: Path, place: Path) -> int:
    """Index every dump under a folder; the number of articles."""
    place.mkdir()
    session = _Session()
    session.ask("SET client_min_messages = error;")
    session.write(_SCHEMA)
    count = 0
    for count, article in enumerate(fts5.articles(folder), 1):
        session.write(_row(count, article).replace("\\", "\\\\") + "\n")
    session.ask("\\.\n" + _FILL)
    return count


def _row(number: int, article: Article) -> str:
    facets = [
        (facet.name, fold_label(value)) for facet in FACETS for value in facet.values(article)
    ]
    return json.dumps(
        {
            "number": number,
            "url": article.url,
            "title": article.title,
            "lede": article.lede,
            "body": "\n".join(article.body),
            "authors": ", ".join(article.authors),
            "published": article.published and article.published.isoformat(),
            "day": article.day and article.day.isoformat(),
            "facets": facets,
        },
        ensure_ascii=False,
    )


def size(_place: Path) -> int:
    """The bytes of the database."""
    return int(_Session().ask("SELECT pg_database_size(current_database());")[0])


def answerer(_place: Path) -> Callable[[SearchRequest], int]:
    """What answers a request: the matches counted by facet and month, a page with passages."""
    session = _Session()
    session.ask("SET client_min_messages = error;")

    def answer(request: SearchRequest) -> int:
        asked = _asked(request)
        marked = ", ".join(
            f"ts_headline('fr', {name}, asked, 'MaxFragments=2')"
            for name in ("title", "lede", "body")
        )
        lines = session.ask(  # what is asked is generated
            f"DROP TABLE IF EXISTS found; CREATE TEMP TABLE found AS SELECT number, month {asked};"  # noqa: S608
            "SELECT count(*) FROM found; SELECT month, count(*) FROM found GROUP BY month;"
            "SELECT name, value, count(*) FROM found JOIN facets USING (number)"
            " GROUP BY name, value;"
            f"SELECT url, {marked} FROM (SELECT * {asked}"
            f" ORDER BY {_ORDERS[request.order is Sort.RELEVANCE]} LIMIT {request.size}) AS page;"
        )
        return int(lines[0])

    return answer


def _asked(request: SearchRequest) -> str:
    """The rows that a request finds, each beside its query, `asked`."""
    conditions = ["words @@ asked"]
    conditions += [
        f"number IN (SELECT number FROM facets WHERE name = 'tag' AND value = {_quoted(tag)})"  # noqa: S608
        for tag in request.filters.get("tag", ())
    ]
    if request.since and request.until:
        conditions.append(f"day BETWEEN '{request.since}' AND '{request.until}'")
    query = " && ".join(map(_clause, fts5.clauses(request.text)))
    return f"FROM articles, (SELECT {query} AS asked) AS query WHERE {' AND '.join(conditions)}"


def _clause(clause: fts5.Clause) -> str:
    if " " in clause.words:
        return f"phraseto_tsquery('fr', {_quoted(clause.words)})"
    signs = ":" + "*" * clause.begins + "A" * (clause.field == "title")
    query = f"to_tsquery('fr', {_quoted(clause.words + signs.rstrip(':'))})"
    return f"!!{query}" if clause.excluded else query


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
