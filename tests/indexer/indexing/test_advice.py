"""Is the operator of a large archive told of the engine made for it?"""

import pytest

from indexer.cli.reindexing import LARGE, advices
from indexer.indexing.summary import Summary


def summary(engine: str, articles: int) -> Summary:
    return Summary(
        generation="one",
        engine=engine,
        rebuilt="",
        found=0,
        read=0,
        ignored=0,
        added=0,
        changed=0,
        taken_out=0,
        indexed=articles,
        duplicates=0,
        rejected=(),
        rejections=0,
        seconds=1.0,
    )


@pytest.mark.parametrize(
    ("engine", "articles", "told"),
    [("whoosh", LARGE, 0), ("whoosh", LARGE + 1, 1), ("tantivy", LARGE + 1, 0)],
)
def test_past_fifty_thousand_articles_another_engine_is_named(
    engine: str, articles: int, told: int
) -> None:
    found = list(advices(summary(engine, articles)))
    assert len(found) == told
    assert all("50\u202f000" in text and "--engine tantivy" in text for text in found)
