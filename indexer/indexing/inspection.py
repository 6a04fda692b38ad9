"""What does a file give, and where does each piece of it come from? Nothing is indexed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pebble import ProcessPool

from indexer import readers
from indexer.article import Article, Candidates, PassedOver, Rejected, Withdrawn
from indexer.errors import UsageError
from indexer.indexing.examination import missing, nothing, outcomes_of, settled
from indexer.indexing.extraction import SECONDS, reason_of
from indexer.indexing.file_result import Reading
from indexer.indexing.process_pool import pool
from indexer.indexing.splitting import SplitFailed, split
from indexer.readers.containers.walk import UNREAD, Item
from indexer.readers.part import (
    HEAD_BYTES,
    MAX_BYTES,
    Cut,
    MissingLibrary,
    Part,
)

CONTENT = "d’après son contenu"
WITHDRAWN = "annulé ou retenu par son agence : l’article est ôté de l’index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A part of a file: its name, what reads it, "" for nothing, and what it counts as.

    `why` says what told this reader, in French; `candidates` are what an article was not given.
    """

    part: str
    reader: str
    why: str
    outcome: Article | Rejected | PassedOver
    candidates: Candidates = field(default_factory=dict)


def inspect(paths: Sequence[Path], reading: Reading) -> Iterator[Inspected]:
    """What each part of some files gives, read as a reindex does at the moment of `reading`.

    UsageError for what is no file.
    """
    for path in paths:
        if not path.is_file():
            raise UsageError(f"fichier introuvable : {readers.shown(path)}")
    with pool(1) as processes:
        inspector = _Inspector(processes, reading)
        for path in paths:
            yield from _whole(readers.shown(path), inspector.file(path))


def _whole(source: str, parts: Iterable[Inspected]) -> Iterator[Inspected]:
    """The same; a file that gave nothing is refused at its end, with what it held."""
    passed: Counter[str] = Counter()
    gave = False
    for one in parts:
        gave = gave or not isinstance(one.outcome, PassedOver)
        if isinstance(one.outcome, PassedOver):
            passed[one.outcome.what] += 1
        yield one
    if not gave:
        yield _inspected(source, "", Rejected(source, nothing(passed)))


def read(part: Part, reading: Reading) -> tuple[str, list[tuple[Any, Candidates]]]:
    """In a process of its own: what reads a part, what that counts as, what it was not given."""
    try:
        reader, found = outcomes_of(part, reading.rules)
    except MissingLibrary as error:
        return "", [(Rejected(part.name, missing(error)), {})]
    return reader, [_with_candidates(settled(one, reading)) for one in found]


def _with_candidates(outcome: Any) -> tuple[Any, Candidates]:
    if not isinstance(outcome, Article):
        return outcome, {}
    found = {name: few for name, few in outcome.candidates().items() if few}
    # a page does not go from a process to another
    return replace(outcome, candidates=dict), found


class _Inspector:
    """What reads files in a process of its own, under limits as a reindex has them."""

    def __init__(self, processes: ProcessPool, reading: Reading) -> None:
        self._processes = processes
        self._reading = reading

    def file(self, path: Path) -> Iterator[Inspected]:
        """What the parts of a file give."""
        source = readers.shown(path)
        try:
            loaded = readers.load(path)
        except OSError as error:
            yield _inspected(source, "", readers.unreadable(source, error))
            return
        if loaded.container:
            yield from self._archive(path, source, loaded.format)
        elif loaded.reader is None:
            yield _inspected(source, "", Rejected(source, UNREAD))
        elif len(loaded.content) > MAX_BYTES:
            yield _inspected(
                source, loaded.format, Rejected(source, readers.too_long(loaded.reader))
            )
        else:
            yield from self._part(Part(name=source, content=loaded.content))

    def _archive(self, path: Path, source: str, container: str) -> Iterator[Inspected]:
        try:
            with split(path, b"", self._reading.rules) as pieces:
                for item in pieces.items():
                    yield from self._item(item, container)
        except SplitFailed as error:
            yield _inspected(source, container, Rejected(source, str(error)))

    def _item(self, item: Item, container: str) -> Iterator[Inspected]:
        match item:
            case Part():
                yield from self._part(item)
            case Cut(source=source, reason=reason):
                yield _inspected(source, container, Rejected(source, reason))
            case _:
                yield _inspected(item.source, container, item)

    def _part(self, part: Part) -> Iterator[Inspected]:
        future = self._processes.schedule(read, (part, self._reading), timeout=SECONDS)
        if future.exception() is not None:
            yield _inspected(part.name, "", Rejected(part.name, reason_of(future)))
            return
        reader, found = future.result()
        for one, candidates in found or [(Rejected(part.name, "aucun article"), {})]:
            given = _inspected(part.name, reader, one, _why(part, reader))
            yield replace(given, candidates=candidates)


def _why(part: Part, reader: str) -> str:
    if part.kind and part.kind == reader:
        return "d’après l’archive"
    unnamed = readers.reader_of("", part.content[:HEAD_BYTES])
    return CONTENT if readers.name(unnamed) == reader else "d’après son nom"


def _inspected(part: str, reader: str, outcome: Any, why: str = CONTENT) -> Inspected:
    match outcome:
        case Withdrawn(source=source):
            outcome = Rejected(source, WITHDRAWN)
        case Rejected(source=source) | PassedOver(source=source):
            part = source
    return Inspected(part=part, reader=reader, why=why, outcome=outcome)
