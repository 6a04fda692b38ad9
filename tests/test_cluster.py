"""Is the cluster that tests run on a real one, of which a node can be lost?"""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoAnswer
from opensearchpy.exceptions import ConnectionTimeout

from tools.cluster.nodes import Cluster

pytestmark = pytest.mark.slow
SECONDS = 10


@pytest.fixture
def clients(cluster: Cluster) -> Iterator[list[OpenSearch]]:
    """One for each address, which asks no other and asks once."""
    clients = [OpenSearch(url, timeout=SECONDS, max_retries=0) for url in cluster.urls]
    yield clients
    for client in clients:
        client.close()


@pytest.fixture
def index(clients: list[OpenSearch]) -> Iterator[str]:
    """An index of one document, a copy of it on each node."""
    name = f"test-{uuid4().hex}"
    settings = {"number_of_shards": 1, "number_of_replicas": 1}
    analyzer = {"type": "text", "analyzer": "whitespace"}
    clients[0].indices.create(
        index=name,
        body={"settings": settings, "mappings": {"properties": {"text": analyzer}}},
        params={"wait_for_active_shards": "all"},
    )
    clients[0].index(index=name, id="1", body={"text": "grev nation"}, params={"refresh": "true"})
    yield name
    clients[0].indices.delete(index=name)


def found(client: OpenSearch, index: str, text: str) -> list[str]:
    answer = client.search(index=index, body={"query": {"match": {"text": text}}})
    assert answer["_shards"]["failed"] == 0
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def test_two_nodes_hold_the_data_and_answer_the_same(clients: list[OpenSearch], index: str) -> None:
    assert clients[0].cluster.health()["number_of_data_nodes"] >= len(clients) == 2
    assert [found(client, index, "grev") for client in clients] == [["1"], ["1"]]
    assert [found(client, index, "gre") for client in clients] == [[], []]


@pytest.mark.parametrize("lost", [0, 1])
def test_the_other_node_answers_while_one_is_stopped(
    losable: Cluster, clients: list[OpenSearch], index: str, lost: int
) -> None:
    losable.nodes[lost].stop()
    with pytest.raises(NoAnswer):
        clients[lost].info()
    assert found(clients[1 - lost], index, "grev") == ["1"]
    losable.nodes[lost].start()
    losable.await_green()
    assert found(clients[lost], index, "nation") == ["1"]


def test_a_frozen_node_answers_nothing_until_it_goes_on(
    losable: Cluster, clients: list[OpenSearch]
) -> None:
    losable.nodes[0].freeze()
    with pytest.raises(ConnectionTimeout):
        clients[0].info(params={"request_timeout": 1})
    losable.nodes[0].thaw()
    assert clients[0].info()["version"]["number"]
