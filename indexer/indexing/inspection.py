"""What does a file give, and where does each piece of it come from? Nothing is indexed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer import readers
from indexer.article import Article, Outcome, PassedOver, Rejected, Withdrawn
from indexer.errors import UsageError
from indexer.indexing.examination import missing, outcomes_of, settled
from indexer.indexing.extraction import SECONDS, pool, reason_of
from indexer.indexing.file_result import Reading
from indexer.indexing.splitting import SplitFailed, split
from indexer.readers.containers.walk import Item
from indexer.readers.part import (
    HEAD_BYTES,
    MAX_BYTES,
    TOO_LONG,
    Cut,
    MissingLibrary,
    Part,
    Rules,
)

CONTENT = "d’après son contenu"
WITHDRAWN = "annulé par son agence : l’article est ôté de l’index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """A part of a file: its name, what reads it, "" for nothing, and what it counts as.

    `why` says what told this reader, in French.
    """

    part: str
    reader: str
    why: str
    outcome: Article | Rejected | PassedOver


def inspect(path: Path, reading: Reading) -> Iterator[Inspected]:
    """What each part of a file gives, read as a reindex does at the moment of `reading`.

    UsageError for what is no file.
    """
    if not path.is_file():
        raise UsageError(f"fichier introuvable : {readers.shown(path)}")
    source = readers.shown(path)
    try:
        loaded = readers.load(path)
    except OSError as error:
        yield _inspected(source, "", readers.unreadable(source, error))
        return
    with pool(1) as processes:

        def outcomes(part: Part) -> tuple[str, list[Outcome]]:
            future = processes.schedule(read, (part, reading), timeout=SECONDS)
            if future.exception() is None:
                found: tuple[str, list[Outcome]] = future.result()
                return found
            return "", [Rejected(part.name, reason_of(future))]

        if loaded.container:
            yield from _parts(path, loaded.format, reading.rules, outcomes)
        elif loaded.reader is None:
            yield _inspected(source, "", Rejected(source, "d’un format que Manchette ne lit pas"))
        elif len(loaded.content) > MAX_BYTES:
            yield _inspected(source, loaded.format, Rejected(source, TOO_LONG))
        else:
            part = Part(name=source, content=loaded.content)
            yield from _part(part, outcomes)


def read(part: Part, reading: Reading) -> tuple[str, list[Any]]:
    """In a process of its own: what reads a part, and what that counts as."""
    try:
        reader, found = outcomes_of(part, reading.rules)
    except MissingLibrary as error:
        return "", [Rejected(part.name, missing(error))]
    return reader, [settled(one, reading) for one in found]


def _parts(
    path: Path, container: str, rules: Rules, outcomes: Callable[[Part], tuple[str, list[Outcome]]]
) -> Iterator[Inspected]:
    source = readers.shown(path)
    try:
        with split(path, b"", rules) as pieces:
            for item in pieces.items():
                yield from _item(item, container, outcomes)
    except SplitFailed as error:
        yield _inspected(source, container, Rejected(source, str(error)))


def _item(
    item: Item, container: str, outcomes: Callable[[Part], tuple[str, list[Outcome]]]
) -> Iterator[Inspected]:
    match item:
        case Part():
            yield from _part(item, outcomes)
        case Cut(source=source, reason=reason):
            yield _inspected(source, container, Rejected(source, reason))
        case _:
            yield _inspected(item.source, container, item)


def _part(part: Part, outcomes: Callable[[Part], tuple[str, list[Outcome]]]) -> Iterator[Inspected]:
    reader, found = outcomes(part)
    if not found:
        yield _inspected(part.name, reader, Rejected(part.name, "aucun article"))
    for one in found:
        yield _inspected(part.name, reader, one, _why(part, reader))


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
