"""Do web hosts that have no disk in common serve what the cluster does, while it changes?"""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.pages import write_pages
from support.wire import Answer, ask

from cluster.conftest import ENGINE, Build
from indexer import config, engines
from indexer.generations import store
from indexer.maintenance import purge, purge_targets
from indexer.maintenance.rollback import rollback

pytestmark = pytest.mark.slow

Serving = Callable[..., AbstractContextManager[str]]
JSON, PAGE = "/api/v1/search?page_size=100&q=", "/?q=port"
TARGETS = (JSON, f"{JSON}tempe*", "/api/v1/search?q=mer&tag=tag+1", "/api/v1/suggest?q=po")
PER_SECOND = 10
SWAPS = 3


def test_hosts_without_a_directory_serve_what_the_alias_names(
    build: Build, serving: Serving, variables: dict[str, str], tmp_path: Path
) -> None:
    pages = write_pages(tmp_path / "pages", range(30))
    with ExitStack() as stack:
        hosts = [stack.enter_context(serving(None, **variables)) for _ in range(2)]
        for host in hosts:
            assert ask(host, PAGE).status == 503
        for last in (30, 33):
            generation = build(write_pages(pages, range(last))).generation
            time.sleep(1.1)  # they look once a second
            for host in hosts:
                found = ask(host, JSON).json()
                assert (found["total"], found["partial"]) == (last, False)
                assert found["index"]["generation"] == generation
                assert f'content="{generation}"' in ask(host, PAGE).text
        # whoever names a directory has it served, whatever the settings say
        own = stack.enter_context(serving(tmp_path / "index", **variables))
        for target in TARGETS:
            one, other = (ask(host, target).json() for host in (own, hosts[0]))
            for answer in (one, other):
                answer.pop("took_ms", None)
            assert one == other


def test_hosts_without_a_directory_leave_out_what_is_being_purged(
    build: Build, serving: Serving, variables: dict[str, str], tmp_path: Path
) -> None:
    build(write_pages(tmp_path / "pages", range(5)))
    root = tmp_path / "index"
    gone = purge_targets.named("https://journal.example/titre-1000002.html")
    engine = engines.remote(ENGINE, config.of(root))
    assert engine
    with serving(None, **variables) as host:

        def told() -> tuple[int, int]:
            time.sleep(1.1)  # they look once a second
            return ask(host, f"/article/{gone}").status, ask(host, JSON).json()["total"]

        assert told() == (200, 5)
        store.announce(root, [gone])
        assert told() == (404, 4)
        assert gone not in ask(host, "/search.csv").text
        store.announce(root)
        assert told() == (200, 5)
        purge.purge(root, [gone], "")
        assert told() == (404, 4)
        assert engine.withheld(engine.published()[0]) == ()


def test_a_load_meets_no_error_while_a_reindex_goes_on(
    build: Build,
    serving: Serving,
    variables: dict[str, str],
    tell: Callable[[str], None],
    tmp_path: Path,
) -> None:
    pages = write_pages(tmp_path / "pages", range(30))
    first = build(pages)
    sizes = {first.generation: first.indexed}
    answers: list[tuple[str, Future[Answer]]] = []
    with serving(None, **variables) as address, ThreadPoolExecutor(9) as pool:
        begun, swaps = time.monotonic(), 0
        swapping = None
        while swaps < SWAPS or (swapping and not swapping.done()):
            if swapping is None or swapping.done():
                swaps += 1
                write_pages(pages, range(30, 30 + swaps))
                swapping = pool.submit(build, pages)
                swapping.add_done_callback(
                    lambda ended: sizes.update({ended.result().generation: ended.result().indexed})
                )
            target = PAGE if len(answers) % 4 == 0 else JSON
            answers.append((target, pool.submit(ask, address, target)))
            time.sleep(max(0.0, begun + len(answers) / PER_SECOND - time.monotonic()))
        time.sleep(1.1)
        answers += [(JSON, pool.submit(ask, address, JSON)) for _ in range(8)]
        done = [(target, future.result()) for target, future in answers]
    seconds = time.monotonic() - begun
    assert {answer.status for _, answer in done} == {200}
    seen = [answer.json() for target, answer in done if target == JSON]
    for found in seen:
        assert found["total"] == len(found["hits"]) == sizes[found["index"]["generation"]]
        assert not found["partial"]
    assert len(sizes) == SWAPS + 1
    assert list(sizes)[-1] in {found["index"]["generation"] for found in seen}
    tell(f"{len(done)} demandes en {seconds:.0f} s, {SWAPS} échanges, 0 erreur, 0 mélange")


def test_hosts_without_a_directory_tell_what_changed(
    build: Build, serving: Serving, variables: dict[str, str], tmp_path: Path
) -> None:
    pages, root = tmp_path / "pages", tmp_path / "index"
    with serving(None, **variables) as host, serving(root, **variables) as own:
        first = build(write_pages(pages, range(30))).generation
        write_pages(pages, range(3), body="Une éclaircie.", modified="2025-01-01T10:00+0100")
        (pages / "00009.txt").unlink()
        # more rows than a document of the cluster holds, and than one page
        build(write_pages(pages, range(30, 1_040)))
        rollback(root, None)
        second = build(pages).generation
        time.sleep(1.1)
        url = f"/api/v1/changes?since={first}&page_size=700"
        pages_of = {server: list(followed(server, url)) for server in (host, own)}
        assert pages_of[host] == pages_of[own]
        kinds = Counter(one["kind"] for page in pages_of[host] for one in page["changes"])
        assert kinds == {"added": 1010, "changed": 3, "removed": 1}
        assert pages_of[host][-1]["generation"] == second
        shutil.rmtree(root / "journal")
        build(write_pages(pages, range(1_040, 1_042)))
        time.sleep(1.1)
        assert [ask(server, url).status for server in (host, own)] == [410, 410]


def followed(server: str, url: str | None) -> Iterator[Any]:
    """The answers from an address on, each at the `next_url` of the one before."""
    while url:
        page = ask(server, url).json()
        yield page
        url = page["next_url"]
