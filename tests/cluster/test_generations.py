"""Is a generation on a cluster as whole, and as easily left, as one in a directory?"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from support.pages import answers, leftovers, write_pages
from support.places import ROOT

from cluster.conftest import ENGINE, Build
from indexer.config import Settings
from indexer.engines import remote
from indexer.engines.opensearch import connection, generation_index, indices
from indexer.generations import pointer, store
from indexer.generations.manifest import Manifest
from indexer.maintenance import purge, rollback
from indexer.maintenance.check import flaws

pytestmark = pytest.mark.slow

Names = Callable[[], Sequence[str]]


def held(root: Path) -> list[str]:
    """The indices that the published generations name."""
    names = (
        generation_index.read(store.place(root, name)).index for name in pointer.read(root).all
    )
    return sorted(one for name in names for one in indices.both(name))


def current(root: Path) -> str:
    return generation_index.read(store.place(root, pointer.read(root).serving)).index


def test_the_alias_follows_what_is_published(
    build: Build, served: Callable[[], str], indices: Names, tmp_path: Path
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(5))
    for number in range(5, 9):
        build(pages)
        assert served() == current(root)
        assert indices() == held(root)
        write_pages(pages, [number])
    # the one that serves and the two before it, each with its words
    assert len(indices()) == 6
    assert list(flaws(root)) == []
    assert leftovers(root) == []


def test_a_rollback_moves_the_alias(
    build: Build, served: Callable[[], str], tmp_path: Path
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(5))
    build(pages)
    before, found = served(), answers(root)
    build(write_pages(pages, range(8)))
    assert served() != before
    rollback.rollback(root, None)
    assert served() == before
    assert answers(root) == found


def test_a_purged_article_is_on_no_index(
    build: Build, served: Callable[[], str], indices: Names, tmp_path: Path
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(5))
    build(pages)
    build(write_pages(pages, range(6)))
    article = next(hit.id for _, articles, _ in answers(root)[:1] for hit in articles)
    purge.purge(root, [article], "demande")
    assert served() == current(root)
    assert indices() == held(root)
    assert len(indices()) == 2
    assert article not in str(answers(root))


def test_only_what_changed_goes_through_the_client(
    build: Build, served: Callable[[], str], own: connection.Cluster, tmp_path: Path
) -> None:
    pages = write_pages(tmp_path / "pages", range(50))
    build(pages)
    write_pages(pages, [7], body="Le phare et la jetée.")
    (pages / "00008.txt").unlink()
    first = indices.memory(own, served())
    assert build(pages).indexed == 49
    assert {**indices.memory(own, served()), "manifest": ""} == {**first, "manifest": ""}
    sent = own.client.indices.stats(index=served(), metric="indexing,docs")
    written = sent["_all"]["primaries"]
    assert written["docs"]["count"] == 49
    assert written["indexing"]["index_total"] == 1
    assert written["indexing"]["delete_total"] == 2


def test_the_words_are_those_of_a_full_build(build: Build, tmp_path: Path) -> None:
    def words() -> dict[tuple[str, str], int]:
        manifest = store.current(tmp_path / "index")
        with_words = store.searcher(tmp_path / "index", manifest)
        return {
            (field, term): count
            for field in ("title", "body", "tags", "tag_label")
            for term, count in with_words.vocabulary.terms(field, "")
        }

    pages = write_pages(tmp_path / "pages", range(30))
    build(pages)
    write_pages(pages, range(5, 9), body="Le phare et la jetée, le port.")
    for number in range(10, 14):
        (pages / f"{number:05}.txt").unlink()
    build(pages)
    followed = words()
    assert followed[("body", "l:phare")] == 4
    build(pages, full=True)
    assert words() == followed


def test_an_article_that_the_cluster_refuses_is_a_rejection(build: Build, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(5))
    # no term may be so long, and a tag is one
    (pages / "00002.txt").write_text(
        (pages / "00002.txt").read_text().replace("tag 2", "tag" * 15_000)
    )
    summary = build(pages)
    assert summary.indexed == 4
    ((source, reason),) = [(one.source, one.reason) for one in summary.rejected]
    assert source.endswith("00002.txt")
    assert reason.startswith("refusé par OpenSearch")
    again = build(pages)
    assert (again.generation, again.rejections, again.indexed) == ("", 1, 4)
    assert list(flaws(tmp_path / "index")) == []


def test_a_killed_reindex_leaves_what_served_and_the_next_one_leaves_nothing_else(
    build: Build,
    indices: Names,
    variables: dict[str, str],
    environment: dict[str, str],
    tmp_path: Path,
) -> None:
    root, pages = tmp_path / "index", write_pages(tmp_path / "pages", range(5))
    build(pages)
    before, found, there = current(root), answers(root), set(indices())
    write_pages(pages, range(400))
    program = "from webapp.cli import main; main()"
    command: tuple[Any, ...] = (sys.executable, "-c", program, "reindex", pages, "--index", root)
    process = subprocess.Popen(
        [*command, "--full"], cwd=ROOT, env=environment | variables, start_new_session=True
    )
    while set(indices()) == there:
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)
    assert current(root) == before
    assert answers(root) == found
    assert set(indices()) > there
    build(pages)
    assert indices() == held(root)
    assert len(answers(root)[0][1]) == 100


def test_what_serves_can_be_read_without_a_directory(
    build: Build, settings: Settings, tmp_path: Path
) -> None:
    build(write_pages(tmp_path / "pages", range(5)))
    engine = remote(ENGINE, settings)
    assert engine
    _, text = engine.published()
    assert Manifest.load(text) == store.current(tmp_path / "index")
