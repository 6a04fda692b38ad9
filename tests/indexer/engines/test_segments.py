"""Does a Whoosh index of many commits stay in few segments, their arrays beside them?"""

from contextlib import closing
from pathlib import Path

from support.building import write

from indexer.article import Article
from indexer.engines import whoosh
from indexer.engines.document import to_document
from indexer.engines.whoosh.writer import MOST_SEGMENTS

COMMITS = 30


def test_segments_stay_few_and_the_largest_is_left_as_it_is(tmp_path: Path) -> None:
    write(whoosh, tmp_path, [Article(id=f"large {rank}", title="mer") for rank in range(50)])
    (largest,) = _folders(tmp_path)
    for rank in range(COMMITS):
        write(whoosh, tmp_path, [Article(id=f"small {rank}", title="mer")])
        assert len(_folders(tmp_path)) <= MOST_SEGMENTS
    assert largest in _folders(tmp_path)
    with closing(whoosh.searcher(tmp_path)) as searcher:
        assert searcher.count() == 50 + COMMITS


def test_a_segment_without_articles_left_is_dropped(tmp_path: Path) -> None:
    write(whoosh, tmp_path, [Article(id="gone", title="mer")])
    (gone,) = _folders(tmp_path)
    with whoosh.writer(tmp_path) as writer:
        writer.delete("gone")
        writer.put(to_document(Article(id="here", title="mer")))
    assert gone not in _folders(tmp_path)
    assert len(_folders(tmp_path)) == 1
    assert not [path for path in tmp_path.iterdir() if path.is_dir() and path.name != "arrays"]


def _folders(place: Path) -> set[str]:
    return {path.name for path in (place / whoosh.ARRAYS).iterdir()}
