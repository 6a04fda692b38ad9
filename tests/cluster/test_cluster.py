"""Is the cluster that tests run on a real one, of which a node can be lost?"""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoAnswer
from opensearchpy.exceptions import ConnectionTimeout

from tools.cluster.nodes import Cluster, NotGreen, running

pytestmark = pytest.mark.slow
SECONDS = 10
KILLED_WITH_A_FROZEN_NODE = """
import os, signal, sys
from pathlib import Path
from tools.cluster.nodes import Node
log = Path(sys.argv[1])
node = Node("", ("sh", "-c", "echo up; exec sleep 60"), log)
node.start()
while not log.stat().st_size:
    pass
node.freeze()
print(node.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


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
    clients[0].indices.delete(index=f"{name}*")


def found(client: OpenSearch, index: str, text: str) -> list[str]:
    answer = client.search(index=index, body={"query": {"match": {"text": text}}})
    assert answer["_shards"]["failed"] == 0
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def test_two_nodes_hold_the_data_and_answer_the_same(clients: list[OpenSearch], index: str) -> None:
    assert clients[0].cluster.health()["number_of_data_nodes"] >= len(clients) == 2
    assert [found(client, index, "grev") for client in clients] == [["1"], ["1"]]
    assert [found(client, index, "gre") for client in clients] == [[], []]


def test_it_copies_an_index_into_another(clients: list[OpenSearch], index: str) -> None:
    copy = f"{index}-copy"
    body = {"source": {"index": index}, "dest": {"index": copy}}
    assert clients[0].reindex(body=body, params={"refresh": "true"})["created"] == 1
    assert found(clients[1], copy, "nation") == ["1"]


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


@pytest.mark.usefixtures("losable")
def test_what_a_node_that_dies_said_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(NotGreen, match=r"(?s)s’est arrêté :.*maximum heap"),
        running(("-Xmx1k",), tmp_path),
    ):
        pytest.fail("un tel nœud ne démarre pas")
    assert not list(tmp_path.iterdir())


def test_a_frozen_node_does_not_outlive_a_run_that_is_killed(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WITH_A_FROZEN_NODE, tmp_path / "log"],
        stdout=subprocess.PIPE,
        check=False,
        timeout=SECONDS,
    )
    node = Path(f"/proc/{int(killed.stdout)}/cmdline")
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and _runs(node):
        time.sleep(0.05)
    assert not _runs(node)


def _runs(command_line: Path) -> bool:
    try:
        return bool(command_line.read_bytes())  # empty for one that nobody has waited for
    except FileNotFoundError:
        return False
