"""Follow the published generation while it is searched by several threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from indexer import engines, generation
from indexer.engines import Searcher
from indexer.errors import NoIndex, UnreadableIndex
from indexer.generation import Manifest


@dataclass(slots=True)
class Opened:
    """A generation open for reading and the number of readers it has."""

    manifest: Manifest
    searcher: Searcher
    readers: int = 0


class Archive:
    """The archive of an index directory: always its current generation."""

    def __init__(self, root: Path) -> None:
        """`root` is the index directory; nothing is opened before the first reader."""
        self._root = root
        self._lock = Lock()
        self._opened: Opened | None = None
        self._seen: tuple[int, int] | None = None

    @contextmanager
    def reading(self) -> Iterator[Opened]:
        """The current generation, kept open for the block even if another is published meanwhile.

        NoIndex or UnreadableIndex where there is none to open.
        """
        with self._lock:
            opened = self._current()
            opened.readers += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.readers -= 1
                if opened is not self._opened and not opened.readers:
                    opened.searcher.close()

    def _current(self) -> Opened:
        try:
            status = (self._root / "current.json").stat()
        except FileNotFoundError as error:
            raise NoIndex(f"aucun index publié dans {self._root} : lancer « reindex »") from error
        except OSError as error:
            raise UnreadableIndex(f"{self._root} n’est pas un index : {error.strerror}") from error
        seen = (status.st_ino, status.st_mtime_ns)
        if self._opened is None or seen != self._seen:
            manifest = generation.current(self._root)
            place = generation.place(self._root, manifest.generation)
            previous = self._opened
            self._opened = Opened(manifest, engines.load(manifest.engine).searcher(place))
            self._seen = seen
            if previous and not previous.readers:
                previous.searcher.close()
        return self._opened
