"""What does a running server do while articles are purged, and while it has nothing to serve?"""

import subprocess
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from support.every_engine import LOCAL
from support.pages import write_pages
from support.wire import ask

from indexer.generations import pointer
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.maintenance import purge, purge_targets

# starts servers
pytestmark = pytest.mark.slow

Serving = Callable[..., AbstractContextManager[str]]
Workers = Callable[[str], set[str]]
GONE = purge_targets.named("https://journal.example/titre-1000002.html")
HANG_SECONDS = 30.0


def held(pid: str, root: Path, name: str) -> list[str]:
    """What a process keeps open or mapped of a generation."""
    links = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            links.append(str(link.readlink()))
        except FileNotFoundError:  # closed meanwhile
            continue
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    place = str(root / "generations" / name)
    return [text for text in [*links, *maps] if place in text]


@pytest.mark.parametrize("engine", LOCAL)
def test_a_server_that_nobody_asks_lets_go_of_what_was_purged(
    engine: str, serving: Serving, workers: Workers, tmp_path: Path
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(6))
    reindex([pages], root, engine, lambda *_: None, Options(workers=1))
    name = pointer.read(root).serving
    with serving(root) as address:
        pids = workers(address)
        end = time.monotonic() + HANG_SECONDS
        # a process opens the index before anyone asks
        while not all(held(pid, root, name) for pid in pids) and time.monotonic() < end:
            time.sleep(0.1)
        assert all(held(pid, root, name) for pid in pids)
        assert ask(address, "/?q=page").status == 200
        purge.purge(root, [GONE], "")
        while any(held(pid, root, name) for pid in pids) and time.monotonic() < end:
            time.sleep(0.1)
        assert [line for pid in pids for line in held(pid, root, name)] == []
        assert ask(address, f"/article/{GONE}").status == 404
        assert ask(address, "/api/v1/search?q=page").json()["total"] == 5
        assert workers(address) == pids


def test_from_the_first_line_of_a_purge_a_server_gives_the_article_no_more(
    serving: Serving, command: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(400))
    reindex([pages], root, "whoosh", lambda *_: None, Options(workers=1))
    before = pointer.read(root)
    with serving(root) as address:
        for _ in range(8):
            assert ask(address, f"/article/{GONE}").status == 200
        process = subprocess.Popen(
            [command, "purge", GONE, "--yes", "--index", root],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert process.stdout
        assert "Page 2" in process.stdout.readline()
        for _ in range(8):
            assert ask(address, f"/article/{GONE}").status == 404
            assert ask(address, "/api/v1/search?q=page").json()["total"] == 399
        process.communicate(timeout=HANG_SECONDS)
        assert pointer.read(root) != before
        assert ask(address, "/api/v1/search?q=page").json()["total"] == 399


def test_a_server_without_an_index_says_so_once_a_minute(tmp_path: Path, serving: Serving) -> None:
    with serving(tmp_path / "none") as address:
        for _ in range(40):
            assert ask(address, "/?q=page").status == 503
    # the log stands in the folder that the server ran in
    logs = {path.resolve() for path in tmp_path.parent.glob("server*/log")}
    (told,) = (text for log in logs if str(tmp_path) in (text := log.read_text()))
    assert told.count("aucun index publié") == 1
