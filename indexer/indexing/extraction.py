"""Read and analyse files in processes of their own: one that hangs, swells or dies costs itself."""

import multiprocessing
import pickle
import resource
import zlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from indexer import readers
from indexer.article import Article, Rejected
from indexer.engines.document import Document, to_document
from indexer.errors import BuildFailed, cause
from indexer.generations.source_records import IGNORED, READ, UNREADABLE
from indexer.indexing.truncation import Beginnings, beginnings
from indexer.readers.identity import former_ids

SECONDS = 10
# Of the address space of a process that reads, packages reserve a half that they leave empty: a
# file has the other one
ADDRESS_SPACE = 2_000_000_000
# What a process takes at once, in files and in bytes: to ask costs more than a short file
TOGETHER, BYTES_TOGETHER = 16, 1_000_000
# What is sent ahead to each process: enough to keep it busy, little enough for memory
AHEAD = 2
# Read again and found as it was
SAME = "same"
DIGEST_BYTES = 16
_FAST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A file to read, with the digest of what it held when it was read last, empty if never."""

    path: Path
    size: int
    mtime_ns: int
    known: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """An article as a file gave it, analysed and packed; see indexer.generations.source_records.

    `former` is the id it had before, where it had another; `day` the proleptic ordinal of its
    publication, 0 undated.
    """

    article_id: str
    former: str | None
    title: str
    modified: float
    whole: bool
    content: bytes
    day: int
    packed: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FileResult:
    """What a file gave; `state` is SAME or one of generations.source_records, `digest` that of its
    bytes.

    `reader` is the name of the one that read it, "" for none; `beginnings` are those of a file that
    was read through.
    """

    state: str
    digest: bytes = b""
    reader: str = ""
    captures: tuple[Capture, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    beginnings: Beginnings | None = None


_Future = ProcessFuture[list[FileResult]]


def examine_all(files: Sequence[tuple[Path, bytes]]) -> list[FileResult]:
    """Read and analyse some files, given each with the digest known of it."""
    return [examine(path, known) for path, known in files]


def examine(path: Path, known: bytes) -> FileResult:
    """Read and analyse one file, unless the digest of its bytes is the one known."""
    try:
        loaded = readers.load(path)
    except OSError as error:
        return _refused(readers.unreadable(readers.shown(path), error))
    digest = readers.digest_of(loaded)
    if digest == known:
        return FileResult(state=SAME, digest=digest)
    if loaded.reader is None:
        return FileResult(state=IGNORED, digest=digest)
    captures: list[Capture] = []
    rejected: list[Rejected] = []
    for item in readers.parse(loaded.reader, loaded.content, readers.shown(path)):
        match item:
            case Article():
                captures.append(analysed(item))
            case Rejected():
                rejected.append(item)
    return FileResult(
        state=READ,
        digest=digest,
        reader=readers.name(loaded.reader),
        captures=tuple(captures),
        rejected=tuple(rejected),
        beginnings=beginnings(loaded.content),
    )


def analysed(article: Article) -> Capture:
    """An article analysed and packed."""
    moment = article.modified or article.published
    dump = article.dump().encode("utf-8", "surrogatepass")
    return Capture(
        article_id=article.id,
        former=next(iter(former_ids(article)), None),
        title=article.title,
        modified=moment.timestamp() if moment else 0.0,
        whole=not article.degraded,
        content=blake2b(dump, digest_size=DIGEST_BYTES).digest(),
        day=article.day.toordinal() if article.day else 0,
        packed=zlib.compress(pickle.dumps(to_document(article)), _FAST),
    )


def unpacked(packed: bytes) -> Document:
    """The document that `analysed` packed, in this run: no file of others is unpickled."""
    document: Document = pickle.loads(zlib.decompress(packed))  # noqa: S301 - our own bytes
    return document


def results(
    files: Iterable[Pending], workers: int
) -> Generator[tuple[Pending, FileResult], None, None]:
    """What every file gave, in the order given, read by `workers` processes.

    A file that takes more than SECONDS or ADDRESS_SPACE, or whose reader dies, is rejected.
    BuildFailed where no process can be started.
    """
    queue: deque[tuple[Sequence[Pending], _Future]] = deque()
    waiting = _together(files)
    with _pool(workers) as schedule:
        while True:
            for some in islice(waiting, AHEAD * workers - len(queue)):
                queue.append((some, schedule(some)))
            if not queue:
                return
            some, future = queue.popleft()
            if future.exception() is None:
                yield from zip(some, future.result(), strict=True)
                continue
            # which of them it was shows when each is read alone
            for file in some:
                alone = schedule([file]) if len(some) > 1 else future
                yield file, _outcome(readers.shown(file.path), alone)


def _together(files: Iterable[Pending]) -> Iterator[Sequence[Pending]]:
    """The files in the order given, as many at once as one process takes."""
    some: list[Pending] = []
    for file in files:
        some.append(file)
        if len(some) == TOGETHER or sum(one.size for one in some) > BYTES_TOGETHER:
            yield some
            some = []
    if some:
        yield some


@contextmanager
def _pool(workers: int) -> Iterator[Callable[[Sequence[Pending]], _Future]]:
    """Processes that examine files; stopped at once when the block fails or is left early."""
    # a fork of this process would copy its threads' locks, and a new interpreter starts slower
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    pool = ProcessPool(workers, initializer=_fence, context=context)
    try:
        yield lambda some: pool.schedule(
            examine_all, ([(file.path, file.known) for file in some],), timeout=SECONDS
        )
    except (BrokenProcessPool, RuntimeError) as error:
        raise BuildFailed(f"aucun processus de lecture ne démarre ({cause(error)})") from error
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _fence() -> None:
    """Have this process refused what memory it asks for beyond ADDRESS_SPACE."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    fence = ADDRESS_SPACE if most == resource.RLIM_INFINITY else min(ADDRESS_SPACE, most)
    resource.setrlimit(resource.RLIMIT_AS, (fence, most))


def _outcome(source: str, future: _Future) -> FileResult:
    """The result, or why there is none: whatever a reader raises costs its file only."""
    match future.exception():
        case None:
            (result,) = future.result()
            return result
        case BrokenProcessPool() as error:
            raise error
        case TimeoutError():
            return _refused(Rejected(source, f"lecture de plus de {SECONDS} s : abandonnée"))
        case MemoryError():
            return _refused(Rejected(source, "lecture de plus de 1 Go de mémoire : abandonnée"))
        case ProcessExpired() as error:
            return _refused(Rejected(source, f"la lecture a tué son processus ({error.exitcode})"))
        case error:
            return _refused(Rejected(source, f"la lecture a échoué ({type(error).__name__})"))


def _refused(rejected: Rejected) -> FileResult:
    return FileResult(state=UNREADABLE, rejected=(rejected,))
