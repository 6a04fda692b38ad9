"""How is a cluster asked, and what is said when it does not answer?"""

import logging
import re
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004 - the client's own
    NotFoundError,
    SSLError,
    TransportError,
)

from indexer import deadline
from indexer.config import Settings
from indexer.errors import Unavailable, UnreadableIndex, UsageError, cause

# How long a search may take that no request waits for (indexer.deadline), a change of what indices
# there are or of their settings, and what writes or merges
SEARCH_SECONDS, STATE_SECONDS, BUILD_SECONDS = 60.0, 180.0, 3600.0
# What is refused waits before it is tried again, twice as long each time
_FIRST_PAUSE, _LAST_PAUSE = 0.05, 5.0
_PASSING = (429, 502, 504)
# What is too short for any answer, which would pass for the node's fault
LEAST_SECONDS = 0.1
# More nodes than any cluster has that can be lost while one question is asked
_MOST_LOST = 16
# How long a node that failed is left, and four times as long where it fails again
_LEFT_SECONDS = 4

# The client logs each failure with a trace; what became of it is told in one sentence
logging.getLogger("opensearch").setLevel(logging.ERROR)
# The rights that a role lacks, and who has it
_DENIED = re.compile(r"no permissions for \[(.+?)\] and User \[name=([^,\]]+)")

MISSING = "une partie de l’index ne répond pas : vérifier l’état du cluster OpenSearch"


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster that settings name, and what asks it."""

    settings: Settings
    client: OpenSearch


def connect(settings: Settings) -> Cluster:
    """The cluster of some settings, of which nothing is asked yet.

    UsageError where they name none, or an authority that cannot be read.
    """
    if not settings.opensearch:
        raise UsageError(
            "le moteur opensearch demande l’adresse d’un nœud : réglage opensearch, "
            "ou variable MANCHETTE_OPENSEARCH"
        )
    secret = (settings.opensearch_user, settings.opensearch_password)
    try:
        client = OpenSearch(
            hosts=list(settings.opensearch),
            http_auth=secret if settings.opensearch_user else None,
            ca_certs=settings.opensearch_ca or None,
            http_compress=False,
            # a node that fails is left for a while; `ask` tries again, with the time that is left
            max_retries=0,
            retry_on_timeout=True,
            dead_timeout=_LEFT_SECONDS,
            timeout_cutoff=2,
            pool_maxsize=settings.threads,
        )
    except (OSError, ssl.SSLError, ValueError) as error:
        why = "ce n’est pas un certificat" if isinstance(error, ssl.SSLError) else cause(error)
        raise UsageError(f"le réglage opensearch_ca ne convient pas : {why}") from error
    return Cluster(settings, client)


@contextmanager
def _talking() -> Iterator[None]:
    """Say in French what the cluster cannot do: UnreadableIndex without an index, Unavailable."""
    try:
        yield
    except NotFoundError as error:
        raise UnreadableIndex(
            f"le cluster n’a pas l’index demandé ({error.info}) : lancer « reindex --full »"
        ) from error
    except AuthenticationException as error:
        raise Unavailable(
            "le cluster OpenSearch refuse l’accès : vérifier opensearch_user et opensearch_password"
        ) from error
    except AuthorizationException as error:
        raise Unavailable(
            denied(str(error.info))
            or f"le cluster OpenSearch refuse ({error.error}) : "
            "vérifier son état et le rôle d’opensearch_user"
        ) from error
    except SSLError as error:
        raise Unavailable(
            "le certificat du cluster OpenSearch n’est pas reconnu : vérifier opensearch_ca"
        ) from error
    except ConnectionError as error:
        raise Unavailable(
            "aucun nœud OpenSearch ne répond : vérifier le cluster et le réglage opensearch"
        ) from error
    except TransportError as error:
        raise Unavailable(
            f"le cluster OpenSearch ne peut répondre ({error.error}) : vérifier son état"
        ) from error


def denied(reason: str) -> str:
    """What is said of a refusal for want of rights, which it names; "" for another reason."""
    found = _DENIED.search(reason)
    if not found:
        return ""
    return (
        f"l’utilisateur {found[2]} n’a pas le droit {found[1]} sur le cluster OpenSearch : "
        "l’ajouter à son rôle (deploy/opensearch/roles.yml)"
    )


def ask(call: Callable[..., Any], seconds: float = SEARCH_SECONDS, **arguments: Any) -> Any:
    """The answer of the cluster to one call of its client, asked of another node where one fails
    and a little later where it is too busy.

    Unavailable after `seconds`, or when the time of the request is up (indexer.deadline).
    """
    end = monotonic() + deadline.remaining(seconds)
    pause, lost = _FIRST_PAUSE, 0
    while True:
        try:
            with _talking():
                # half of what is left, so that another node can still be asked
                return call(params={"request_timeout": _left(end) / 2}, **arguments)
        except Unavailable as error:
            cause = error.__cause__
            lost += isinstance(cause, ConnectionError)
            is_late = monotonic() + pause >= end
            if is_late or not _passing(cause) or lost > _MOST_LOST:
                raise
            sleep(0 if isinstance(cause, ConnectionError) else pause)
            pause = min(2 * pause, _LAST_PAUSE)


def stored(
    cluster: Cluster, index: str, ids: Sequence[str], seconds: float = SEARCH_SECONDS
) -> dict[str, dict[str, Any]]:
    """The sources of the documents of an index that have these ids; Unavailable without a shard."""
    answer = (
        ask(cluster.client.mget, seconds, index=index, body={"ids": list(ids)}) if ids else None
    )
    rows = answer["docs"] if answer else []
    for row in rows:
        if "error" in row:
            raise Unavailable(MISSING)
    return {row["_id"]: row["_source"] for row in rows if row["found"]}


def is_whole(answer: Any) -> bool:
    """Whether every shard had a part in an answer; one without a node fails without being told."""
    shards = answer["_shards"]
    return bool(shards["successful"] == shards["total"])


def _left(end: float) -> float:
    left = end - monotonic()
    if left < LEAST_SECONDS:
        raise Unavailable("le cluster OpenSearch tarde trop : réessayer plus tard")
    return left


def _passing(cause: BaseException | None) -> bool:
    """Whether another try may succeed."""
    if isinstance(cause, SSLError):
        return False
    return isinstance(cause, ConnectionError) or (
        isinstance(cause, TransportError) and cause.status_code in _PASSING
    )
