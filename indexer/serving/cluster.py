"""Follow the generation that a cluster serves, from a host that has no index directory."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

from indexer import config, engines
from indexer.config import Settings
from indexer.engines import Remote
from indexer.errors import NoIndex
from indexer.generations.journal import Journal, JournalOfCluster
from indexer.generations.manifest import Manifest
from indexer.serving import masking
from indexer.serving.open_generation import OpenGeneration
from indexer.serving.published_index import PublishedIndex

# How long what serves is taken to be what served
LOOK_SECONDS = 1.0


def published_index(settings: Settings) -> PublishedIndex:
    """The index to serve: that of a cluster if the settings name its engine, else a directory's.

    UsageError for an engine that is not there or has no addresses.
    """
    engine = engines.remote(settings.engine, settings)
    return Followed(engine) if engine else PublishedIndex(config.bind(settings))


def directory(settings: Settings) -> Path | None:
    """The index directory that is served; None where a cluster's index is."""
    return None if engines.remote(settings.engine, settings) else settings.index


def chosen(index: Path | None, host: str | None = None, port: str | None = None) -> Settings:
    """The settings of a command that may name an index directory, which then is what it serves."""
    settings = config.load(index=str(index) if index else None, host=host, port=port)
    return replace(settings, engine="") if index else settings


class Followed(PublishedIndex):
    """The index of a cluster: always what serves there, looked for once a second at most."""

    def __init__(self, engine: Remote) -> None:
        """Nothing is asked before the first reader."""
        super().__init__(Path())
        self._engine = engine
        self.described = engine.described
        self._served: tuple[str, tuple[str, ...]] = ("", ())
        self._looked = 0.0

    @contextmanager
    def open_generation(self) -> Iterator[OpenGeneration]:
        """What serves on the cluster; NoIndex, UnreadableIndex or Unavailable without it."""
        self._look()
        with super().open_generation() as opened:
            yield opened

    def journal(self) -> Journal:
        """See PublishedIndex: that of the directory that is indexed in."""
        with self.open_generation() as opened:
            return JournalOfCluster(self._engine.journal, opened.manifest.generation)

    def _forgotten(self) -> Collection[str]:
        self._look()
        return self._served[1]

    def _look(self) -> None:
        """Open what serves if it is not what served, the cluster being asked for it now and then.

        It is asked without the lock: a slow node must not hold all readers up.
        """
        if self._opened and monotonic() - self._looked <= LOOK_SECONDS:
            return
        name, manifest = self._engine.published()
        served = (name, self._engine.withheld(name))
        if served != self._served or self._opened is None:
            searcher = self._engine.opened(name)
            with ExitStack() as stack:
                stack.enter_context(closing(searcher))
                named = masking.masked(Manifest.load(manifest), searcher, served[1])
                opened = OpenGeneration(*named, stack.pop_all())
            with self._lock:
                self._adopt(opened)
        self._served, self._looked = served, monotonic()

    def _current(self) -> OpenGeneration:
        if self._opened is None:
            raise NoIndex("aucun index ne sert sur le cluster : lancer « reindex »")
        return self._opened
