"""How often is a query understood, and how often is the engine asked, for one page?"""

import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType

import pytest
from flask.testing import FlaskClient

from indexer import query
from indexer.engines.whoosh.searcher import WhooshSearcher

PARSES = query.parse.__code__
SEARCHES = WhooshSearcher.search.__code__
Work = tuple[int, int]


def work(client: FlaskClient, url: str) -> tuple[Work, str]:
    """How often a query was parsed and the engine searched for a page, and the page."""
    calls: Counter[object] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        calls[frame.f_code] += event == "call"

    before: Callable[..., object] | None = sys.getprofile()
    sys.setprofile(count)
    try:
        answer = client.get(url)
    finally:
        sys.setprofile(before)
    assert answer.status_code == 200
    return (calls[PARSES], calls[SEARCHES]), answer.text


@pytest.mark.parametrize(
    ("url", "shown", "parses", "searches"),
    [
        pytest.param("/?q=conseil", "articles", 1, 2, id="results"),
        pytest.param(
            "/?q=conseil&year=2023&section=politique", "Filtres actifs", 1, 2, id="two filters"
        ),
        pytest.param(
            "/?q=conseil&year=1910&section=sport", "Aucun article", 1, 4, id="nothing, two filters"
        ),
        pytest.param(
            "/?q=consseil&year=2023&from=2020-01-01", "Vouliez-vous dire", 2, 5, id="misspelt"
        ),
    ],
)
def test_a_page_of_results_understands_its_query_once(
    client: FlaskClient, url: str, shown: str, parses: int, searches: int
) -> None:
    (parsed, searched), page = work(client, url)
    assert shown in page
    assert parsed <= parses
    assert 1 <= searched <= searches


def test_an_article_understands_its_query_once(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=conseil").get_json()["hits"][0]
    (parsed, searched), page = work(client, f"/article/{found['id']}?q=conseil")
    assert "<mark" in page
    assert (parsed, searched) == (1, 2)
