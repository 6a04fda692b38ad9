"""Does every engine answer the searches of searches.toml as the file says?"""

import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.building import write
from support.every_engine import EVERY_ENGINE, running

from indexer.article import Article
from indexer.engines import Searcher
from indexer.engines.request import Sort
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest

DATA = tomllib.loads(Path(__file__).with_name("searches.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def searcher(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Searcher]:
    """The articles of the file on an engine."""
    place = tmp_path_factory.mktemp("generation")
    with running(request, request.param) as engine:
        write(engine, place, [_article(row) for row in DATA["articles"]])
        with closing(engine.searcher(place)) as opened:
            yield opened


def _article(row: dict[str, Any]) -> Article:
    lists = {name: tuple(row.get(name, ())) for name in ("body", "tags", "authors")}
    return Article(**{**row, **lists})


def _request(row: dict[str, Any]) -> SearchRequest:
    def chosen(name: str) -> dict[str, tuple[str, ...]]:
        return {facet: tuple(values) for facet, values in row.get(name, {}).items()}

    return SearchRequest(
        text=row["text"],
        filters=chosen("filters"),
        exclusions=chosen("exclusions"),
        sort=Sort(row["sort"]) if "sort" in row else None,
    )


@pytest.mark.parametrize("searcher", EVERY_ENGINE, indirect=True)
@pytest.mark.parametrize("row", DATA["searches"], ids=[row["text"] for row in DATA["searches"]])
def test_a_search_finds_what_the_file_says(row: dict[str, Any], searcher: Searcher) -> None:
    request = _request(row)
    results = service.run(ask(request, searcher))

    found = [hit.article.id for hit in results.hits]
    if request.order is Sort.RELEVANCE and "best" in row:
        assert found[0] == row["best"]
    if request.order is Sort.RELEVANCE:
        assert sorted(found) == sorted(row["finds"])
    else:
        assert found == row["finds"]
    assert results.total == len(found)
    for name, expected in row.get("facets", {}).items():
        counts = {value.value: value.count for value in results.facets[name]}
        assert {value: counts.get(value) for value in expected} == expected, name
    for month, count in row.get("months", {}).items():
        assert results.months[int(month)] == count
