"""Get results past those that OpenSearch counts off itself, ten thousand at a time."""

import json
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock
from typing import Any

from opensearchpy.exceptions import NotFoundError

from indexer.engines.opensearch.connection import (
    BUILD_SECONDS,
    MISSING,
    Cluster,
    ask,
    is_whole,
)
from indexer.engines.opensearch.schema import WINDOW, Json
from indexer.errors import ManchetteError, Unavailable, UnreadableIndex

_KEEP = "5m"
# Where walks have come to; whoever reads on finds the last places
_PLACES = 64


class Walk:
    """Walks over the results of one index, which does not change."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        """No point in time is held before the first walk."""
        self._client, self._index = cluster.client, index
        self._point = ""
        self._places: dict[tuple[str, int], list[Any]] = {}
        self._lock = Lock()

    def hits(self, asked: Json, kind: str, ranks: range) -> list[Json]:
        """The hits of some ranks of a search of this kind, from the last place that was come to."""
        question = _question(asked)
        key = json.dumps(question, sort_keys=True)
        with self._lock:
            known = [rank for text, rank in self._places if text == key and rank <= ranks.start]
            rank = max(known, default=0)
            after = self._places.get((key, rank))
            found: list[Json] = []
            while rank < ranks.stop:
                is_wanted = rank >= ranks.start
                size = min(WINDOW, (ranks.stop if is_wanted else ranks.start) - rank)
                answer = self._page({**question, "size": size, "_source": is_wanted}, kind, after)
                page = answer["hits"]["hits"]
                if not page:
                    break
                rank, after = rank + len(page), page[-1]["sort"]
                self._remember(key, rank, after)
                found += page if is_wanted else []
            return found

    def begin(self, asked: Json, kind: str, size: int) -> Json:
        """The answer to a search of this kind with its first `size` hits, which `rest` follows."""
        with self._lock:
            return self._page({**asked, "size": size}, kind, None)

    def rest(self, asked: Json, kind: str, page: list[Json], count: int) -> Iterator[Json]:
        """The `count` hits at most that follow a page of a search of this kind, page by page.

        Unavailable where a part of the index stops answering.
        """
        question, size = {**_question(asked), "track_total_hits": False}, len(page)
        while page and count > 0:
            with self._lock:
                wanted = {**question, "size": min(size, count)}
                answer = self._page(wanted, kind, page[-1]["sort"])
            if not is_whole(answer):
                raise Unavailable(MISSING)
            page = answer["hits"]["hits"]
            count -= len(page)
            yield from page

    def _remember(self, key: str, rank: int, after: list[Any]) -> None:
        if len(self._places) >= _PLACES:
            del self._places[next(iter(self._places))]
        self._places[(key, rank)] = after

    def _page(self, question: Json, kind: str, after: list[Any] | None) -> Json:
        """What is answered in the point in time, after a place; needs the lock."""
        if after:
            question["search_after"] = after
        for is_new in (not self._point, True):
            if is_new:
                self._open()
            try:
                pit = {"id": self._point, "keep_alive": _KEEP}
                body = {**question, "pit": pit}
                found: Json = ask(self._client.search, BUILD_SECONDS, body=body, search_type=kind)
            except UnreadableIndex as error:
                # the point in time is over
                if is_new or not isinstance(error.__cause__, NotFoundError):
                    raise
            else:
                return found
        raise AssertionError

    def _open(self) -> None:
        answer = ask(self._client.create_pit, BUILD_SECONDS, index=self._index, keep_alive=_KEEP)
        self._point = answer["pit_id"]
        # what is asked of it later knows nothing of a shard that it lacks
        if not is_whole(answer):
            self.close()
            raise Unavailable(MISSING)

    def close(self) -> None:
        """Give the point in time back, if there is one; the cluster forgets it anyway."""
        point, self._point = self._point, ""
        if point:
            with suppress(ManchetteError):
                ask(self._client.delete_pit, body={"pit_id": [point]})


def _question(asked: Json) -> Json:
    """What of a search decides which hits there are, in which order."""
    return {name: asked[name] for name in ("query", "sort", "post_filter") if name in asked}
