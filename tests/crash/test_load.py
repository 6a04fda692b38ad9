"""Does a server answer every request, each from one generation, while others take its place?"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from support.pages import write_pages
from support.wire import Answer, ask

from crash.scenes import run
from indexer.generations import store

pytestmark = pytest.mark.slow

PER_SECOND = 20
CLIENTS = 8
JSON, PAGE = "/api/v1/search?page_size=100&q=", "/?q=port"

Scale = Callable[[int, int], int]
Tell = Callable[[str], None]
Serving = Callable[[Path], AbstractContextManager[str]]


def reindexed(root: Path, pages: Path, environment: dict[str, str]) -> tuple[str, int]:
    """Reindex by the command; the generation that serves and its articles."""
    ended = run("reindex", pages, "--index", root, environment=environment)
    assert ended.returncode == 0, ended.stderr
    manifest = store.current(root)
    return manifest.generation, manifest.articles


def test_a_load_meets_no_error_while_generations_change(
    serving: Serving, tmp_path: Path, environment: dict[str, str], scale: Scale, tell: Tell
) -> None:
    root, pages, seconds = tmp_path / "index", tmp_path / "pages", scale(5, 60)
    wanted = scale(3, 5)
    sizes = dict([reindexed(root, write_pages(pages, range(30)), environment)])
    answers: list[tuple[str, Future[Answer]]] = []
    with serving(root) as address, ThreadPoolExecutor(CLIENTS + 1) as pool:
        begun, swaps = time.monotonic(), 0
        swapping: list[Future[tuple[str, int]]] = []
        while (elapsed := time.monotonic() - begun) < seconds or swaps < wanted:
            due = swaps < wanted and elapsed > seconds * (swaps + 0.5) / wanted
            if due and (not swapping or swapping[-1].done()):
                swaps += 1
                write_pages(pages, range(30, 30 + swaps))
                swapping.append(pool.submit(reindexed, root, pages, environment))
            target = PAGE if len(answers) % 4 == 0 else JSON
            answers.append((target, pool.submit(ask, address, target)))
            time.sleep(max(0.0, begun + len(answers) / PER_SECOND - time.monotonic()))
        sizes |= dict(future.result() for future in swapping)
        # the last swap may come after the last request
        answers += [(JSON, pool.submit(ask, address, JSON)) for _ in range(CLIENTS)]
        done = [(target, future.result()) for target, future in answers]
    statuses = {answer.status for _, answer in done}
    seen = []
    for target, answer in done:
        if target == JSON:
            found = answer.json()
            name = found["index"]["generation"]
            assert found["total"] == len(found["hits"]) == sizes[name]
            seen.append(name)
        else:
            (name,) = (one for one in sizes if f'content="{one}"' in answer.text)
    errors = sum(answer.status != 200 for _, answer in done)
    tell(
        f"{len(done)} demandes à {len(done) / (time.monotonic() - begun):.0f} par seconde, "
        f"{len(set(seen)) - 1} échanges vus, {errors} erreurs"
    )
    assert statuses == {200}
    assert set(seen) == set(sizes)
    assert len(sizes) == wanted + 1
