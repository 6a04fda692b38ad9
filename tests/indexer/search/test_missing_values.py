"""Is what a filter leaves out without a word counted exactly?"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search import counting, service
from indexer.search.missing_values import MissingValue, missing
from indexer.search.question import ask
from indexer.search.request import SearchRequest


def dated(year: int) -> datetime:
    return datetime(year, 6, 1, 12, tzinfo=UTC)


ARTICLES = (
    Article(id="a", title="grève", source="Écho", section="Monde", published=dated(2020)),
    Article(id="b", title="grève", source="Écho", section="Monde", published=dated(2023)),
    Article(id="c", title="grève", source="Écho", section="Monde"),
    Article(id="d", title="grève", source="Écho", published=dated(2023)),
    Article(id="e", title="grève", section="Monde", tags=("mer",)),
    Article(id="f", title="autre", section="Monde"),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("completude")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


def left_out_by(request: SearchRequest, searcher: Searcher) -> list[MissingValue]:
    question = ask(request, searcher)
    return list(missing(question, service.run(question)))


@pytest.mark.parametrize(
    ("request_", "left_out"),
    [
        pytest.param(SearchRequest(text="grève"), {}, id="no filter"),
        pytest.param(SearchRequest(text="grève", since=date(2021, 1, 1)), {"date": 2}, id="since"),
        pytest.param(SearchRequest(since=date(2021, 1, 1)), {"date": 3}, id="without a text"),
        pytest.param(SearchRequest(text="grève", until=date(2021, 1, 1)), {"date": 2}, id="until"),
        pytest.param(SearchRequest(text="grève date:2023"), {"date": 2}, id="in the text"),
        pytest.param(SearchRequest(text="grève -date:2023"), {}, id="excluded in the text"),
        pytest.param(SearchRequest(text="grève", filters={"year": ("2023",)}), {"date": 2}, id="y"),
        pytest.param(SearchRequest(text="grève", exclusions={"year": ("2023",)}), {}, id="not y"),
        pytest.param(
            SearchRequest(text="grève", filters={"section": ("monde",)}), {"rubrique": 1}, id="s"
        ),
        pytest.param(
            SearchRequest(filters={"source": ("echo",), "year": ("2023",)}),
            {"date": 1},
            id="each count keeps the other filters",
        ),
        pytest.param(
            SearchRequest(filters={"section": ("monde",), "source": ("echo",)}),
            {"source": 2, "rubrique": 1},
            id="two facets",
        ),
        pytest.param(SearchRequest(filters={"tag": ("mer",)}), {}, id="tags are several"),
    ],
)
def test_what_lacks_the_value_asked_for_is_counted(
    request_: SearchRequest, left_out: dict[str, int], searcher: Searcher
) -> None:
    found = left_out_by(request_, searcher)
    assert {one.lack: one.count for one in found} == left_out
    for one in found:
        # the search offered instead finds what was left out, and what has other values
        wider, narrower = ask(one.including, searcher), ask(request_, searcher)
        assert counting.total(wider) >= one.count + counting.total(narrower)
        assert one.lack not in {other.lack for other in left_out_by(one.including, searcher)}
