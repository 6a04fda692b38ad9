"""Keep the journal of an index directory for web hosts that have none: one index of the cluster.

An entry is some documents of PART rows each, under `NAME/RANK`, and one under NAME, which says that
all of them are there: it is written last.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from indexer.engines.opensearch.bulk import Action, send
from indexer.engines.opensearch.connection import (
    BUILD_SECONDS,
    MISSING,
    STATE_SECONDS,
    Cluster,
    ask,
    is_whole,
    stored,
)
from indexer.engines.opensearch.schema import Json
from indexer.errors import NotInJournal, Unavailable

PART = 1000
# As many as one answer may hold: those of 90 days, one every two minutes
_MOST_NAMES = 65_000


class JournalIndex:
    """See indexer.engines.JournalElsewhere."""

    def __init__(self, cluster: Cluster, alias: str) -> None:
        """Nothing is asked yet, and there is no index before something is added."""
        self._cluster, self._index = cluster, f"{alias}-journal"

    def names(self) -> Collection[str]:
        """See indexer.engines.JournalElsewhere."""
        aggregated = {"terms": {"field": "name", "size": _MOST_NAMES}}
        answer = self._answer({"size": 0, "aggs": {"names": aggregated}})
        if not is_whole(answer):
            raise Unavailable(MISSING)
        found = answer.get("aggregations", {"names": {"buckets": ()}})
        return {bucket["key"] for bucket in found["names"]["buckets"]}

    def rows(self, name: str, start: int, count: int) -> Sequence[str]:
        """See indexer.engines.JournalElsewhere."""
        ranks = range(start // PART, (start + count - 1) // PART + 1)
        ids = [name, *(f"{name}/{rank}" for rank in ranks)]
        found = stored(self._cluster, self._index, ids)
        if name not in found:
            raise NotInJournal(name)
        texts = [found[id_]["rows"] for id_ in ids[1:] if id_ in found]
        first = start - ranks.start * PART
        return "".join(texts).splitlines(keepends=True)[first : first + count]

    def add(self, name: str, rows: Iterable[str]) -> None:
        """See indexer.engines.JournalElsewhere."""
        if not self._answer({"size": 0})["_shards"]["total"]:
            ask(
                self._cluster.client.indices.create,
                STATE_SECONDS,
                index=self._index,
                body=self._body(),
            )
        count = 0
        for count, part in enumerate(_parts(rows), 1):
            self._do([Action(f"{name}/{count - 1}", {"rows": "".join(part)})])
        self._do([Action(name, {"name": name, "parts": count})])
        self._refresh()

    def remove(self, name: str) -> None:
        """See indexer.engines.JournalElsewhere."""
        if entry := stored(self._cluster, self._index, [name]).get(name):
            ids = (name, *(f"{name}/{rank}" for rank in range(entry["parts"])))
            self._do([Action(id_, None) for id_ in ids])
            self._refresh()

    def _do(self, actions: Sequence[Action]) -> None:
        for reason in send(self._cluster, self._index, actions).values():
            raise Unavailable(reason)

    def _refresh(self) -> None:
        """Have `names` see what was done; an answer would be a second behind."""
        ask(self._cluster.client.indices.refresh, BUILD_SECONDS, index=self._index)

    def _answer(self, asked: Json) -> Json:
        answer: Json = ask(
            self._cluster.client.search, index=self._index, body=asked, ignore_unavailable=True
        )
        return answer

    def _body(self) -> Json:
        unsearched = {"type": "keyword", "index": False, "doc_values": False}
        return {
            "settings": {
                "index.number_of_shards": 1,
                "index.number_of_replicas": self._cluster.settings.opensearch_replicas,
            },
            "mappings": {
                "dynamic": "strict",
                "properties": {
                    "name": {"type": "keyword"},
                    "parts": {"type": "integer"},
                    "rows": unsearched,
                },
            },
        }


def _parts(rows: Iterable[str]) -> Iterator[list[str]]:
    left = iter(rows)
    while part := list(islice(left, PART)):
        yield part
