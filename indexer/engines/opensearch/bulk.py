"""Send many documents to an index, some at a time; what the cluster refuses is told one by one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep
from typing import Any

from indexer.engines.opensearch.connection import BUILD_SECONDS, Cluster, ask, denied
from indexer.engines.opensearch.schema import Json
from indexer.errors import Unavailable

_BUSY, _FAILED, _DOWN = 429, 400, 500
# No fault of the document: a right is missing, or the index takes no writing
_REFUSED = (401, 403)
# Seconds that a document waits which was refused for want of room
_PAUSES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Action:
    """A document to index under an id, or, without one, an id to delete."""

    id: str
    document: Json | None

    def lines(self) -> str:
        """What the cluster reads."""
        if self.document is None:
            return json.dumps({"delete": {"_id": self.id}})
        return f"{json.dumps({'index': {'_id': self.id}})}\n{json.dumps(self.document)}"


def send(cluster: Cluster, index: str, actions: Sequence[Action]) -> dict[str, str]:
    """Do some actions in order; the ids of the documents refused, with reasons.

    Unavailable where the cluster fails, or is too busy for long.
    """
    refused: dict[str, str] = {}
    left = list(actions)
    for pause in _PAUSES:
        items = list(zip(left, _answers(cluster, index, left), strict=True)) if left else []
        for action, item in items:
            if _status(item) >= _DOWN or _status(item) in _REFUSED:
                said = _reason(item)
                raise Unavailable(denied(said) or f"le cluster OpenSearch ne peut écrire, {said}")
            if action.document is not None and _BUSY != _status(item) >= _FAILED:
                refused[action.id] = _reason(item)
        left = [action for action, item in items if _status(item) == _BUSY]
        if not left:
            return refused
        sleep(pause)
    raise Unavailable("le cluster OpenSearch est trop chargé pour écrire : réessayer plus tard")


def _answers(cluster: Cluster, index: str, actions: Sequence[Action]) -> list[Json]:
    body = "".join(f"{action.lines()}\n" for action in actions)
    answer = ask(cluster.client.bulk, BUILD_SECONDS, index=index, body=body)
    return [next(iter(item.values())) for item in answer["items"]]


def _status(item: Json) -> int:
    return int(item["status"])


def _reason(item: Json) -> str:
    error: Any = item.get("error", {})
    cause = error.get("caused_by", error)
    return f"refusé par OpenSearch : {cause.get('reason', error)}"
