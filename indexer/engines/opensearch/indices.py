"""Make, fill up, show and delete the two indices of a generation."""

import logging
from collections.abc import Iterator, Mapping
from time import monotonic, sleep
from typing import Any

from indexer.engines.opensearch import schema
from indexer.engines.opensearch.connection import (
    BUILD_SECONDS,
    STATE_SECONDS,
    Cluster,
    ask,
    denied,
)
from indexer.engines.opensearch.schema import Json, words_of
from indexer.engines.opensearch.similarity import Similarity
from indexer.errors import BuildFailed, Unavailable
from indexer.messages.french_format import typeset

# How long shards are waited for when they close, and the copies of a generation before it is
# published without
CLOSED_SECONDS, GREEN_SECONDS = 120.0, 600.0
_PAUSE = 0.1
# How long the cluster itself waits for shards to close, each time that it is asked
_TRY = "10s"
_SEGMENTS = 1
# Scores hold the factor k1 + 1 up to this version
_FACTOR_MAJOR = 2

_log = logging.getLogger(__name__)


def both(index: str) -> tuple[str, str]:
    """The index of the articles and that of the words."""
    return index, words_of(index)


def create(cluster: Cluster, index: str) -> None:
    """Make both, empty."""
    indices = cluster.client.indices
    for name, body in zip(
        both(index),
        (schema.articles(cluster.settings.opensearch_shards), schema.words()),
        strict=True,
    ):
        _do(indices.create, index=name, body=body)


def clone(cluster: Cluster, base: str, index: str) -> None:
    """Make both from another pair, whose segments are linked, not copied."""
    changes = {
        **schema.LOADING,
        "index.blocks.write": None,
    }
    for old, name in zip(both(base), both(index), strict=True):
        _do(cluster.client.indices.clone, index=old, target=name, body={"settings": changes})


def show(cluster: Cluster, index: str, similarities: Mapping[str, Similarity]) -> None:
    """Have what was written searchable, whole segments, copied, and closed to writing.

    `similarities` are those of an index that is new, none of one that was cloned.
    """
    names = ",".join(both(index))
    indices = cluster.client.indices
    for call in (indices.refresh, indices.flush):
        ask(call, BUILD_SECONDS, index=names)
    if similarities:
        ask(indices.forcemerge, BUILD_SECONDS, index=names, max_num_segments=_SEGMENTS)
        _score(cluster, index, similarities)
    shown = {
        "index.number_of_replicas": cluster.settings.opensearch_replicas,
        "index.refresh_interval": None,
        "index.translog.durability": None,
        "index.blocks.write": True,
    }
    _do(indices.put_settings, index=names, body=shown)
    _await_copies(cluster, names)


def _score(cluster: Cluster, index: str, similarities: Mapping[str, Similarity]) -> None:
    indices = cluster.client.indices
    values = {
        f"index.similarity.{name}": {"type": "BM25", "k1": one.k1, "b": one.b}
        for name, one in similarities.items()
    }
    # a similarity is read when an index opens
    close(cluster, index)
    _do(indices.put_settings, index=index, body=values)
    _do(indices.open, index=index)
    scales = {name: one.scale for name, one in similarities.items()}
    remember(cluster, index, scales=scales, shards=cluster.settings.opensearch_shards)


def close(cluster: Cluster, index: str) -> None:
    """Have every shard closed; Unavailable where one may not be, or is not for long."""
    for _ in _tries(CLOSED_SECONDS):
        answer = _do(cluster.client.indices.close, index=index, timeout=_TRY)
        if answer["shards_acknowledged"]:
            return
        # what a shard refuses is no error of the request
        if said := denied(str(answer)):
            raise Unavailable(said)
    raise Unavailable(
        f"le cluster OpenSearch n’a pas fermé l’index {index} en {CLOSED_SECONDS:.0f} s : "
        "vérifier son état, puis relancer la commande"
    )


def _await_copies(cluster: Cluster, names: str) -> None:
    """Wait for every shard, then for a while for their copies: a node may be missing."""
    status = ""
    for _ in _tries(GREEN_SECONDS):
        health = ask(cluster.client.cluster.health, index=names)
        status = health["status"]
        has_nodes = health["number_of_data_nodes"] > cluster.settings.opensearch_replicas
        if status == "green":
            return
        if status == "yellow" and not has_nodes:
            break
    if status != "yellow":
        raise BuildFailed(
            f"le cluster OpenSearch n’a pas ouvert l’index {names} en {GREEN_SECONDS:.0f} s : "
            "vérifier son état, puis relancer la commande"
        )
    _log.warning(
        "%s",
        typeset(
            "manchette : l’index sert sans toutes ses copies : vérifier les nœuds du cluster "
            "OpenSearch, ou le réglage opensearch_replicas"
        ),
    )


def _tries(seconds: float) -> Iterator[None]:
    """A try now and then, one at least, until some seconds are over."""
    end = monotonic() + seconds
    yield
    while monotonic() < end:
        sleep(_PAUSE)
        yield


def has_factor(cluster: Cluster) -> bool:
    """Whether this version of OpenSearch multiplies scores by k1 + 1."""
    number = ask(cluster.client.info)["version"]["number"]
    return int(number.partition(".")[0]) <= _FACTOR_MAJOR


def remember(cluster: Cluster, index: str, **values: Any) -> None:
    """Write values beside the mapping of an index, where whoever reads it finds them."""
    meta = {**memory(cluster, index), **values}
    _do(cluster.client.indices.put_mapping, index=index, body={"_meta": meta})


def memory(cluster: Cluster, index: str) -> Json:
    """The values written beside the mapping of an index; UnreadableIndex without it."""
    (found,) = ask(cluster.client.indices.get_mapping, index=index).values()
    return dict(found["mappings"].get("_meta", {}))


def point(cluster: Cluster, alias: str, index: str) -> None:
    """Have an alias name this index and no other, atomically."""
    away = {"index": f"{alias}-*", "alias": alias, "must_exist": False}
    here = {"index": index, "alias": alias}
    _do(cluster.client.indices.update_aliases, body={"actions": [{"remove": away}, {"add": here}]})


def delete(cluster: Cluster, index: str) -> None:
    """Delete both, whether they are there or not."""
    names = ",".join(both(index))
    _do(cluster.client.indices.delete, index=names, ignore_unavailable=True)


def _do(call: Any, **arguments: Any) -> Any:
    return ask(call, STATE_SECONDS, **arguments)
