"""Does the same set of pages give the same index, whatever their order, names and copies?"""

import os
import socket
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support.pages import QUERIES, answers, build, leftovers, page, write_pages
from support.places import SAMPLES

from indexer import engines
from indexer.article import Article
from indexer.errors import BuildFailed, UsageError
from indexer.generations import store
from indexer.indexing.reindex import reindex
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest


def articles(root: Path) -> dict[str, Article]:
    """The articles of the current generation by id."""
    manifest = store.current(root)
    place = store.place(root, manifest.generation)
    with closing(engines.load(manifest.engine).searcher(place)) as searcher:
        found = service.run(ask(SearchRequest(size=100), searcher))
    return {hit.article.id: hit.article for hit in found.hits}


def test_the_samples_are_counted(samples_index: Path) -> None:
    manifest = store.current(samples_index)
    assert (manifest.articles, manifest.rejected) == (60, 1)
    assert len(articles(samples_index)) == 60


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(5))
    (pages / "copie.txt").write_text(page(3))
    (pages / "deux.txt").write_text(page(7) + page(8))
    (pages / "vide.txt").write_text("")
    (pages / "image.jpg").write_bytes(b"\xff\xd8")
    summary = build(tmp_path / "index", pages)
    assert summary.read == 8
    assert (summary.indexed, summary.duplicates, summary.ignored) == (7, 1, 1)
    assert [(row.source, row.reason) for row in summary.rejected] == [
        (str(pages / "vide.txt"), "fichier vide")
    ]
    assert summary.generation == store.current(tmp_path / "index").generation


def test_each_step_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    pages = write_pages(tmp_path / "pages", range(4))
    reindex([pages], tmp_path / "index", "whoosh", lambda *step: told.append(step))
    expected = [("lecture", rank, 4) for rank in range(1, 5)]
    assert told == expected + [("indexation", rank, 4) for rank in range(1, 5)]


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_changes_nothing(seed: int, samples_index: Path, tmp_path: Path) -> None:
    random = Random(seed)  # noqa: S311
    for path in SAMPLES.rglob("*.txt"):
        folder = tmp_path / "pages" / random.choice("abc") / random.choice("xyz")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{random.randrange(10**9)}.txt").write_bytes(path.read_bytes())
    build(tmp_path / "index", tmp_path / "pages")
    assert answers(tmp_path / "index") == answers(samples_index)
    queries = ("l’élysée", "grève", "la mer", "port*", '"la mer"', "-ville")
    assert ranking(tmp_path / "index", queries) == ranking(samples_index, queries)


def ranking(root: Path, queries: tuple[str, ...]) -> list[list[tuple[str, float]]]:
    manifest = store.current(root)
    place = store.place(root, manifest.generation)
    with closing(engines.load(manifest.engine).searcher(place)) as searcher:
        found = [service.run(ask(SearchRequest(text=text), searcher)).hits for text in queries]
    assert all(found)
    return [[(hit.article.id, hit.score) for hit in hits] for hits in found]


def test_two_builds_answer_the_same(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(40))
    build(tmp_path / "one", pages)
    build(tmp_path / "two", pages)
    assert answers(tmp_path / "one") == answers(tmp_path / "two")
    assert len(answers(tmp_path / "one")) == len(QUERIES)


AMP = "https://journal.example/amp/titre-1000001.html"
GLUED = "\n".join(page(1).split("\n")[:7]) + "\nLe port collé.Et la mer.\n"


@pytest.mark.parametrize(
    ("pages", "wins"),
    [
        pytest.param(
            [page(1, modified="2023-02-01T10:00+0100"), page(1, modified="2023-03-01T10:00+0100")],
            1,
            id="la modification la plus récente",
        ),
        pytest.param(
            [page(1, modified="2023-03-01T10:30+0100"), page(1, modified="2023-03-01T10:00+0000")],
            1,
            id="le fuseau compte",
        ),
        pytest.param(
            [page(1, modified="2023-02-01T10:00+0100", url=AMP), page(1)],
            0,
            id="contre jamais modifié",
        ),
        pytest.param([GLUED, page(1)], 1, id="à égalité, les vrais paragraphes"),
        pytest.param(
            [page(1, body="Alpha."), page(1, body="Bêta."), page(1, body="Gamma.")],
            None,
            id="à égalité, le contenu",
        ),
    ],
)
def test_of_several_captures_the_best_is_kept_whatever_their_order(
    pages: list[str], wins: int | None, tmp_path: Path
) -> None:
    kept: list[dict[str, Article]] = []
    for order in (pages, pages[::-1]):
        folder = tmp_path / str(len(kept))
        folder.mkdir()
        for rank, text in enumerate(order):
            (folder / f"{rank}.txt").write_text(text)
        summary = build(tmp_path / f"index{len(kept)}", folder)
        assert (summary.indexed, summary.duplicates) == (1, len(pages) - 1)
        kept.append(articles(tmp_path / f"index{len(kept)}"))
    assert kept[0] == kept[1]
    if wins is not None:
        (tmp_path / "alone.txt").write_text(pages[wins])
        build(tmp_path / "alone", tmp_path / "alone.txt")
        assert kept[0] == articles(tmp_path / "alone")


