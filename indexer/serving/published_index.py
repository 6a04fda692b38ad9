"""Follow the published generation while it is searched by several threads.

What opens is compared with its seal: sizes and small files at once, every byte by a thread. A
generation found damaged is left for the last one that is whole, until another is published. What
was purged is in no answer, whatever the generation still holds.
"""

import logging
import weakref
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep

from indexer.article import Article
from indexer.errors import NoIndex, UnreadableIndex, refusal
from indexer.generations import checksums, pointer, source_records, store, tombstones
from indexer.generations.journal import Journal, JournalOfDirectory
from indexer.identity import former_ids
from indexer.serving import masking
from indexer.serving.open_generation import OpenGeneration

# How long a failure is told before the files are looked at again
RETRY_SECONDS = 30.0
# How many files are remembered as sound; generations share most of theirs
SOUND_FILES = 10_000
# How often a server that nobody asks looks whether its generation is still there
IDLE_SECONDS = 2.0

_log = logging.getLogger(__name__)

# What tells a file from the one that took its place, None without a file
_Stamp = tuple[int, int] | None


@dataclass(slots=True)
class _Verdicts:
    """What is known of the generations since the pointer or the tombstones changed."""

    seen: tuple[_Stamp, _Stamp] | None = None
    damaged: dict[str, str] = field(default_factory=dict)
    failure: str = ""
    retry: float = 0.0


class PublishedIndex:
    """The index of a directory: always its current generation, or the last whole one."""

    def __init__(self, root: Path) -> None:
        """`root` is the index directory; nothing is opened before the first reader."""
        self._root = root
        # what serves, as a person is told
        self.described = str(root)
        self._lock = Lock()
        self._opened: OpenGeneration | None = None
        self._verdicts = _Verdicts()
        self._sound: checksums.Sound = set()
        self._purged: tuple[_Stamp, Collection[str]] = (None, ())
        self._watched = False

    @contextmanager
    def open_generation(self) -> Iterator[OpenGeneration]:
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
                    opened.closing.close()

    def state(self) -> tuple[str, ...]:
        """What any answer depends on: the generation that serves, the ids that were purged.

        Raises what `open_generation` does.
        """
        with self.open_generation() as opened:
            return opened.manifest.generation, *sorted(self._forgotten())

    def unpurged(self, articles: Iterable[Article]) -> Iterator[Article]:
        """Those of some articles that are not purged when they are asked for.

        What is sent while it is read may be under way when a purge begins.
        """
        for article in articles:
            if not tombstones.covers(self._forgotten(), article.id, *former_ids(article)):
                yield article

    def journal(self) -> Journal:
        """What each publication changed; NoIndex, UnreadableIndex or Unavailable without it."""
        return JournalOfDirectory(self._root, pointer.read(self._root).step)

    def _forgotten(self) -> Collection[str]:
        """The ids of what was purged, read when the file is another."""
        known, purged = self._purged
        if (stamp := _stamp(self._root / tombstones.NAME)) != known:
            try:
                purged = tombstones.read(self._root)
            except UnreadableIndex as error:
                _log.warning("%s", error)
                purged = tombstones.legible(self._root)
            self._purged = (stamp, purged)
        return purged

    def _seen(self) -> tuple[_Stamp, _Stamp]:
        try:
            return _stamp(self._root / pointer.NAME), _stamp(self._root / tombstones.NAME)
        except OSError as error:
            raise UnreadableIndex(f"{self._root} n’est pas un index : {refusal(error)}") from error

    def _current(self) -> OpenGeneration:
        seen = self._seen()
        if seen[0] is None:
            raise NoIndex(f"aucun index publié dans {self._root} : lancer « reindex SOURCES »")
        if seen != self._verdicts.seen:
            # what is damaged stays so where only more was purged
            same = self._verdicts.seen and self._verdicts.seen[0] == seen[0]
            self._verdicts = _Verdicts(seen, self._verdicts.damaged if same else {})
        elif self._opened:
            return self._opened
        elif self._verdicts.failure and monotonic() < self._verdicts.retry:
            raise UnreadableIndex(self._verdicts.failure)
        try:
            opened = self._open()
        except UnreadableIndex as error:
            self._adopt(None)
            self._verdicts.failure = str(error)
            self._verdicts.retry = monotonic() + RETRY_SECONDS
            raise
        self._adopt(opened)
        if not self._watched:
            self._watched = True
            Thread(target=_watch, args=(weakref.ref(self),), daemon=True).start()
        return opened

    def let_go(self) -> bool:
        """Close a generation that a purge has deleted; whether one is still open."""
        with self._lock:
            if self._opened:
                place = store.place(self._root, self._opened.manifest.generation)
                if not (place / store.MANIFEST).exists():
                    self._adopt(None)
            self._watched = self._opened is not None
            return self._watched

    def _adopt(self, opened: OpenGeneration | None) -> None:
        previous, self._opened = self._opened, opened
        if previous and not previous.readers:
            previous.closing.close()

    def _open(self) -> OpenGeneration:
        """The generation that the pointer names, or else the last one before it that is whole."""
        published = pointer.read(self._root)
        try:
            return self._open_current(published.serving)
        except UnreadableIndex as error:
            # it may have been replaced, and deleted, since the pointer was read
            if pointer.read(self._root) != published:
                return self._open()
            for name in published.previous:
                opened = self._open_verified(name)
                if opened:
                    _log.warning("%s ; la génération %s sert à sa place", error, name)
                    return opened
            raise

    def _open_current(self, name: str) -> OpenGeneration:
        if name in self._verdicts.damaged:
            raise UnreadableIndex(self._verdicts.damaged[name])
        opened = self._opening(name)
        Thread(target=self._verify, args=(opened, self._verdicts), daemon=True).start()
        return opened

    def _open_verified(self, name: str) -> OpenGeneration | None:
        """An older generation, every byte of which is compared first; None unless it is whole."""
        try:
            place = store.place(self._root, name)
            return None if any(checksums.faults(place, self._sound)) else self._opening(name)
        except UnreadableIndex:
            return None

    def _opening(self, name: str) -> OpenGeneration:
        with ExitStack() as stack:
            stack.enter_context(store.shared_lock(self._root, name))
            manifest = store.manifest(self._root, name)
            searcher = stack.enter_context(closing(store.searcher(self._root, manifest)))
            forgotten = self._forgotten()
            if forgotten:
                with source_records.opened(store.place(self._root, name)) as recorded:
                    forgotten = recorded.among(forgotten)
            return OpenGeneration(*masking.masked(manifest, searcher, forgotten), stack.pop_all())

    def _verify(self, opened: OpenGeneration, verdicts: _Verdicts) -> None:
        """Read every file of a generation that serves; leave it where one is damaged."""
        if len(self._sound) > SOUND_FILES:
            self._sound.clear()
        name = opened.manifest.generation
        place = store.place(self._root, name)
        try:
            fault = next(checksums.faults(place, self._sound), None)
            damage = checksums.described(place, fault) if fault else ""
        except UnreadableIndex as error:
            damage = str(error)
        if damage:
            _log.warning("%s", damage)
            with self._lock:
                verdicts.damaged[name] = damage
                if self._opened is opened:
                    self._adopt(None)


def _stamp(path: Path) -> _Stamp:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns


def _watch(reference: "weakref.ref[PublishedIndex]") -> None:
    """Have a published index let go of what is deleted though nobody asks it anything."""
    while True:
        sleep(IDLE_SECONDS)
        index = reference()
        if index is None or not index.let_go():
            return
        del index
