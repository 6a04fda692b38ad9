"""Make, fill up, show and delete the two indices of a generation."""

from collections.abc import Mapping
from time import monotonic, sleep
from typing import Any

from indexer.engines.opensearch import schema
from indexer.engines.opensearch.connection import (
    BUILD_SECONDS,
    SEARCH_SECONDS,
    ask,
    client,
    settings,
)
from indexer.engines.opensearch.schema import Json, words_of
from indexer.engines.opensearch.statistics import Similarity
from indexer.errors import BuildFailed

# How long a generation waits for its copies before it is published without
GREEN_SECONDS = 600.0
_PAUSE = 0.1
_SEGMENTS = 1
# Scores hold the factor k1 + 1 up to this version
_FACTOR_MAJOR = 2


def both(index: str) -> tuple[str, str]:
    """The index of the articles and that of the words."""
    return index, words_of(index)


def create(index: str) -> None:
    """Make both, empty."""
    indices = client().indices
    for name, body in zip(
        both(index), (schema.articles(settings().opensearch_shards), schema.words()), strict=True
    ):
        _do(indices.create, index=name, body=body)


def clone(base: str, index: str) -> None:
    """Make both from another pair, whose segments are linked, not copied."""
    changes = {
        **schema.LOADING,
        "index.blocks.write": None,
    }
    for old, name in zip(both(base), both(index), strict=True):
        _do(client().indices.clone, index=old, target=name, body={"settings": changes})


def show(index: str, similarities: Mapping[str, Similarity]) -> None:
    """Have what was written searchable, whole segments, copied, and closed to writing.

    `similarities` are those of an index that is new, none of one that was cloned.
    """
    names = ",".join(both(index))
    indices = client().indices
    for call in (indices.refresh, indices.flush):
        _do(call, index=names)
    if similarities:
        _do(indices.forcemerge, index=names, max_num_segments=_SEGMENTS)
        _score(index, similarities)
    shown = {
        "index.number_of_replicas": settings().opensearch_replicas,
        "index.refresh_interval": None,
        "index.translog.durability": None,
        "index.blocks.write": True,
    }
    _do(indices.put_settings, index=names, body=shown)
    _await_copies(names)


def _score(index: str, similarities: Mapping[str, Similarity]) -> None:
    indices = client().indices
    values = {
        f"index.similarity.{name}": {"type": "BM25", "k1": one.k1, "b": one.b}
        for name, one in similarities.items()
    }
    # a similarity is read when an index opens
    while not _do(indices.close, index=index)["shards_acknowledged"]:
        sleep(_PAUSE)
    _do(indices.put_settings, index=index, body=values)
    _do(indices.open, index=index)
    scales = {name: one.scale for name, one in similarities.items()}
    remember(index, scales=scales, shards=settings().opensearch_shards)


def has_factor() -> bool:
    """Whether this version of OpenSearch multiplies scores by k1 + 1."""
    number = _do(client().info)["version"]["number"]
    return int(number.partition(".")[0]) <= _FACTOR_MAJOR


def _await_copies(names: str) -> None:
    """Wait for every shard, then for a while for their copies: a node may be missing."""
    end = monotonic() + GREEN_SECONDS
    while True:
        health = _do(client().cluster.health, index=names)
        if health["status"] == "green":
            return
        has_nodes = health["number_of_data_nodes"] > settings().opensearch_replicas
        if health["status"] == "yellow" and (not has_nodes or monotonic() > end):
            return
        if monotonic() > end:
            raise BuildFailed("le cluster OpenSearch ne peut ouvrir l’index : vérifier son état")
        sleep(_PAUSE)


def remember(index: str, **values: Any) -> None:
    """Write values beside the mapping of an index, where whoever reads it finds them."""
    meta = {**memory(index, BUILD_SECONDS), **values}
    _do(client().indices.put_mapping, index=index, body={"_meta": meta})


def memory(index: str, seconds: float = SEARCH_SECONDS) -> Json:
    """The values written beside the mapping of an index; UnreadableIndex without it."""
    (found,) = ask(client().indices.get_mapping, seconds, index=index).values()
    return dict(found["mappings"].get("_meta", {}))


def point(alias: str, index: str) -> None:
    """Have an alias name this index and no other, all of a sudden."""
    away = {"index": f"{alias}-*", "alias": alias, "must_exist": False}
    here = {"index": index, "alias": alias}
    _do(client().indices.update_aliases, body={"actions": [{"remove": away}, {"add": here}]})


def delete(index: str) -> None:
    """Delete both, whether they are there or not."""
    names = ",".join(both(index))
    _do(client().indices.delete, index=names, ignore_unavailable=True)


def _do(call: Any, **arguments: Any) -> Any:
    return ask(call, BUILD_SECONDS, **arguments)
