"""Read and analyse files in processes of their own: one that hangs, swells or dies costs itself."""

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from indexer import readers
from indexer.article import Rejected
from indexer.generations.source_records import UNREADABLE
from indexer.indexing.examination import examine_all, examine_items, refused, told, whole
from indexer.indexing.file_result import APART, PART, SAME, FileResult, Reading
from indexer.indexing.process_limits import failure
from indexer.indexing.process_pool import pool
from indexer.indexing.resumption import ReadBefore
from indexer.indexing.splitting import SplitFailed, split
from indexer.readers.containers.walk import Item
from indexer.readers.part import Part, Rules

SECONDS = 10
# What a process takes at once, in files and in bytes: to ask costs more than a short file
TOGETHER, BYTES_TOGETHER = 16, 1_000_000
# What is sent ahead to each process: enough to keep it busy, little enough for memory
AHEAD = 2
# Parts are sent with their bytes: so many of them wait at most, and one group more
BYTES_AHEAD = 30_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A file to read, with the digest of what it held when it was read last, empty if never."""

    path: Path
    size: int
    mtime_ns: int
    known: bytes


_Future = ProcessFuture[list[FileResult]]
# What stands in an archive, or what it gave to a run before
_Piece = Item | FileResult
_T = TypeVar("_T", Pending, _Piece)


@dataclass(frozen=True)
class _Task(Generic[_T]):
    """What is done with things of one kind: how many bytes and which name each has, who does it.

    No more groups and bytes than `ahead` and `bytes_ahead` are sent before they are asked for.
    """

    size: Callable[[_T], int]
    name: Callable[[_T], str]
    schedule: Callable[[Sequence[_T]], _Future]
    ahead: int
    bytes_ahead: int


def results(
    files: Iterable[Pending],
    workers: int,
    reading: Reading | None = None,
    before: ReadBefore | None = None,
) -> Generator[tuple[Pending, FileResult], None, None]:
    """What every file gave, in the order given, read by `workers` processes.

    Of a file of many parts there is a result of state PART for each of them, then one of all, whose
    captures are not packed. A file or a part that takes more than SECONDS or too much memory, or
    whose reader dies, is rejected. BuildFailed where no process can be started.
    What stands in `before` is not read again, and what is read is put there.
    """
    reading = reading or Reading()
    before = before or ReadBefore.nothing()
    with pool(workers) as processes:
        whole_files = _Task[Pending](
            size=lambda file: file.size,
            name=lambda file: readers.shown(file.path),
            schedule=lambda some: processes.schedule(
                examine_all, ([(file.path, file.known) for file in some], reading), timeout=SECONDS
            ),
            ahead=AHEAD * workers,
            bytes_ahead=sys.maxsize,
        )
        parts = _Task[_Piece](
            size=_size,
            name=_name,
            schedule=lambda some: _scheduled(processes, some, reading),
            ahead=AHEAD * workers,
            bytes_ahead=BYTES_AHEAD,
        )
        known: dict[Path, FileResult] = {}
        expecting = (_expecting(file, before, known) for file in files)
        for file, result in _examined(expecting, whole_files):
            if result.state == APART:
                for given in _taken_apart(file, result.reader, parts, (reading.rules, before)):
                    yield file, given
                continue
            found = known.pop(file.path, None)
            before.keep_file(file.path, result)
            yield file, found if found and result.state == SAME else result


def _expecting(file: Pending, before: ReadBefore, known: dict[Path, FileResult]) -> Pending:
    """The file, to be read unless its bytes gave a result before, which is put among the known."""
    found = before.of_file(file.path)
    if found is None:
        return file
    known[file.path] = found
    return replace(file, known=found.digest)


def _size(item: _Piece) -> int:
    return len(item.content) if isinstance(item, Part) else 0


def _name(item: _Piece) -> str:
    match item:
        case Part(name=name):
            return name
        case FileResult():
            return ""
    return item.source


def _scheduled(processes: ProcessPool, some: Sequence[_Piece], reading: Reading) -> _Future:
    if any(isinstance(one, Part) for one in some):
        return processes.schedule(examine_items, (some, reading), timeout=SECONDS)
    # what is only counted needs no process: an archive may hold a million pictures
    known: _Future = ProcessFuture()
    known.set_result(examine_items(some, reading))
    return known


def _taken_apart(
    file: Pending, container: str, task: _Task[_Piece], given_by: tuple[Rules, ReadBefore]
) -> Iterator[FileResult]:
    source = readers.shown(file.path)
    rules, before = given_by
    given = []
    try:
        with split(file.path, file.known, rules) as pieces:
            if pieces.digest == file.known:
                yield FileResult(state=SAME, digest=file.known)
                return
            known = (_known(item, before) for item in pieces.items())
            for item, part in _examined(known, task):
                if isinstance(item, Part):
                    before.keep_part(item, part)
                yield replace(part, state=PART)
                given.append(_light(part))
            digest = pieces.digest
    except SplitFailed as error:
        yield refused(Rejected(source, str(error)))
        return
    yield told(whole(given, digest, container), source)


def _known(item: Item, before: ReadBefore) -> _Piece:
    """What stands in an archive, or what it gave before."""
    found = before.of_part(item) if isinstance(item, Part) else None
    return found or item


def _light(part: FileResult) -> FileResult:
    """What is kept of a part in memory; one that could not be read leaves what there was before."""
    if part.state == UNREADABLE:
        return FileResult(state=PART, cut=part.rejected)
    return replace(part, captures=tuple(replace(one, packed=b"") for one in part.captures))


def _examined(things: Iterable[_T], task: _Task[_T]) -> Iterator[tuple[_T, FileResult]]:
    """What each gave, in their order."""
    queue: deque[tuple[Sequence[_T], int, _Future]] = deque()
    groups = _together(things, task.size)
    waiting = 0
    while True:
        while (
            len(queue) < task.ahead and waiting <= task.bytes_ahead and (some := next(groups, ()))
        ):
            size = sum(map(task.size, some))
            queue.append((some, size, task.schedule(some)))
            waiting += size
        if not queue:
            return
        some, size, future = queue.popleft()
        waiting -= size
        if future.exception() is None:
            yield from zip(some, future.result(), strict=True)
            continue
        # which of them it was shows when each is read alone
        for one in some:
            alone = task.schedule([one]) if len(some) > 1 else future
            yield one, _outcome(task.name(one), alone)


def _together(things: Iterable[_T], size_of: Callable[[_T], int]) -> Iterator[Sequence[_T]]:
    """The things in the order given, as many at once as one process takes."""
    some: list[_T] = []
    for one in things:
        some.append(one)
        if len(some) == TOGETHER or sum(map(size_of, some)) > BYTES_TOGETHER:
            yield some
            some = []
    if some:
        yield some


def _outcome(source: str, future: _Future) -> FileResult:
    """The result, or why there is none: whatever a reader raises costs its file only."""
    if future.exception() is None:
        (result,) = future.result()
        return result
    return refused(Rejected(source, reason_of(future)))


def reason_of(future: ProcessFuture[Any]) -> str:
    """Why a process gave nothing, in French; BrokenProcessPool where none can be started."""
    match future.exception():
        case BrokenProcessPool() as error:
            raise error
        case TimeoutError():
            return f"lecture de plus de {SECONDS} s : abandonnée"
        case ProcessExpired() as error:
            return f"la lecture a tué son processus ({error.exitcode})"
        case error:
            return failure(error)
