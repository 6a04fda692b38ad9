"""What is answered when nodes are lost or slow: all of it, a part that is told, or a 503 soon?"""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from support.pages import write_pages
from support.wire import Answer, ask

from cluster.conftest import Build
from indexer.engines.opensearch import connection
from indexer.engines.opensearch.schema import words_of
from tools.cluster.nodes import Cluster

pytestmark = pytest.mark.slow

Serving = Callable[..., AbstractContextManager[str]]
JSON, PAGE = "/api/v1/search?page_size=100&q=port", "/?q=port"
ARTICLES = 40
# What an answer may take, and what the machine of the tests may take besides
SECONDS = 3.0 + 0.5
NOT_WHOLE = "partie de l’archive ne répond pas"


@pytest.fixture
def address(
    losable: Cluster, build: Build, serving: Serving, variables: dict[str, str], tmp_path: Path
) -> Iterator[str]:
    """A web host that follows an archive of two shards, without copies."""
    assert losable.nodes
    build(write_pages(tmp_path / "pages", range(ARTICLES)))
    with serving(None, **variables) as address:
        assert timed(address, JSON)[0].json()["total"] == ARTICLES
        assert timed(address, PAGE)[0].status == 200
        yield address


def timed(address: str, target: str) -> tuple[Answer, float]:
    begun = time.monotonic()
    answer = ask(address, target)
    return answer, time.monotonic() - begun


def answered(address: str, target: str) -> list[Answer]:
    """What is answered of some requests, one at least; a machine that is busy gives others up."""
    rows = [timed(address, target) for _ in range(4)]
    assert max(seconds for _, seconds in rows) < SECONDS
    assert {answer.status for answer, _ in rows} <= {200, 503}
    found = [answer for answer, _ in rows if answer.status == 200]
    assert found
    return found


def holder(own: connection.Cluster, served: Callable[[], str]) -> str:
    """The name of the node that holds the words."""
    rows: Any = own.client.cat.shards(index=words_of(served()), format="json")
    return str(rows[0]["node"])


def test_a_lost_shard_is_told_and_lost_words_are_a_503(
    losable: Cluster, address: str, own: connection.Cluster, served: Callable[[], str]
) -> None:
    kept = ("first", "second").index(holder(own, served))
    ids = [hit["id"] for hit in timed(address, JSON)[0].json()["hits"]]
    cards = newest(address)
    assert len(cards) > 1
    losable.nodes[1 - kept].stop()
    for answer in answered(address, JSON):
        found = answer.json()
        assert found["partial"]
        assert 0 < found["total"] < ARTICLES
        assert NOT_WHOLE in found["warnings"][-1]["message"]
    for answer in answered(address, PAGE):
        assert NOT_WHOLE in answer.text
    newest(address)
    # what may be on the shard that is lost is not said to be nowhere
    articles = [timed(address, f"/api/v1/articles/{one}")[0].status for one in ids]
    assert set(articles) == {200, 503}
    assert timed(address, "/search.csv?q=port")[0].status == 503
    # nothing is left that could answer
    losable.nodes[kept].stop()
    for target in (PAGE, JSON):
        answer, seconds = timed(address, target)
        assert seconds < SECONDS
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert "ne répondent pas à temps" in answer.text
    for node in losable.nodes[:-1]:
        node.start()
    losable.await_green()
    assert await_whole(address)["total"] == ARTICLES
    # nor is what was made of a part kept: each process is asked
    assert [newest(address) for _ in range(8)] == [cards] * 8


def newest(address: str) -> list[str]:
    """The titles that home shows."""
    answer, _ = timed(address, "/")
    return re.findall(r'<h3 class="card-title">.*?>([^<]+)<', answer.text)


def await_whole(address: str, patience: float = 90.0) -> Any:
    """The first whole answer of a host that nobody restarts."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer, seconds = timed(address, JSON)
        assert seconds < SECONDS
        if answer.status == 200 and not answer.json()["partial"]:
            return answer.json()
        assert answer.status in {200, 503}
        time.sleep(0.2)
    pytest.fail("pas de réponse entière")


@pytest.mark.parametrize("replicas", [1])
@pytest.mark.parametrize("lost", [0, 1])
def test_a_frozen_node_delays_no_answer(losable: Cluster, address: str, lost: int) -> None:
    losable.nodes[lost].freeze()
    for target in (JSON, PAGE, JSON, PAGE):
        answer, seconds = timed(address, target)
        assert seconds < SECONDS
        assert answer.status in {200, 503}
        if answer.status == 200 and target == JSON and not answer.json()["partial"]:
            assert answer.json()["total"] == ARTICLES
    losable.nodes[lost].thaw()
    assert await_whole(address)["total"] == ARTICLES


@pytest.mark.parametrize("replicas", [1])
def test_a_node_stopped_under_load_gives_no_wrong_answer(
    losable: Cluster, address: str, tell: Callable[[str], None]
) -> None:
    answers = []
    with ThreadPoolExecutor(8) as pool:
        begun = time.monotonic()
        for rank in range(80):
            if rank == 20:
                losable.nodes[0].stop()
            answers.append(pool.submit(timed, address, JSON))
            time.sleep(max(0.0, begun + (rank + 1) / 10 - time.monotonic()))
        done = [future.result() for future in answers]
    wrong = [
        answer
        for answer, _ in done
        if answer.status == 200
        and not answer.json()["partial"]
        and answer.json()["total"] != ARTICLES
    ]
    assert wrong == []
    assert {answer.status for answer, _ in done} <= {200, 503}
    assert max(seconds for _, seconds in done) < SECONDS
    # the other node has it all, and nobody restarted anything
    assert await_whole(address)["total"] == ARTICLES
    refused = sum(answer.status == 503 for answer, _ in done)
    partial = sum(answer.status == 200 and answer.json()["partial"] for answer, _ in done)
    tell(f"{len(done)} demandes, un nœud arrêté : {refused} × 503, {partial} partielles, 0 fausse")
