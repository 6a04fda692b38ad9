"""Does every engine read all matches of a search one by one, in the order that pages have?"""

from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from support.building import Built, accented, ask, ids, stem, write
from whoosh.query import And, Every, Not, NullQuery, Or, Query, Term

from indexer.article import PARIS, Article
from indexer.engines import Engine, Searcher
from indexer.engines.document import to_document
from indexer.engines.request import EngineRequest, Matches, Sort

NOON = datetime(2024, 2, 29, 12, tzinfo=PARIS)
# Ties of scores and of dates, undated articles, more than one is read at once
ARTICLES = [
    Article(
        id=f"{rank * 7919 % 10_000:04}",
        title="mer " * (1 + rank % 3),
        tags=("Port",) if rank % 2 else (),
        published=NOON - timedelta(hours=rank // 4) if rank % 5 else None,
    )
    for rank in range(60)
]
CHOSEN = {"tag": Or([Term("tag_facet", "port")])}


def read(
    searcher: Searcher, matching: Query, sort: Sort = Sort.NEWEST, *, offset: int = 0, limit: int
) -> Matches:
    return searcher.matches(
        EngineRequest(
            matching=matching,
            selections={},
            sort=sort,
            offset=offset,
            limit=limit,
            counted=frozenset(),
        )
    )


def names(matches: Matches) -> list[str]:
    return [Article.load(stored).id for stored in matches.stored]


@pytest.mark.parametrize("sort", Sort)
def test_matches_come_in_the_order_of_pages(sort: Sort, built: Built) -> None:
    searcher = built(*ARTICLES)
    for tree in (Every(), stem("title", "mer"), And([Every(), Not(accented("title", "lac"))])):
        whole = ids(ask(searcher, tree, sort=sort))
        assert sorted(whole) == sorted(article.id for article in ARTICLES)
        assert names(read(searcher, tree, sort, limit=100)) == whole
        assert names(read(searcher, tree, sort, limit=7)) == whole[:7]
        assert names(read(searcher, tree, sort, offset=5, limit=9)) == whole[5:14]


def test_matches_are_those_that_selections_allow(built: Built) -> None:
    searcher = built(*ARTICLES)
    matches = searcher.matches(
        EngineRequest(matching=Every(), selections=CHOSEN, sort=Sort.OLDEST, offset=0, limit=20)
    )
    assert names(matches) == ids(ask(searcher, selections=CHOSEN, sort=Sort.OLDEST))[:20]
    assert matches.counts.total == 30
    assert not matches.counts.timed_out
    assert not matches.counts.shards_missing


def test_there_may_be_no_match(built: Built) -> None:
    matches = read(built(*ARTICLES), NullQuery, limit=10)
    assert (names(matches), matches.counts.total) == ([], 0)


def test_matches_are_counted_before_they_are_read_and_may_be_left_unread(built: Built) -> None:
    searcher = built(*ARTICLES)
    matches = read(searcher, Every(), limit=100)
    assert matches.counts.total == len(ARTICLES)
    assert len(list(islice(matches.stored, 3))) == 3
    # another search meanwhile changes nothing of what follows
    others = names(read(searcher, Every(), Sort.OLDEST, limit=100))
    assert len(others) == len(ARTICLES)
    assert names(matches) == ids(ask(searcher))[3:]


def test_matches_of_many_commits_leave_out_what_was_deleted(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "generation"
    write(engine, place, ARTICLES[:40])
    with engine.writer(place) as writer:
        for article in (*ARTICLES[:40:8], ARTICLES[1]):
            writer.delete(article.id)
        writer.put(to_document(ARTICLES[1]))
    write(engine, place, ARTICLES[40:])
    gone = {article.id for article in ARTICLES[:40:8]}
    with closing(engine.searcher(place)) as searcher:
        for sort in Sort:
            found = names(read(searcher, Every(), sort, limit=100))
            assert found == ids(ask(searcher, sort=sort))
            assert sorted(found) == sorted(one.id for one in ARTICLES if one.id not in gone)
