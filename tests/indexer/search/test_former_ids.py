"""Do the purges and the generations of before hold for articles whose ids are finer since?"""

from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.pages import build, page

from indexer import cli
from indexer.article import Article
from indexer.cli import purge_command
from indexer.errors import UsageError
from indexer.generations import pointer, store, tombstones
from indexer.generations.tombstones import Tombstone
from indexer.identity import article_id
from indexer.indexing.summary import Summary
from indexer.maintenance.check import flaws
from indexer.maintenance.purge import purge
from indexer.maintenance.purge_targets import named, targets
from indexer.maintenance.rollback import rollback
from indexer.search import article_lookup
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.service import run
from indexer.serving.published_index import PublishedIndex

HOST = "https://journal.example"
BRIDGES, DRAW = f"{HOST}/deux-ponts-20241122", f"{HOST}/un-match-nul-20241122"
# What earlier versions made of both addresses
FORMER = sha256(b"journal.example/20241122").hexdigest()[:16]
TITLES = {BRIDGES: "Deux ponts fermés à la circulation", DRAW: "Un match nul pour le Val-Perdu"}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Two articles of one day, and one whose address has a number."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for rank, (url, title) in enumerate(TITLES.items()):
        (folder / f"{rank}.txt").write_text(page(rank, url=url, title=title))
    (folder / "9.txt").write_text(page(9))
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The directory of an index."""
    return tmp_path / "index"


def purged_before(root: Path, article: str = FORMER) -> None:
    """Leave what a purge by an earlier version left."""
    root.mkdir(exist_ok=True)
    tombstones.add(root, Tombstone(article_id=article, purged=datetime.now(UTC), reason="oubli"))


def urls(root: Path) -> set[str | None]:
    with PublishedIndex(root).open_generation() as opened:
        return {hit.article.url for hit in run(ask(SearchRequest(), opened.searcher)).hits}


def known(root: Path, article: str) -> tuple[Article, ...]:
    with closing(store.searcher(root, store.current(root))) as searcher:
        return article_lookup.known(article, searcher)


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param([BRIDGES, DRAW], id="jour"),
        pytest.param([f"{HOST}/spip.php?article{n}" for n in (8531, 8532, 8533)], id="spip"),
        pytest.param([f"{HOST}/?p={n}&utm_source=x" for n in (88, 89)], id="sans chemin"),
    ],
)
def test_articles_that_shared_an_id_are_all_indexed(
    addresses: list[str], tmp_path: Path, root: Path
) -> None:
    for rank, url in enumerate(addresses):
        (tmp_path / f"{rank}.txt").write_text(page(rank, url=url))
    summary = build(root, *tmp_path.glob("*.txt"))
    assert (summary.indexed, summary.duplicates) == (len(addresses), 0)
    assert urls(root) == set(addresses)


def test_a_purge_of_before_keeps_the_article_out_and_its_siblings_are_listed(
    root: Path, pages: Path
) -> None:
    purged_before(root)
    (pages / "copie.txt").write_text((pages / "0.txt").read_text())
    summary = build(root, pages)
    assert urls(root) == {page(9).splitlines()[0]}
    assert {(one.article_id, one.source) for one in summary.kept_out} == {
        (article_id(BRIDGES, "", None), str(pages / "0.txt")),
        (article_id(DRAW, "", None), str(pages / "1.txt")),
    }
    assert {one.former_id for one in summary.kept_out} == {FORMER}
    assert (summary.kept_out_count, summary.duplicates) == (2, 0)
    assert list(flaws(root)) == []


def told(*arguments: str | Path) -> str:
    ended = CliRunner().invoke(cli.reindex, [str(one) for one in arguments])
    assert ended.exit_code == 0, ended.output
    return ended.stdout.replace("\u00a0", " ")


def test_the_command_lists_siblings_kept_out(root: Path, pages: Path) -> None:
    purged_before(root)
    text = told(pages, "--index", root)
    for name, url in (("0.txt", BRIDGES), ("1.txt", DRAW)):
        line = next(line for line in text.splitlines() if name in line)
        assert "gardé hors de l’index" in line
        assert article_id(url, "", None) in line
        assert FORMER in line
    assert "1 article indexé, 0 doublon" in text
    # a title would tell what was purged
    assert not any(title in text for title in TITLES.values())
    assert "gardé hors" not in told(pages, "--index", root)


def test_many_siblings_are_counted_past_the_first(root: Path, pages: Path) -> None:
    purged_before(root)
    for rank in range(20):
        (pages / f"de-plus-{rank}.txt").write_text(page(rank, url=f"{HOST}/{rank}-20241122"))
    text = told(pages, "--index", root)
    assert text.count("gardé hors de l’index :") == 20
    assert "et 2 autres articles gardés hors de l’index" in text


def test_a_purge_takes_out_one_article_of_those_that_shared_an_id(root: Path, pages: Path) -> None:
    build(root, pages)
    purge(root, [named(BRIDGES)], "")
    assert urls(root) == {DRAW, page(9).splitlines()[0]}
    summary: Summary = build(root, pages)
    assert urls(root) == {DRAW, page(9).splitlines()[0]}
    assert summary.kept_out == ()


def test_an_article_is_purged_by_its_former_id_once_no_other_has_it(
    root: Path, pages: Path
) -> None:
    build(root, pages)
    with pytest.raises(UsageError, match="plusieurs articles") as refused:
        targets(root, [FORMER])
    assert tombstones.read(root) == {}
    own = article_id(BRIDGES, "", None)
    assert own in str(refused.value)
    purge(root, [own], "")
    assert store.current(root).articles == 2
    (target,) = targets(root, [FORMER])
    assert target.article_id == article_id(DRAW, "", None)
    assert (
        CliRunner().invoke(purge_command.purge, [FORMER, "--yes", "--index", str(root)]).exit_code
        == 0
    )
    assert urls(root) == {page(9).splitlines()[0]}


def test_every_command_that_reads_tombstones_honours_former_ids(root: Path, pages: Path) -> None:
    build(root, pages)
    (pages / "10.txt").write_text(page(10))
    build(root, pages)
    before = pointer.read(root)
    purged_before(root)
    covered = [article_id(url, "", None) for url in TITLES]
    assert sorted({flaw.what for flaw in flaws(root)}) == sorted(covered)
    with pytest.raises(UsageError, match="purgé"):
        rollback(root, None)
    assert pointer.read(root) == before
    with PublishedIndex(root).open_generation() as opened:
        assert not any(map(opened.searcher.get, covered))
    # the remedy that both name
    purged = CliRunner().invoke(purge_command.purge, [covered[0], "--index", str(root)])
    assert purged.exit_code == 0, purged.output
    assert len(urls(root)) == 2
    assert list(flaws(root)) == []


def test_a_former_id_leads_to_what_had_it(root: Path, pages: Path) -> None:
    build(root, pages)
    (pages / "spip.txt").write_text(page(3, url=f"{HOST}/spip.php?article8532"))
    build(root, pages)
    assert {one.url for one in known(root, FORMER)} == set(TITLES)
    spip = sha256(b"journal.example/spip.php").hexdigest()[:16]
    assert [one.url for one in known(root, spip)] == [f"{HOST}/spip.php?article8532"]
    assert [one.url for one in known(root, article_id(DRAW, "", None))] == [DRAW]
    assert known(root, "0" * 16) == ()
