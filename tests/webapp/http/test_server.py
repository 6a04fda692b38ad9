"""Does a running server follow the index: none yet, a first one, the next ones?"""

import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event

import pytest
from support.markup import texts
from support.places import JUDGED, SAMPLES
from support.wire import Answer, ask

from indexer.config import Settings
from indexer.generations import store
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from webapp import create_app

# real processes, started again and again
pytestmark = pytest.mark.slow

SOURCES = JUDGED
LOADERS = 3
PAUSE = 0.02

Serving = Callable[[Path], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory, serving: Serving) -> Iterator[tuple[str, Path]]:
    """The address of a server whose index directory stays empty, and that directory."""
    root = tmp_path_factory.mktemp("idle")
    with serving(root) as address:
        yield address, root


@pytest.fixture
def empty(tmp_path: Path, serving: Serving) -> Iterator[str]:
    """The address of a server of the index directory `tmp_path`, which is empty."""
    with serving(tmp_path) as address:
        yield address


@pytest.fixture
def build(command: Path, environment: dict[str, str], tmp_path: Path) -> Callable[[Path], None]:
    """Run `manchette reindex` on a source, into `tmp_path`."""

    def run(source: Path) -> None:
        subprocess.run(
            [command, "reindex", source, "--index", tmp_path],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            timeout=60,
        )

    return run


def total(address: str) -> int:
    """The number of articles served."""
    return int(ask(address, "/api/v1/search").json()["total"])


@pytest.mark.parametrize("target", ["/", "/?q=le", "/article/0000000000000000"])
def test_without_an_index_a_page_says_to_reindex(target: str, idle: tuple[str, Path]) -> None:
    answer = ask(idle[0], target)
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"
    assert texts(answer.text, "h1") == ["Archive indisponible"]
    assert texts(answer.text, "code") == ["manchette reindex DOSSIER_DES_PAGES"]


@pytest.mark.parametrize("target", ["/api/v1/search?q=le", "/api/v1/articles/0000000000000000"])
def test_without_an_index_a_program_is_told_so(target: str, idle: tuple[str, Path]) -> None:
    answer = ask(idle[0], target)
    assert answer.status == 503
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 503
    assert "reindex" in answer.json()["detail"]


def test_without_an_index_what_needs_none_is_served(idle: tuple[str, Path]) -> None:
    for target, status in (("/robots.txt", 200), ("/static/manchette.css", 200), ("/absent", 404)):
        assert ask(idle[0], target).status == status


def test_an_index_is_served_as_soon_as_it_is_published(
    empty: str,
    build: Callable[[Path], None],
    workers: Callable[[str], set[str]],
    tmp_path: Path,
) -> None:
    before = workers(empty)
    assert ask(empty, "/").status == 503
    for source in SOURCES[:2]:
        build(source)
        expected = store.current(tmp_path)
        for _ in range(8):
            found = ask(empty, "/api/v1/search").json()
            assert found["index"]["generation"] == expected.generation
            assert found["total"] == expected.articles
        assert ask(empty, "/").status == 200
    assert total(empty) == len(list(SOURCES[1].iterdir())) - 1
    assert workers(empty) == before


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda root: (root / "current.json").write_text("{"), id="pointer cut"),
        pytest.param(lambda root: (root / "current.json").write_text("[]"), id="pointer of a list"),
        pytest.param(
            lambda root: (root / "current.json").write_text('{"generation": "absent"}'),
            id="pointer to nothing",
        ),
        pytest.param(
            lambda root: _manifest(root).write_text(
                json.dumps({**json.loads(_manifest(root).read_text()), "format": 0})
            ),
            id="another format",
        ),
        pytest.param(lambda root: _manifest(root).write_text(""), id="empty manifest"),
        pytest.param(lambda root: os.truncate(_store(root), 9), id="file cut"),
    ],
)
def test_an_index_that_cannot_be_opened_asks_for_a_reindex(
    damage: Callable[[Path], object], tmp_path: Path
) -> None:
    reindex([SOURCES[0]], tmp_path, "whoosh", lambda *_: None)
    damage(tmp_path)
    client = create_app(Settings(index=tmp_path)).test_client()
    response = client.get("/")
    assert response.status_code == 503
    assert "reindex" in response.text
    reindex([SOURCES[0]], tmp_path, "whoosh", lambda *_: None)
    assert client.get("/").status_code == 200


def _manifest(root: Path) -> Path:
    name = json.loads((root / "current.json").read_text())["generation"]
    return store.place(root, name) / "manifest.json"


def _store(root: Path) -> Path:
    files = (path for path in _manifest(root).parent.rglob("*") if path.is_file())
    return max(files, key=lambda path: path.stat().st_size)


def test_a_damaged_index_leaves_the_last_whole_one_to_serve(tmp_path: Path) -> None:
    names = []
    for source in SOURCES[:2]:
        reindex([source], tmp_path, "whoosh", lambda *_: None, Options(full=True))
        names.append(store.current(tmp_path).generation)
    os.truncate(_store(tmp_path), 9)
    client = create_app(Settings(index=tmp_path)).test_client()
    for _ in range(2):
        page = client.get("/")
        assert (page.status_code, names[0] in page.text) == (200, True)
        found = client.get("/api/v1/search").json
        assert found is not None
        assert found["index"]["generation"] == names[0]


def test_the_place_of_the_index_on_the_disk_is_not_told(idle: tuple[str, Path]) -> None:
    address, root = idle
    for target in ("/", "/api/v1/search"):
        assert str(root) not in ask(address, target).text


def test_searching_goes_on_while_the_index_is_replaced(empty: str, tmp_path: Path) -> None:
    """Four generations, two pruned; each answer is whole and from the one it names."""
    sizes: dict[str, int] = {}

    def publish(source: Path) -> None:
        summary = reindex([source], tmp_path, "whoosh", lambda *_: None)
        sizes[summary.generation] = summary.indexed

    stop = Event()

    def load(target: str) -> list[Answer]:
        answers = []
        while not stop.is_set():
            answers.append(ask(empty, target))
            time.sleep(PAUSE)
        return answers

    publish(SOURCES[0])
    with ThreadPoolExecutor(LOADERS) as pool:
        loads = [pool.submit(load, "/api/v1/search?page_size=100&q=") for _ in range(LOADERS - 1)]
        pages = pool.submit(load, "/?q=le")
        try:
            for source in (SOURCES[1], SOURCES[2], SAMPLES):
                time.sleep(0.3)
                publish(source)
            time.sleep(0.3)
        finally:
            stop.set()
    answers = [answer for future in loads for answer in future.result()]
    assert {answer.status for answer in (*answers, *pages.result())} == {200}
    seen = []
    for found in (answer.json() for answer in answers):
        name = found["index"]["generation"]
        assert found["total"] == len(found["hits"]) == sizes[name]
        assert sum(row["count"] for row in found["facets"]["source"]) == sizes[name]
        seen.append(name)
    assert set(seen) == set(sizes)
    assert len(set(sizes.values())) == len(sizes) == 4
