"""Store and search one generation on an OpenSearch cluster (extra `manchette[opensearch]`).

The directory of a generation names its index; web hosts that have none follow an alias.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from indexer.engines.opensearch import indices, mark
from indexer.engines.opensearch.connection import ask, client, settings
from indexer.engines.opensearch.mark import Mark
from indexer.engines.opensearch.searcher import OpenSearchSearcher
from indexer.engines.opensearch.writer import OpenSearchWriter
from indexer.errors import ManchetteError, NoIndex, UnreadableIndex

# Beside the mapping of an index
_MANIFEST, _WITHHELD = "manifest", "withheld"


def clone(base: Path, place: Path) -> None:
    """See indexer.engines.Engine; the segments are linked when writing begins."""
    mark.write(place, Mark(base=mark.read(base).index))


@contextmanager
def writer(place: Path) -> Iterator[OpenSearchWriter]:
    """See indexer.engines.Engine: what is committed is another index than what was there."""
    before = mark.find(place)
    base, name = before.index or before.base, _name(place)
    # a cluster that does not answer leaves no trace of a try
    has_factor = indices.has_factor()
    mark.write(place, replace(before, other=name))
    try:
        if base:
            indices.clone(base, name)
        else:
            indices.create(name)
        inner = OpenSearchWriter(name, is_new=not base)
        try:
            yield inner
            inner.finish()
        finally:
            inner.close()
        similarities = {} if base else inner.lengths.similarities(has_factor=has_factor)
        indices.show(name, similarities)
        mark.write(place, Mark(index=name, other=before.index))
    except BaseException:
        # what stays is named by the mark, and goes with the directory
        with suppress(ManchetteError):
            indices.delete(name)
            mark.write(place, before)
        raise
    if before.index:
        indices.delete(before.index)
        mark.write(place, Mark(index=name))


def _name(place: Path) -> str:
    """A name that no index has: the directory may have been written to before."""
    return f"{settings().opensearch_alias}-{place.name.lower()}-{token_hex(4)}"


def searcher(place: Path) -> OpenSearchSearcher:
    """See indexer.engines.Engine."""
    index = mark.read(place).index
    if not index:
        raise UnreadableIndex(f"la génération {place.name} n’est pas entière : lancer « reindex »")
    return OpenSearchSearcher(index)


def drop(place: Path) -> None:
    """See indexer.engines.Remote."""
    found = mark.find(place)
    for index in filter(None, (found.index, found.other)):
        indices.delete(index)


def publish(place: Path, manifest: str, withheld: Sequence[str] = ()) -> None:
    """See indexer.engines.Remote."""
    index = mark.read(place).index
    indices.remember(index, **{_MANIFEST: manifest, _WITHHELD: list(withheld)})
    indices.point(settings().opensearch_alias, index)


def published() -> tuple[str, str]:
    """See indexer.engines.Remote."""
    alias = settings().opensearch_alias
    try:
        found = ask(client().indices.get_mapping, index=alias)
    except UnreadableIndex as error:
        raise NoIndex(f"aucun index publié sous le nom {alias} : lancer « reindex »") from error
    ((index, values),) = found.items()
    return index, values["mappings"]["_meta"][_MANIFEST]


def withheld(index: str) -> tuple[str, ...]:
    """See indexer.engines.Remote."""
    return tuple(indices.memory(index).get(_WITHHELD, ()))


def opened(index: str) -> OpenSearchSearcher:
    """See indexer.engines.Remote."""
    return OpenSearchSearcher(index)
