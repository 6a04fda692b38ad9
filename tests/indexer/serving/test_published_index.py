"""Does a reader keep its generation to the end while others take its place?"""

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event

import pytest
from support.pages import build, write_pages

from indexer.errors import NoIndex, UnreadableIndex
from indexer.generations import pointer, store
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.serving.open_generation import OpenGeneration
from indexer.serving.published_index import PublishedIndex


def titles(opened: OpenGeneration) -> set[str]:
    found = service.run(ask(SearchRequest(text="mer", size=100), opened.searcher))
    assert found.total == opened.manifest.articles
    return {hit.article.title for hit in found.hits}


def files_open(root: Path, name: str) -> int:
    """How many files of a generation this process holds, open or mapped."""
    # Whoosh's files are unmapped with the last object that looks into them
    gc.collect()
    place = str(store.place(root, name))
    links = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return sum(place in text for text in [*links, *Path("/proc/self/maps").read_text().split("\n")])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    build(tmp_path / "index", write_pages(tmp_path / "before", range(2)))
    return tmp_path / "index"


BEFORE, AFTER = {"Page 0", "Page 1"}, {"Page 5", "Page 6", "Page 7"}


def swap(root: Path) -> str:
    """Publish other articles."""
    return build(root, write_pages(root.parent / "after", range(5, 8))).generation


def test_a_reader_keeps_its_generation_across_a_swap(root: Path) -> None:
    archive = PublishedIndex(root)
    with archive.open_generation() as old:
        assert titles(old) == BEFORE
        name = swap(root)
        assert titles(old) == BEFORE
        with archive.open_generation() as new:
            assert new.manifest.generation == name
            assert titles(new) == AFTER
            assert titles(old) == BEFORE
        assert titles(old) == BEFORE
        assert old.searcher.get("absent") is None
    with archive.open_generation() as new:
        assert titles(new) == AFTER


def test_a_reader_keeps_its_generation_even_when_it_is_dropped(root: Path) -> None:
    archive = PublishedIndex(root)
    with archive.open_generation() as old:
        swap(root)
        shutil.rmtree(store.place(root, old.manifest.generation))
        assert titles(old) == BEFORE
    with archive.open_generation() as new:
        assert titles(new) == AFTER


def test_one_generation_is_opened_once_for_all_its_readers(root: Path) -> None:
    archive = PublishedIndex(root)
    with archive.open_generation() as one, archive.open_generation() as other:
        assert one is other
    with archive.open_generation() as again:
        assert again is one


def test_files_are_closed_after_the_last_reader(root: Path) -> None:
    archive = PublishedIndex(root)
    with ExitStack() as first, ExitStack() as second:
        old = first.enter_context(archive.open_generation()).manifest.generation
        second.enter_context(archive.open_generation())
        assert files_open(root, old)
        swap(root)
        with archive.open_generation():
            first.close()
            assert files_open(root, old)
            second.close()
            assert not files_open(root, old)


def test_files_of_a_generation_without_readers_are_closed_at_the_swap(root: Path) -> None:
    archive = PublishedIndex(root)
    with archive.open_generation() as opened:
        old = opened.manifest.generation
    del opened
    assert files_open(root, old)
    name = swap(root)
    with archive.open_generation():
        assert not files_open(root, old)
        assert files_open(root, name)


def test_an_archive_may_be_made_before_its_index(tmp_path: Path) -> None:
    archive = PublishedIndex(tmp_path / "index")
    for _ in range(2):
        with pytest.raises(NoIndex, match="reindex"), archive.open_generation():
            pytest.fail("rien à lire")
    build(tmp_path / "index", write_pages(tmp_path / "before", range(2)))
    with archive.open_generation() as opened:
        assert titles(opened) == BEFORE


def test_an_unreadable_generation_is_told_until_another_is_published(root: Path) -> None:
    archive = PublishedIndex(root)
    manifest = store.place(root, pointer.read(root).serving) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"format": ', '"format": 9'))
    for _ in range(2):
        with pytest.raises(UnreadableIndex, match="reindex"), archive.open_generation():
            pytest.fail("un autre format")
    build(root, root.parent / "before")
    with archive.open_generation() as opened:
        assert titles(opened) == BEFORE


def test_a_failing_reader_frees_its_generation(root: Path) -> None:
    archive = PublishedIndex(root)
    with suppress(KeyError), archive.open_generation() as opened:
        old = opened.manifest.generation
        raise KeyError
    del opened
    swap(root)
    with archive.open_generation():
        assert not files_open(root, old)


@pytest.mark.slow
def test_every_answer_comes_from_one_generation_while_they_change(root: Path) -> None:
    archive, finished = PublishedIndex(root), Event()

    def read(_: int) -> int:
        answered = 0
        while not finished.is_set() or not answered:
            with archive.open_generation() as opened:
                assert titles(opened) in (BEFORE, AFTER)
            answered += 1
        return answered

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(read, rank) for rank in range(6)]
        sources = [write_pages(root.parent / "after", range(5, 8)), root.parent / "before"]
        names = {build(root, sources[rank % 2]).generation for rank in range(5)}
        finished.set()
        assert all(reader.result(30) for reader in readers)
    assert len(names) == 5
    held = [path.name for path in (root / "generations").iterdir()]
    with archive.open_generation() as opened:
        current = opened.manifest.generation
        assert [name for name in held if files_open(root, name)] == [current]
