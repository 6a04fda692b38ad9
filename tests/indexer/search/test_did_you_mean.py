"""Is another search proposed when one finds nothing, and does it find what it says?"""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import PARIS, Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search import service
from indexer.search.did_you_mean import Alternatives, alternatives
from indexer.search.question import ask
from indexer.search.request import SearchRequest

ARTICLES = (
    Article(
        id="vote",
        title="Élection à Saint-Malo",
        tags=("Mer",),
        source="Gazette",
        published=datetime(2023, 5, 2, tzinfo=PARIS),
    ),
    Article(id="again", title="Une élection, deux élections", tags=("Port",), source="Écho"),
    Article(id="strike", title="La grève des dockers", tags=("Port",), source="Écho"),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("secours")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


def proposed(request: SearchRequest, searcher: Searcher) -> Alternatives:
    question = ask(request, searcher)
    return alternatives(question, service.run(question))


@pytest.mark.parametrize(
    ("typed", "spelling", "total"),
    [
        pytest.param("électon", "élection", 2, id="une lettre manque"),
        pytest.param("ELETCION", "élection", 2, id="deux lettres inversées"),
        pytest.param("grève dockars", "grève dockers", 1, id="un mot sur deux"),
        pytest.param("titre:(grêvve)", "titre:(grève)", 1, id="dans un champ"),
        pytest.param("Saint-Mallo élection", "Saint-malo élection", 1, id="dans un composé"),
        pytest.param("-mer électon", "-mer élection", 1, id="avec une exclusion"),
    ],
)
def test_the_nearest_spelling_is_proposed(
    typed: str, spelling: str, total: int, searcher: Searcher
) -> None:
    found = proposed(SearchRequest(text=typed), searcher).spelling
    assert found is not None
    assert (found.text, found.total) == (spelling, total)
    assert service.run(ask(found.request, searcher)).total == total


@pytest.mark.parametrize(
    "typed", ["xyzxyzxyz", '"électon"', "-électon grève mer", "élection grève"]
)
def test_no_spelling_is_proposed_where_none_would_help(typed: str, searcher: Searcher) -> None:
    assert proposed(SearchRequest(text=typed), searcher).spelling is None


def test_filters_that_alone_keep_articles_away_are_proposed(searcher: Searcher) -> None:
    request = SearchRequest(
        text="grève", filters={"tag": ("port",), "source": ("gazette",)}, page=3
    )
    (found,) = proposed(request, searcher).filters
    assert (found.text, found.total) == ("Gazette", 1)
    assert found.request == SearchRequest(text="grève", filters={"tag": ("port",), "source": ()})


def test_periods_exclusions_and_forms_are_filters_too(searcher: Searcher) -> None:
    later = SearchRequest(text="élection", since=date(2024, 1, 1), filters={"tag": ("mer",)})
    assert [one.total for one in proposed(later, searcher).filters] == [1]
    assert "depuis le 1ᵉʳ\u00a0janvier\u00a02024" in proposed(later, searcher).filters[0].text
    excluded = SearchRequest(text="grève", exclusions={"source": ("echo",)})
    assert [one.text for one in proposed(excluded, searcher).filters] == ["sauf Écho"]
    formless = SearchRequest(text="grève", unwanted=("grève",))
    assert [one.total for one in proposed(formless, searcher).filters] == [1]
