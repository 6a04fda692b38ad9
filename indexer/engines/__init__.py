"""What must an engine do, and which engines are there?

An engine is a module with the three functions of `Engine`. It stores and matches terms that are
analysed already (indexer.fields says how they are typed) and trees of whoosh.query nodes:
Every, NullQuery, Term, Phrase, And, Or, AndMaybe, Not, ConstantScoreQuery, NumericRange on `day`.
The slop of a Phrase is the largest step from one word to the next, 1 for neighbours. The
phrases of a tree in one field read at most MOST_POSITIONS lists of positions (trees.positions).
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from whoosh.query import Query, Term

from indexer.analysis import fold_label
from indexer.article import Article
from indexer.errors import UsageError
from indexer.fields import FACETS, KEYS, TEXT_FIELDS, FieldTerms, terms

# The field of NumericRange filters: days of publication in Europe/Paris, as day_number() counts.
DAY = "day"


MOST_POSITIONS = 1024


def day_number(day: date) -> int:
    """The proleptic Gregorian ordinal of a day, the unit of the `day` field."""
    return day.toordinal()


# Before every moment of publication, in seconds since 1970
UNDATED = -(2**62)


def month_number(day: date) -> int:
    """year * 100 + month, the unit of the counts of months."""
    return day.year * 100 + day.month


MONTHS = "month"
EVERYTHING = frozenset({MONTHS, *(facet.name for facet in FACETS)})


class Sort(StrEnum):
    """The orders of results; ties are ordered by date, newest first, then by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Document:
    """An article ready for any engine: its terms, value by value of each field, facets, keys.

    `facets` maps a facet to pairs of folded value and label, each value once; `keys` maps the name
    of a Keyword to its values, each once.
    """

    article: Article
    terms: FieldTerms
    facets: Mapping[str, tuple[tuple[str, str], ...]]
    keys: Mapping[str, tuple[str, ...]]


def document(article: Article) -> Document:
    """The article analysed for every field, facet and key."""
    found = {f.name: tuple(terms(text) for text in f.values(article)) for f in TEXT_FIELDS}
    facets = {}
    for facet in FACETS:
        labels: dict[str, str] = {}
        for label in facet.values(article):
            labels.setdefault(fold_label(label), label)
        labels.pop("", None)
        facets[facet.name] = tuple(labels.items())
    return Document(article, found, facets, {key.name: key.values(article, found) for key in KEYS})


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRequest:
    """`matching` selects and scores; `selections`, a tree a facet, only filter.

    `counted` names the facets whose values are counted, and MONTHS; the counts of a facet ignore
    its own selection. Each of `tallies` counts the matches of the request that hold any of some
    words, which are terms of text fields. With `most`, an engine may leave out the values of a
    facet without a selection that are less frequent than the so many most frequent ones.
    """

    matching: Query
    selections: Mapping[str, Query]
    sort: Sort
    offset: int
    limit: int
    tallies: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    counted: AbstractSet[str] = EVERYTHING
    most: int | None = None


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A stored article, as `Article.dump` wrote it, and its score, 0 in an order by date."""

    stored: str
    score: float


class EngineResults(Protocol):
    """What a search finds; the hits are there, what is counted may be waited for when it is read.

    `total`, `facets` (facet → folded value → articles), `months` (year * 100 + month → articles,
    in Europe/Paris, undated ones left out) and `tallies` are over all matches, not a page.
    `unselected` tells of every facet counted how many match whatever its own selection.
    `complete` is False where the time limit cut the evaluation short, `whole` where a part of the
    archive did not answer.
    """

    @property
    def hits(self) -> tuple[EngineHit, ...]:
        """The articles of one page, in order."""

    @property
    def total(self) -> int:
        """See above."""

    @property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """See above."""

    @property
    def unselected(self) -> Mapping[str, int]:
        """See above."""

    @property
    def months(self) -> Mapping[int, int]:
        """See above."""

    @property
    def tallies(self) -> Mapping[str, int]:
        """See above."""

    @property
    def complete(self) -> bool:
        """See above."""

    @property
    def whole(self) -> bool:
        """See above."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The results of a search of which everything is counted."""

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    unselected: Mapping[str, int]
    months: Mapping[int, int]
    tallies: Mapping[str, int]
    complete: bool
    whole: bool = True


