"""What must an engine do, and which engines are there?

An engine has the three functions of `Engine`: it is a module, or, where its generations are on
other machines, what the `made` of a module gives for some settings. It stores and matches terms
that are analysed already (indexer.schema says how they are typed) and trees of whoosh.query nodes:
Every, NullQuery, Term, Phrase, And, Or, AndMaybe, Not, ConstantScoreQuery, NumericRange on `day`.
A Term of the field `id` matches one article.
The slop of a Phrase is the largest step from one word to the next, 1 for neighbours. The
phrases of a tree in one field read at most MOST_POSITIONS lists of positions (trees.positions).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from indexer.config import Settings
from indexer.engines.document import Document
from indexer.engines.request import EngineRequest, EngineResults, Matches
from indexer.errors import UsageError

MOST_POSITIONS = 1024

# Terms, and how many articles hold each
CountedTerms = Iterator[tuple[str, int]]
# A field, and how terms of it begin
Prefix = tuple[str, str]


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


class Vocabulary(Protocol):
    """The terms of a generation, and how many articles hold each; usable by several threads."""

    def terms(self, field: str, prefix: str, max_terms: int | None = None) -> CountedTerms:
        """The terms of a field that begin so, in order.

        With `max_terms`, about that many of the most frequent ones and no more than a few others.
        """

    def terms_of(
        self, prefixes: Collection[Prefix], max_terms: int | None = None
    ) -> Mapping[Prefix, Sequence[tuple[str, int]]]:
        """What `terms` gives for each of many prefixes, asked for at once."""

    def frequencies(self, field: str, terms: Sequence[str]) -> dict[str, int]:
        """The number of articles that hold each of some terms in a field."""

    def labels(self, field: str, values: Sequence[str]) -> dict[str, str]:
        """The most frequent spelling of each of some values of a facet, itself if unknown.

        `field` is that of the facet's labels.
        """


class Searcher(Protocol):
    """The reading side of a generation, usable by several threads."""

    @property
    def last_day(self) -> date | None:
        """The last day of publication, in Europe/Paris; None where no article is dated."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The terms that queries are understood with."""

    def search(self, request: EngineRequest) -> EngineResults:
        """One page of hits, and counts over all matches."""

    def matches(self, request: EngineRequest) -> Matches:
        """The articles that `search` finds, however many, read one by one.

        The query is evaluated once, or, on a cluster, walked through; no more than a few articles
        are in memory. Unavailable where a part of the archive stops answering meanwhile.
        """

    def get(self, article_id: str) -> str | None:
        """The stored article of this id."""

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


class JournalElsewhere(Protocol):
    """Entries of the journal (indexer.generations.journal) on other machines, by their names."""

    def names(self) -> Collection[str]:
        """Those that are whole; Unavailable."""

    def rows(self, name: str, start: int, count: int) -> Sequence[str]:
        """Some rows of an entry, each with its end of line; NotInJournal, Unavailable."""

    def add(self, name: str, rows: Iterable[str]) -> None:
        """Have an entry there; Unavailable."""

    def remove(self, name: str) -> None:
        """Delete an entry, if it is there; Unavailable."""


class Remote(Engine, Protocol):
    """An engine whose generations are on other machines; `place` only names them."""

    @property
    def journal(self) -> JournalElsewhere:
        """What publications changed, for those who follow from elsewhere."""

    @property
    def described(self) -> str:
        """Which machines, as a person is told: « le cluster manchette »."""

    def drop(self, place: Path) -> None:
        """Delete what there is of a generation elsewhere than in its directory."""

    def publish(self, place: Path, manifest: str, withheld: Sequence[str] = ()) -> None:
        """Have those who follow from elsewhere served this generation, atomically.

        They leave out the articles that are `withheld`, by their ids, and no others.
        """

    def published(self) -> tuple[str, str]:
        """What serves: the name it has there, and its manifest; NoIndex, Unavailable."""

    def withheld(self, name: str) -> tuple[str, ...]:
        """The ids of the articles to leave out of what has this name there; as `opened`."""

    def opened(self, name: str) -> Searcher:
        """What has this name there, open for reading; UnreadableIndex, Unavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What is said of an engine before it is imported.

    `package` and `imported` are the distribution and import names of what its module rests on.
    `sign` is the pattern of a file that each generation of it has, and no other. Where its
    generations are on other machines, that file names one, and `made` of its module gives the
    engine for some settings. `writes` names what of the module, or of those in it, decides what a
    generation holds; `apart` are its modules that do not.
    """

    module: str
    package: str
    imported: str
    sign: str
    is_remote: bool = False
    writes: tuple[str, ...] = ("writer",)
    apart: tuple[str, ...] = ()


ENGINES = {
    "whoosh": Registered(
        module="indexer.engines.whoosh", package="whoosh", imported="whoosh", sign="_MAIN_*.toc"
    ),
    "tantivy": Registered(
        module="indexer.engines.tantivy", package="tantivy", imported="tantivy", sign="meta.json"
    ),
    "opensearch": Registered(
        module="indexer.engines.opensearch",
        package="opensearch-py",
        imported="opensearchpy",
        sign="opensearch.json",
        is_remote=True,
        writes=("writer.OpenSearchWriter", "indices.create", "indices.show"),
        apart=("connection", "generation_index"),
    ),
}
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
            f"un paquet de plus est demandé par le moteur {name} : "
            f"« .venv/bin/pip install -c constraints.txt -e '.[{name}]' »"
        ) from error
    return cast(Engine, found.made(settings) if ENGINES[name].is_remote else found)


def remote(name: str, settings: Settings) -> Remote | None:
    """The engine of this name if its generations are on other machines, as that of "" never are."""
    is_remote = name in ENGINES and ENGINES[name].is_remote
    return cast(Remote, load(name, settings)) if is_remote else None


def drop(place: Path, settings: Settings) -> None:
    """Delete what the directory of a generation names on other machines; Unavailable."""
    for name, engine in ENGINES.items():
        if engine.is_remote and (place / engine.sign).exists():
            cast(Remote, load(name, settings)).drop(place)
