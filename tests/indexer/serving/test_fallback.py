"""Is a damaged generation left for the last whole one, and told where there is none?"""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.pages import write_pages

from indexer.errors import UnreadableIndex
from indexer.generations import pointer, store, tombstones
from indexer.generations.checksums import SMALL_BYTES
from indexer.generations.tombstones import Tombstone
from indexer.indexing.job import Options
from indexer.indexing.reindex import reindex
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.published_index import PublishedIndex

# real processes and damages, a second each
pytestmark = pytest.mark.slow

BEFORE, AFTER = 2, 3
LONG = "Le port et la mer.\n" * 5000


def build(root: Path, pages: Path) -> None:
    """Build a generation that shares no file with the one before."""
    reindex([pages], root, "whoosh", lambda *_: None, Options(full=True, allow_shrink=True))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index of two generations whose stores are no small files."""
    before = write_pages(tmp_path / "before", range(BEFORE), body=LONG)
    build(tmp_path / "index", before)
    build(tmp_path / "index", write_pages(tmp_path / "after", range(AFTER), body=LONG))
    return tmp_path / "index"


def total(archive: PublishedIndex) -> int:
    """How many articles it finds; every thread that verifies has ended when it returns."""
    with archive.open_generation() as opened:
        found = service.run(ask(SearchRequest(), opened.searcher)).total
        assert found == opened.manifest.articles
    for thread in threading.enumerate():
        if "_verify" in thread.name:  # its target; others are not ours to await
            thread.join()
    return found


def largest(root: Path, name: str) -> Path:
    """The largest file of a generation."""
    place = store.place(root, name)
    found = max(place.rglob("*"), key=lambda path: path.stat().st_size * path.is_file())
    assert found.stat().st_size > SMALL_BYTES
    return found


def flip(path: Path) -> None:
    """Turn one bit in the middle, the time of modification left as it was."""
    status = path.stat()
    with path.open("r+b") as file:
        file.seek(status.st_size // 2)
        (byte,) = file.read(1)
        file.seek(status.st_size // 2)
        file.write(bytes([byte ^ 1]))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def cut(path: Path) -> None:
    os.truncate(path, 10)


def test_a_flipped_bit_is_found_while_serving_and_the_previous_generation_serves(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    published = pointer.read(root)
    flip(largest(root, published.serving))
    archive = PublishedIndex(root)
    total(archive)
    assert total(archive) == BEFORE
    assert "reindex --full" in caplog.text
    assert published.previous[0] in caplog.text
    assert total(archive) == BEFORE


def test_what_was_found_damaged_stays_so_when_something_is_purged(root: Path) -> None:
    flip(largest(root, pointer.read(root).serving))
    archive = PublishedIndex(root)
    total(archive)
    assert total(archive) == BEFORE
    grave = Tombstone(article_id="f" * 16, purged=datetime.now(UTC), reason="")
    tombstones.add(root, grave)
    assert total(archive) == BEFORE


@pytest.mark.parametrize("damage", [cut, Path.unlink])
def test_what_sizes_show_is_never_served(damage: Callable[[Path], object], root: Path) -> None:
    damage(largest(root, pointer.read(root).serving))
    assert total(PublishedIndex(root)) == BEFORE


def test_a_small_file_is_read_before_it_serves(root: Path) -> None:
    (toc,) = store.place(root, pointer.read(root).serving).glob("*.toc")
    flip(toc)
    assert total(PublishedIndex(root)) == BEFORE


def test_a_previous_generation_that_is_damaged_too_does_not_serve(root: Path) -> None:
    published = pointer.read(root)
    for name in published.all:
        flip(largest(root, name))
    archive = PublishedIndex(root)
    total(archive)
    for _ in range(2):
        with pytest.raises(UnreadableIndex, match=r"a changé.*reindex --full"):
            total(archive)


def test_the_next_generation_repairs(root: Path, tmp_path: Path) -> None:
    for name in pointer.read(root).all:
        flip(largest(root, name))
    archive = PublishedIndex(root)
    total(archive)
    with pytest.raises(UnreadableIndex):
        total(archive)
    build(root, tmp_path / "after")
    assert total(archive) == AFTER
    assert total(archive) == AFTER


def test_a_damaged_generation_published_under_a_server_leaves_it_the_old_one(
    root: Path, tmp_path: Path
) -> None:
    archive = PublishedIndex(root)
    assert total(archive) == AFTER
    build(root, tmp_path / "before")
    cut(largest(root, pointer.read(root).serving))
    assert total(archive) == AFTER


def test_what_failed_is_looked_at_again_after_a_while(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = pointer.read(root)
    places = [store.place(root, name) for name in published.all]
    for place in places:
        place.rename(place.with_suffix(".away"))
    archive = PublishedIndex(root)
    with pytest.raises(UnreadableIndex):
        total(archive)
    for place in places:
        place.with_suffix(".away").rename(place)
    with pytest.raises(UnreadableIndex):
        total(archive)
    monkeypatch.setattr("indexer.serving.published_index.monotonic", lambda: float("inf"))
    assert total(archive) == AFTER


def test_a_generation_being_read_is_deleted_only_later(root: Path, tmp_path: Path) -> None:
    archive = PublishedIndex(root)
    with archive.open_generation() as opened:
        name = opened.manifest.generation
    for _ in range(3):
        build(root, tmp_path / "before")
    assert name not in pointer.read(root).all
    assert store.place(root, name).is_dir()
    assert total(archive) == BEFORE
    build(root, tmp_path / "before")
    assert not store.place(root, name).exists()


def test_a_damage_that_generations_share_is_served_from_neither(root: Path, tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "after", range(AFTER, AFTER + 1))
    reindex([pages], root, "whoosh", lambda *_: None)
    serving, base, _ = pointer.read(root).all
    files = store.place(root, serving).rglob("positions.bin")
    (linked,) = (path for path in files if path.stat().st_nlink > 1)
    cut(linked)
    pointer.write(root, pointer.Published(serving=serving, previous=(base,)))
    with pytest.raises(UnreadableIndex, match="reindex --full"):
        total(PublishedIndex(root))
