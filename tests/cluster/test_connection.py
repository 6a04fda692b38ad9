"""What is said, and what is tried again, when a cluster does not answer as it should?"""

import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from opensearchpy import OpenSearch
from support.pages import write_pages

from indexer import deadline
from indexer.config import Settings
from indexer.engines.opensearch import connection
from indexer.errors import Unavailable, UnreadableIndex
from indexer.generations import store
from indexer.indexing.reindex import reindex

Script = Sequence[tuple[int, float]]
Served = tuple[OpenSearch, list[str]]
Server = Callable[[Script], AbstractContextManager[Served]]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that gives statuses in order, each after some seconds, the last one for ever.

    Gives a client of it, and the list of the paths that it was (client, asked) for.
    """

    @contextmanager
    def serve(script: Script) -> Iterator[Served]:
        asked: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, seconds = script[min(len(asked), len(script) - 1)]
                asked.append(self.path)
                gone.wait(seconds)
                body = json.dumps({"status": status, "error": "told"}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
            gone = Event()
            Thread(target=http.serve_forever, daemon=True).start()
            settings = Settings(opensearch=(f"http://127.0.0.1:{http.server_port}",))
            yield connection.connect(settings).client, asked
            gone.set()
            http.shutdown()

    yield serve
    deadline.begin(None)


def test_a_busy_cluster_is_asked_again(server: Server) -> None:
    with server([(429, 0), (429, 0), (200, 0)]) as (client, asked):
        assert connection.ask(client.info)["status"] == 200
    assert asked == ["/"] * 3


def test_one_that_stays_busy_is_given_up_in_time(server: Server) -> None:
    deadline.begin(1)
    begun = monotonic()
    with (
        server([(429, 0)]) as (client, asked),
        pytest.raises(Unavailable, match="vérifier son état"),
    ):
        connection.ask(client.info)
    assert monotonic() - begun < 1.5
    assert len(asked) > 3


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (401, Unavailable, "opensearch_user"),
        (403, Unavailable, "opensearch_user"),
        (404, UnreadableIndex, "reindex --full"),
        (503, Unavailable, "vérifier son état"),
    ],
)
def test_what_does_not_pass_is_told_at_once(
    status: int, kind: type[Exception], said: str, server: Server
) -> None:
    with server([(status, 0)]) as (client, asked), pytest.raises(kind, match=said):
        connection.ask(client.info)
    assert len(asked) == 1


def test_a_request_that_has_no_time_left_asks_nothing(server: Server) -> None:
    with server([(200, 0)]) as (client, asked):
        deadline.begin(0)
        with pytest.raises(Unavailable, match="tarde trop"):
            connection.ask(client.info)
    assert asked == []


def test_a_node_that_hangs_is_left_before_the_time_is_up(server: Server) -> None:
    with server([(200, 30)]) as (client, _):
        deadline.begin(1)
        begun = monotonic()
        with pytest.raises(Unavailable):
            connection.ask(client.info)
        assert monotonic() - begun < 1.5


def run(command: Path, environment: dict[str, str], *arguments: str | Path) -> tuple[int, str]:
    ended = subprocess.run(
        [command, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stderr


@pytest.mark.slow
def test_commands_say_what_to_do_and_leave_what_served(
    command: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    pages, root = write_pages(tmp_path / "pages", range(3)), tmp_path / "index"
    before = reindex([pages], root, "whoosh", lambda *_: None).generation
    told = ("reindex", pages, "--index", root, "--engine", "opensearch")
    code, said = run(command, environment, *told)
    assert (code, "réglage opensearch" in said) == (2, True)
    nobody = environment | {"MANCHETTE_OPENSEARCH": "http://127.0.0.1:9"}
    code, said = run(command, nobody, *told)
    assert (code, "aucun nœud OpenSearch ne répond" in said) == (1, True)
    assert store.current(root).generation == before
    assert [path.name for path in (root / "generations").iterdir()] == [before]
    code, said = run(command, environment | {"MANCHETTE_ENGINE": "opensearch"}, "serve")
    assert (code, "réglage opensearch" in said) == (2, True)
    code, said = run(command, nobody | {"MANCHETTE_ENGINE": "opensearch"}, "search", "mer")
    assert (code, "aucun nœud OpenSearch ne répond" in said) == (1, True)
