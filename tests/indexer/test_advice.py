"""Is the operator of a large archive told of the engine made for it?"""

import pytest

from indexer.command import LARGE, advices
from indexer.reindex import Summary


def summary(engine: str, articles: int) -> Summary:
    counts = dict.fromkeys("found read ignored added changed taken_out".split(), 0)
    return Summary(
        generation="one",
        engine=engine,
        rebuilt="",
        indexed=articles,
        duplicates=0,
        rejected=(),
        rejections=0,
        seconds=1.0,
        **counts,
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