class Writer(Protocol):
    """The writing side of a generation, inside its `writer` block.

    `refused` maps the ids of documents that the engine would not take to reasons in French; it is
    whole when the block has ended.
    """

    @property
    def refused(self) -> Mapping[str, str]:
        """See above."""

    def put(self, document: Document) -> None:
        """Add a document whose id the generation does not hold."""

    def delete(self, article_id: str) -> None:
        """Remove a document committed earlier, if it is there."""


class Searcher(Protocol):
    """The reading side of a generation, usable by several threads."""

    @property
    def last_day(self) -> date | None:
        """The last day of publication, in Europe/Paris; None where no article is dated."""

    def search(self, request: EngineRequest) -> EngineResults:
        """Matches, counts and one page of hits."""

    def get(self, article_id: str) -> str | None:
        """The stored article of this id."""

    def terms(self, field: str, prefix: str, most: int | None = None) -> Iterator[tuple[str, int]]:
        """The terms of a field that begin so, in order, with the number of articles they are in.

        With `most`, about so many of the most frequent ones and no more than a few others.
        """

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """The number of articles that hold each of some terms in a field."""

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """The most frequent spelling of each of some values of a facet, itself if unknown.

        `field` is that of the facet's labels.
        """

    def count(self) -> int:
        """The number of articles."""

    def close(self) -> None:
        """Free files and memory."""


class Engine(Protocol):
    """A module; `place` is the directory that is, or names, one generation."""

    def clone(self, base: Path, place: Path) -> None:
        """Begin a generation as another is, without a copy; writing to it leaves that unchanged.

        BuildFailed where the disk has no hard links.
        """

    def writer(self, place: Path) -> AbstractContextManager[Writer]:
        """Open a generation for writing: committed durably if the block ends well, else nothing."""

    def searcher(self, place: Path) -> Searcher:
        """Open a generation for reading; UnreadableIndex if it is not one of this engine."""


class Remote(Engine, Protocol):
    """An engine whose generations are on other machines; `place` only names them."""

    def drop(self, place: Path) -> None:
        """Delete what there is of a generation elsewhere than in its directory."""

    def publish(self, place: Path, manifest: str) -> None:
        """Have those who follow from elsewhere served this generation, all of a sudden."""

    def published(self) -> tuple[str, str]:
        """What serves: the name it has there, and its manifest; NoIndex, Unavailable."""

    def opened(self, name: str) -> Searcher:
        """What has this name there, open for reading; UnreadableIndex, Unavailable."""


class Registered(NamedTuple):
    """A module, and the distribution and import names of the package it rests on."""

    module: str
    package: str
    imported: str


ENGINES = {
    "whoosh": Registered("indexer.engines.whoosh", "whoosh", "whoosh"),
    "tantivy": Registered("indexer.engines.tantivy", "tantivy", "tantivy"),
    "opensearch": Registered("indexer.engines.opensearch", "opensearch-py", "opensearchpy"),
}
# The engines whose generations are on other machines, and the file by which a directory names one
REMOTE = {"opensearch": "opensearch.json"}


@cache
def load(name: str) -> Engine:
    """The engine of this name, the only one that is imported.

    UsageError for an unknown one, and for one whose package is not installed.
    """
    if name not in ENGINES:
        known = ", ".join(ENGINES)
        raise UsageError(f"moteur inconnu : {name} (moteurs : {known})")
    try:
        return cast(Engine, import_module(ENGINES[name].module))
    except ModuleNotFoundError as error:
        if error.name != ENGINES[name].imported:
            raise
        raise UsageError(
            f"le moteur {name} demande un paquet de plus : "
            f"« .venv/bin/pip install -c constraints.txt -e '.[{name}]' »"
        ) from error


def remote(name: str) -> Remote | None:
    """The engine of this name if its generations are on other machines."""
    return cast(Remote, load(name)) if name in REMOTE else None


def drop(place: Path) -> None:
    """Delete what the directory of a generation names on other machines; Unavailable."""
    for name, mark in REMOTE.items():
        if (place / mark).exists():
            cast(Remote, load(name)).drop(place)