ODD_NAMES: list[Any] = [
    "nou\nvelle.txt",
    "\u00e9te\u0301.txt",
    "e\u0301t\u00e9.txt",
    b"caf\xe9.txt",
    b"\xff\xfe.TXT",
    " espaces .txt",
    "-tiret.txt",
    "…🎉.txt",
    "a" * 251 + ".txt",
    "gui\"ll'emets.txt",
]


def test_odd_names_are_read_and_odd_files_left_alone(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    outside = write_pages(tmp_path / "outside", range(50, 53))
    for number, name in enumerate(ODD_NAMES):
        raw = os.fsencode(pages) + b"/" + os.fsencode(name)
        Path(os.fsdecode(raw)).write_text(page(number))
    write_pages(pages / "dossier.txt", [20])
    write_pages(pages / "\u00e9" / "e\u0301", [21])
    for hidden in (".caché.txt", ".git/page.txt", ".git/objets/page.txt"):
        (pages / hidden).parent.mkdir(parents=True, exist_ok=True)
        (pages / hidden).write_text(page(60))
    (pages / "boucle").symlink_to(pages)
    (pages / "soi.txt").symlink_to(pages / "soi.txt")
    (pages / "dehors").symlink_to(outside)
    (pages / "dehors.txt").symlink_to(outside / "00050.txt")
    (pages / "perdu.txt").symlink_to(tmp_path / "absent")
    os.mkfifo(pages / "tube.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(pages / "prise.txt"))
        summary = build(tmp_path / "index", pages)
    titles = {article.title for article in articles(tmp_path / "index").values()}
    assert titles == {f"Page {number}" for number in [*range(len(ODD_NAMES)), 20, 21]}
    assert (summary.rejected, summary.ignored) == ((), 0)


def test_a_file_over_twenty_megabytes_is_rejected_by_name(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(2))
    with (pages / "énorme.txt").open("wb") as file:
        file.write(b"a" * 5000)
        file.truncate(20_000_001)
    with (pages / "film.mp4").open("wb") as file:
        file.truncate(20_000_001)
    summary = build(tmp_path / "index", pages)
    (rejected,) = summary.rejected
    assert rejected.source.endswith("énorme.txt")
    assert "20" in rejected.reason
    assert (summary.indexed, summary.ignored) == (2, 1)


@pytest.mark.slow
def test_one_bad_file_in_a_hundred_never_stops_the_run(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(1500))
    bad = [(pages / f"{number:05}.txt") for number in range(0, 1500, 100)]
    for path, content in zip(bad, [b"", b"\xff\xfe", b"Bonjour.\n"] * 5, strict=True):
        path.write_bytes(content)
    summary = build(tmp_path / "index", pages)
    assert (summary.read, summary.indexed) == (1500, 1485)
    assert [row.source for row in summary.rejected] == [str(path) for path in bad]
    assert all(row.reason for row in summary.rejected)


def test_a_new_reindex_mirrors_its_sources(tmp_path: Path) -> None:
    root = tmp_path / "index"
    build(root, write_pages(tmp_path / "before", range(6)))
    build(root, write_pages(tmp_path / "after", range(4, 9)))
    titles = {article.title for article in articles(root).values()}
    assert titles == {f"Page {number}" for number in range(4, 9)}


@pytest.mark.parametrize("content", [None, "", "rien à lire"])
def test_sources_without_an_article_publish_nothing(content: str | None, tmp_path: Path) -> None:
    root, empty = tmp_path / "index", tmp_path / "empty"
    build(root, write_pages(tmp_path / "pages", range(3)))
    before = answers(root)
    empty.mkdir()
    if content is not None:
        (empty / "page.txt").write_text(content)
    with pytest.raises(BuildFailed, match="aucun article") as raised:
        build(root, empty)
    assert ("page.txt" in str(raised.value)) == (content is not None)
    assert answers(root) == before
    assert leftovers(root) == []


def test_an_unknown_engine_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    pages = write_pages(tmp_path / "pages", range(2))
    with pytest.raises(UsageError, match=r"lucene.*whoosh"):
        reindex([pages], tmp_path / "index", "lucene", lambda *_: None)
    assert not (tmp_path / "index").exists()


def test_a_title_without_a_word_is_indexed(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(page(1).replace("Page 1", "…"))
    assert build(tmp_path / "index", tmp_path / "page.txt").indexed == 1
