"""What must an engine do, and which engines are there?

An engine has the three functions of `Engine`: it is a module, or, where its generations are on
other machines, what the `made` of a module gives for some settings. It stores and matches terms
that are analysed already (indexer.schema says how they are typed) and trees of whoosh.query nodes:
Every, NullQuery, Term, Phrase, And, Or, AndMaybe, Not, ConstantScoreQuery, NumericRange on `day`.
A Term of the field `id` matches one article.
The slop of a Phrase is the largest step from one word to the next, 1 for neighbours. The
phrases of a tree in one field read at most MOST_POSITIONS lists of positions (trees.positions).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from indexer.config import Settings
from indexer.engines.document import Document
from indexer.engines.request import EngineRequest, EngineResults
from indexer.errors import UsageError

MOST_POSITIONS = 1024


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
    """What writes and reads; `place` is the directory that is, or names, one generation."""

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

    def publish(self, place: Path, manifest: str, withheld: Sequence[str] = ()) -> None:
        """Have those who follow from elsewhere served this generation, all of a sudden.

        They leave out the articles that are `withheld`, by their ids, and no others.
        """

    def published(self) -> tuple[str, str]:
        """What serves: the name it has there, and its manifest; NoIndex, Unavailable."""

    def withheld(self, name: str) -> tuple[str, ...]:
        """The ids of the articles to leave out of what has this name there; as `opened`."""

    def opened(self, name: str) -> Searcher:
        """What has this name there, open for reading; UnreadableIndex, Unavailable."""


class Registered(NamedTuple):
    """A module, the distribution and import names of the package it rests on.

    `sign` is the pattern of a file that each generation of the engine has, and no other; `writes`
    names what of the module, or of those in it, decides what a generation holds.
    """

    module: str
    package: str
    imported: str
    sign: str
    writes: tuple[str, ...] = ("writer",)


ENGINES = {
    "whoosh": Registered("indexer.engines.whoosh", "whoosh", "whoosh", "_MAIN_*.toc"),
    "tantivy": Registered("indexer.engines.tantivy", "tantivy", "tantivy", "meta.json"),
    "opensearch": Registered(
        *("indexer.engines.opensearch", "opensearch-py", "opensearchpy", "opensearch.json"),
        writes=("writer.OpenSearchWriter", "indices.create", "indices.show"),
    ),
}
# The engines whose generations are on other machines, and the file by which a directory names one
REMOTE = {"opensearch": ENGINES["opensearch"].sign}
# What the engines of this machine need
LOCAL = Settings()


@cache
def load(name: str, settings: Settings = LOCAL) -> Engine:
    """The engine of this name, the only one that is imported, which keeps what it opens.

    `settings` name the machines of one that has others. UsageError for an unknown one, for one
    whose package is not installed, and for settings that lack what it needs.
    """
    if name not in ENGINES:
        known = ", ".join(ENGINES)
        raise UsageError(f"moteur inconnu : {name} (moteurs : {known})")
    try:
        found = import_module(ENGINES[name].module)
    except ModuleNotFoundError as error:
        if error.name != ENGINES[name].imported:
            raise
        raise UsageError(
            f"le moteur {name} demande un paquet de plus : "
            f"« .venv/bin/pip install -c constraints.txt -e '.[{name}]' »"
        ) from error
    return cast(Engine, found.made(settings) if name in REMOTE else found)


def remote(name: str, settings: Settings) -> Remote | None:
    """The engine of this name if its generations are on other machines."""
    return cast(Remote, load(name, settings)) if name in REMOTE else None


def drop(place: Path, settings: Settings) -> None:
    """Delete what the directory of a generation names on other machines; Unavailable."""
    for name, mark in REMOTE.items():
        if (place / mark).exists():
            cast(Remote, load(name, settings)).drop(place)
