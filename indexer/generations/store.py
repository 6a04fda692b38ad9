"""Which generation of the index is current, and how does another take its place atomically?

index/current.json            the generation that serves and those kept (pointer)
index/journal/                what each publication changed
index/generations/<name>/     the engine's files, manifest.json and seal.json (checksums), never
                              changed once published
index/lock                    held by the one process that writes
"""

import fcntl
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from indexer import config, engines
from indexer.engines import Searcher
from indexer.errors import (
    ManchetteError,
    NoIndex,
    Unavailable,
    UnreadableIndex,
    UsageError,
    refusal,
)
from indexer.generations import checksums, journal, pointer
from indexer.generations.manifest import Manifest
from indexer.generations.pointer import Published

# How many generations one can go back to
KEPT = 2
MANIFEST = "manifest.json"
_NAMED = "%Y%m%dT%H%M%S-%f"
DEFAULT_ENGINE = "whoosh"


def place(root: Path, generation: str) -> Path:
    """The directory of a generation."""
    return root / "generations" / generation


def begin(root: Path) -> Path:
    """An empty directory for the next generation; its name is the name of the generation.

    Names are times in UTC, each later than all there are, even if the clock was set back.
    """
    folder = root / "generations"
    folder.mkdir(parents=True, exist_ok=True)
    times = (_time(path.name) for path in folder.iterdir())
    last = max(filter(None, times), default=datetime.min.replace(tzinfo=UTC))
    path = folder / f"{max(datetime.now(UTC), last + timedelta(microseconds=1)):{_NAMED}}"
    path.mkdir()
    return path


@contextmanager
def building(root: Path) -> Iterator[Path]:
    """The directory of a generation to fill and to publish, for a block; needs the lock.

    It is deleted where the block fails, unless the generation serves already.
    """
    path = begin(root)
    try:
        yield path
    except BaseException:
        _abandon(root, path)
        raise


def _abandon(root: Path, path: Path) -> None:
    before = published(root)
    if before is None or path.name not in before.all:
        # what stays is deleted by the next run; the failure itself is what must be told
        with suppress(OSError, ManchetteError):
            _delete(root, path)


def _time(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _NAMED).replace(tzinfo=UTC)
    except ValueError:  # a stray file, or what a run keeps beside
        return None


def current(root: Path) -> Manifest:
    """The manifest of the generation that serves; NoIndex or UnreadableIndex if there is none."""
    return manifest(root, pointer.read(root).serving)


def manifest(root: Path, generation: str) -> Manifest:
    """The manifest of a published generation; UnreadableIndex where it is not one."""
    try:
        return Manifest.load((place(root, generation) / MANIFEST).read_text("utf-8"))
    except OSError as error:
        raise UnreadableIndex(
            f"la génération {generation} de l’index est illisible ({refusal(error)}) : "
            "lancer « reindex »"
        ) from error


def searcher(root: Path, manifest: Manifest) -> Searcher:
    """A searcher of a published generation; the caller closes it.

    Sizes and small files are compared with the seal first: UnreadableIndex where they differ.
    """
    path = place(root, manifest.generation)
    checksums.glance(path)
    return engines.load(manifest.engine, config.of(root)).searcher(path)


def verify(root: Path, generation: str) -> None:
    """Read every byte of a generation; UnreadableIndex unless all files are as they were sealed."""
    path = place(root, generation)
    for fault in checksums.faults(path, set()):
        raise UnreadableIndex(checksums.described(path, fault))


def publish(root: Path, manifest: Manifest, kept: int = KEPT) -> None:
    """Seal a complete generation and make it the current one, with `kept` others to go back to.

    The change is atomic: after a power cut the former one serves, or this. OSError where the disk
    refuses.
    """
    before = published(root)
    path = place(root, manifest.generation)
    (path / MANIFEST).write_text(manifest.dump(), "utf-8")
    checksums.seal(path, place(root, before.serving) if before else None)
    after = Published(serving=manifest.generation)
    serve(root, before, before.followed_by(manifest.generation, kept) if before else after)


def serve(root: Path, before: Published | None, after: Published) -> None:
    """Have the pointer say what is published after `before`, and the journal what that changes.

    Needs the lock. OSError where the disk refuses: then nothing has changed.
    """
    pointer.write(root, journal.record(root, before, after))


def announce(root: Path, withheld: Sequence[str] = ()) -> None:
    """Publish the current generation on its cluster, where its engine has one.

    Web hosts that follow serve it then, without the articles whose ids are `withheld`. Unavailable
    where the cluster does not answer: the next run does it, and they serve a kept one until then.
    """
    manifest = current(root)
    engine = engines.remote(manifest.engine, config.of(root))
    if engine:
        journal.copy(root, pointer.read(root).step, engine.journal)
        engine.publish(place(root, manifest.generation), manifest.dump(), withheld)


def prune(root: Path) -> None:
    """Delete generations that are not published, what failed runs left included; needs the lock.

    So are entries of the journal that are too old. A generation that another process still reads
    stays until a later run.
    """
    for path in _unpublished(root):
        if not _is_read(path):
            # what a cluster that does not answer still holds goes with a later run
            with suppress(Unavailable, UsageError):
                _delete(root, path)
    journal.prune(root, pointer.read(root).step)


def expunge(root: Path) -> None:
    """Delete generations that are not published, even those being read; needs the lock."""
    for path in _unpublished(root):
        _delete(root, path)


def sweep(root: Path) -> None:
    """Delete what killed runs left that is no generation, texts that they read; needs the lock."""
    for path in (root / "generations").iterdir():
        if path.is_dir() and _time(path.name) is None:
            shutil.rmtree(path)


def _unpublished(root: Path) -> Iterator[Path]:
    known = pointer.read(root)
    for path in sorted((root / "generations").iterdir()):
        if path.is_dir() and path.name not in known.all:
            yield path


def published(root: Path) -> Published | None:
    """What is published, None where nothing is or where the pointer is damaged."""
    try:
        return pointer.read(root)
    except (NoIndex, UnreadableIndex):
        return None


@contextmanager
def shared_lock(root: Path, generation: str) -> Iterator[None]:
    """Keep others from deleting a generation for the block; UnreadableIndex where it is gone."""
    try:
        file = (place(root, generation) / MANIFEST).open()
    except FileNotFoundError as error:
        raise UnreadableIndex(f"la génération {generation} n’est plus là") from error
    with file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def _is_read(path: Path) -> bool:
    try:
        with (path / MANIFEST).open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _delete(root: Path, path: Path) -> None:
    # first: what a killed deletion leaves must not pass for a generation
    (path / checksums.NAME).unlink(missing_ok=True)
    engines.drop(path, config.of(root))
    shutil.rmtree(path)
