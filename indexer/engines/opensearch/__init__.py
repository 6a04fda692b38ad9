"""Store and search one generation on an OpenSearch cluster (extra `manchette[opensearch]`).

The directory of a generation names its index; web hosts that have none follow an alias.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from indexer.config import Settings
from indexer.engines import Remote
from indexer.engines.opensearch import generation_index, indices
from indexer.engines.opensearch.connection import ask, connect
from indexer.engines.opensearch.generation_index import Mark
from indexer.engines.opensearch.journal_index import JournalIndex
from indexer.engines.opensearch.searcher import OpenSearchSearcher
from indexer.engines.opensearch.writer import OpenSearchWriter
from indexer.errors import ManchetteError, NoIndex, UnreadableIndex

# Beside the mapping of an index
_MANIFEST, _WITHHELD = "manifest", "withheld"


class OpenSearchEngine:
    """See indexer.engines.Remote: the generations of one cluster, under one alias."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is asked yet; UsageError for settings that name no cluster."""
        self._cluster = connect(settings)
        self._alias = settings.opensearch_alias
        self.journal = JournalIndex(self._cluster, self._alias)
        self.described = f"le cluster {self._alias}"

    def clone(self, base: Path, place: Path) -> None:
        """See indexer.engines.Engine; the segments are linked when writing begins."""
        generation_index.write(place, Mark(base=generation_index.read(base).index))

    @contextmanager
    def writer(self, place: Path) -> Iterator[OpenSearchWriter]:
        """See indexer.engines.Engine: what is committed is another index than what was there."""
        cluster, before = self._cluster, generation_index.find(place)
        # a name that no index has: the directory may have been written to before
        name = f"{self._alias}-{place.name.lower()}-{token_hex(4)}"
        base = before.index or before.base
        # a cluster that does not answer leaves no trace of a try
        has_factor = indices.has_factor(cluster)
        generation_index.write(place, replace(before, other=name))
        try:
            if base:
                indices.clone(cluster, base, name)
            else:
                indices.create(cluster, name)
            inner = OpenSearchWriter(cluster, name, is_new=not base)
            try:
                yield inner
                inner.finish()
            finally:
                inner.close()
            similarities = {} if base else inner.lengths.similarities(has_factor=has_factor)
            indices.show(cluster, name, similarities)
            generation_index.write(place, Mark(index=name, other=before.index))
        except BaseException:
            # what stays is named by the mark, and goes with the directory
            with suppress(ManchetteError):
                indices.delete(cluster, name)
                generation_index.write(place, before)
            raise
        if before.index:
            indices.delete(cluster, before.index)
            generation_index.write(place, Mark(index=name))

    def searcher(self, place: Path) -> OpenSearchSearcher:
        """See indexer.engines.Engine."""
        index = generation_index.read(place).index
        if not index:
            raise UnreadableIndex(
                f"la génération {place.name} n’est pas entière : lancer « reindex »"
            )
        return self.opened(index)

    def drop(self, place: Path) -> None:
        """See indexer.engines.Remote."""
        found = generation_index.find(place)
        for index in filter(None, (found.index, found.other)):
            indices.delete(self._cluster, index)

    def publish(self, place: Path, manifest: str, withheld: Sequence[str] = ()) -> None:
        """See indexer.engines.Remote."""
        index = generation_index.read(place).index
        told = {_MANIFEST: manifest, _WITHHELD: list(withheld)}
        indices.remember(self._cluster, index, **told)
        indices.point(self._cluster, self._alias, index)

    def published(self) -> tuple[str, str]:
        """See indexer.engines.Remote."""
        try:
            found = ask(self._cluster.client.indices.get_mapping, index=self._alias)
        except UnreadableIndex as error:
            raise NoIndex(
                f"aucun index publié sous le nom {self._alias} : lancer « reindex »"
            ) from error
        ((index, values),) = found.items()
        return index, values["mappings"]["_meta"][_MANIFEST]

    def withheld(self, name: str) -> tuple[str, ...]:
        """See indexer.engines.Remote."""
        return tuple(indices.memory(self._cluster, name).get(_WITHHELD, ()))

    def opened(self, name: str) -> OpenSearchSearcher:
        """See indexer.engines.Remote."""
        return OpenSearchSearcher(self._cluster, name)


def made(settings: Settings) -> Remote:
    """The engine of some settings; UsageError for those that name no cluster."""
    return OpenSearchEngine(settings)
