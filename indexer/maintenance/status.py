"""What does an index directory hold, and how large is it?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import UnreadableIndex
from indexer.generations import last_run, pointer, store, tombstones
from indexer.generations.last_run import LastRun
from indexer.generations.manifest import Manifest
from indexer.maintenance import purge


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A generation one can go back to; `size` in bytes, no manifest where it cannot be read."""

    generation: str
    size: int
    manifest: Manifest | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The generation that serves and its size, the kept ones, the number of tombstones.

    `unfinished` counts the purged articles that some generation still holds. Sizes are in bytes;
    generations share files, so that `total_size` is less than the sum of their sizes. `last_run` is
    None where no run is known, as in an index of a version that noted none.
    """

    manifest: Manifest
    size: int
    previous: tuple[Kept, ...]
    purged: int
    unfinished: int
    total_size: int
    last_run: LastRun | None


def status(root: Path) -> Status:
    """The state of an index directory; NoIndex or UnreadableIndex without one that serves."""
    published = pointer.read(root)
    return Status(
        manifest=store.current(root),
        size=_size(_files(store.place(root, published.serving))),
        previous=tuple(_kept(root, name) for name in published.kept),
        purged=len(tombstones.read(root)),
        unfinished=len(purge.left(root)),
        total_size=_size(_files(root)),
        last_run=last_run.read(root),
    )


def _kept(root: Path, name: str) -> Kept:
    try:
        manifest = store.manifest(root, name)
    except UnreadableIndex:
        manifest = None
    size = _size(_files(store.place(root, name)))
    return Kept(generation=name, size=size, manifest=manifest)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _size(paths: Iterable[Path]) -> int:
    """The size of some files in bytes; a file that has several names counts once."""
    sizes = {}
    for path in paths:
        status = path.stat()
        sizes[(status.st_dev, status.st_ino)] = status.st_size
    return sum(sizes.values())
