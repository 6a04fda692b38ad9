"""What does a file give, or a part of an archive, read and analysed?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from indexer import readers
from indexer.article import Article, HeldBack, Outcome, PassedOver, Rejected, Withdrawn
from indexer.generations.source_records import IGNORED, READ, UNREADABLE
from indexer.identity import former_ids
from indexer.indexing import packing
from indexer.indexing.file_result import APART, LEFT, PART, SAME, Capture, FileResult, Reading
from indexer.indexing.truncation import beginnings
from indexer.messages.french_format import NBSP, moment, several
from indexer.readers.containers.walk import UNREAD, Item
from indexer.readers.part import Cut, MissingLibrary, Part, Rules

DIGEST_BYTES = 16


def examine_all(files: Sequence[tuple[Path, bytes]], reading: Reading) -> list[FileResult]:
    """Read and analyse some files, given each with the digest known of it."""
    return [examine(path, known, reading) for path, known in files]


def examine(path: Path, known: bytes, reading: Reading | None = None) -> FileResult:
    """Read and analyse one file, unless the digest of its bytes is the one known.

    A file of many parts is not: its state is APART.
    """
    reading = reading or Reading()
    source = readers.shown(path)
    try:
        loaded = readers.load(path)
    except OSError as error:
        return refused(readers.unreadable(source, error))
    if reading.only and loaded.format not in reading.only:
        return FileResult(state=LEFT)
    if loaded.container:
        return FileResult(state=APART, reader=loaded.format)
    digest = readers.digest_of(loaded)
    if digest == known:
        return FileResult(state=SAME, digest=digest)
    return replace(_loaded(loaded, source, reading), digest=digest)


def _loaded(loaded: readers.Loaded, source: str, reading: Reading) -> FileResult:
    if loaded.reader is None:
        return FileResult(state=IGNORED)
    try:
        outcomes = list(readers.parse(loaded.reader, loaded.content, source, reading.rules))
    except MissingLibrary as error:
        return refused(Rejected(source, missing(error)))
    given = replace(
        _given(outcomes, reading),
        reader=loaded.format,
        beginnings=beginnings(loaded.content),
    )
    return told(given, source)


def examine_items(items: Sequence[Item | FileResult], reading: Reading) -> list[FileResult]:
    """Read and analyse what stands in an archive, a result each; its state is PART.

    What a run before has read is taken as it is.
    """
    return [_examined(item, reading) for item in items]


def _examined(item: Item | FileResult, reading: Reading) -> FileResult:
    match item:
        case FileResult():
            return item
        case Part():
            return _part(item, reading)
        case Cut(source=source, reason=reason):
            return FileResult(state=PART, cut=(Rejected(source, reason),))
        case Rejected() | PassedOver():
            return replace(_given([item], reading), state=PART)


def _part(part: Part, reading: Reading) -> FileResult:
    try:
        reader, outcomes = outcomes_of(part, reading.rules)
    except MissingLibrary as error:
        return FileResult(state=PART, cut=(Rejected(part.name, missing(error)),))
    given = replace(_given(outcomes, reading), state=PART, reader=reader)
    return given if given.passed else told(given, part.name)


def outcomes_of(part: Part, rules: Rules) -> tuple[str, list[Outcome]]:
    """The name of what reads a part, "" for nothing, and what that gives; MissingLibrary."""
    reader = readers.reader_of_part(part)
    if reader is None:
        return "", [PassedOver(part.name, UNREAD)]
    return readers.name(reader), list(reader.read(part, rules))


def _given(outcomes: Iterable[Outcome], reading: Reading) -> FileResult:
    held = [one for one in outcomes if isinstance(one, HeldBack) and not released(one, reading)]
    counted = [settled(one, reading) for one in outcomes]
    ends = [one.until.timestamp() for one in held if one.until]
    return FileResult(
        state=READ,
        captures=tuple(analysed(one) for one in counted if isinstance(one, Article)),
        rejected=tuple(one for one in counted if isinstance(one, Rejected)),
        passed=tuple(one.what for one in counted if isinstance(one, PassedOver)),
        withdrawn=tuple(one for one in counted if isinstance(one, Withdrawn)),
        held=bool(held),
        not_before=min(ends, default=None),
    )


def released(held: HeldBack, reading: Reading) -> bool:
    """Whether an embargo is over at the moment of the run; at the instant of its end it is."""
    return held.until is not None and held.until <= reading.moment


def settled(outcome: Outcome, reading: Reading) -> Article | Rejected | PassedOver | Withdrawn:
    """What an outcome counts as at the moment of the run: what is held back is refused."""
    if not isinstance(outcome, HeldBack):
        return outcome
    if released(outcome, reading):
        return outcome.article
    until = f"jusqu’au {moment(outcome.until)}" if outcome.until else "dont la fin n’est pas connue"
    return Rejected(outcome.source, f"sous embargo {until}")


def told(given: FileResult, source: str) -> FileResult:
    """The same; what gave nothing at all is rejected, once, with what it held."""
    if not given.is_empty:
        return given
    return replace(given, rejected=(Rejected(source, nothing(Counter(given.passed))),))


def nothing(passed: Mapping[str, int]) -> str:
    """Why a file that gave nothing is refused: what it held, so many of each."""
    held = ", ".join(several(count, what) for what, count in passed.items())
    return f"aucun texte{NBSP}: {held}" if held else "aucun article"


def missing(error: MissingLibrary) -> str:
    """What to do about a package that is not installed."""
    return f"le paquet {error} manque : lancer « pip install 'manchette[formats]' »"


def analysed(article: Article) -> Capture:
    """An article analysed and packed."""
    modified = article.modified or article.published
    dump = article.dump().encode("utf-8", "surrogatepass")
    return Capture(
        article_id=article.id,
        former=next(iter(former_ids(article)), None),
        title=article.title,
        has_body=bool(article.body),
        modified=modified.timestamp() if modified else 0.0,
        whole=not article.degraded,
        captured=article.captured.timestamp() if article.captured else 0.0,
        content=blake2b(dump, digest_size=DIGEST_BYTES).digest(),
        day=article.day.toordinal() if article.day else 0,
        packed=packing.packed(article),
    )


def refused(rejected: Rejected) -> FileResult:
    """The result of a file that could not be read."""
    return FileResult(state=UNREADABLE, rejected=(rejected,))


def whole(parts: Sequence[FileResult], digest: bytes, container: str) -> FileResult:
    """What an archive gave in all, its parts in their order."""
    names = sorted({one.reader for one in parts if one.reader or UNREAD in one.passed})
    return FileResult(
        state=READ,
        digest=digest,
        reader="+".join((container, *names)),
        captures=tuple(_each(parts, "captures")),
        rejected=tuple(_each(parts, "rejected")),
        passed=tuple(_each(parts, "passed")),
        withdrawn=tuple(_each(parts, "withdrawn")),
        held=any(one.held for one in parts),
        not_before=min((one.not_before for one in parts if one.not_before), default=None),
        cut=tuple(_each(parts, "cut")),
    )


def _each(parts: Iterable[FileResult], name: str) -> Iterator[Any]:
    for part in parts:
        yield from getattr(part, name)
