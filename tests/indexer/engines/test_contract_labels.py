"""Are spellings of a label that differ by dots, hyphens or apostrophes one value everywhere?"""

import pytest
from support.building import Built

from indexer.article import Article
from indexer.engines import Searcher
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.suggest import suggest

ARTICLES = (
    Article(id="a", title="Un", tags=("SNCF", "Côte-d’Ivoire"), authors=("J.-P. Lô",)),
    Article(id="b", title="Deux", tags=("S.N.C.F.", "SNCF"), authors=("JP Lô",)),
    Article(id="c", title="Trois", tags=("S.N.C.F", "Côte d'Ivoire"), authors=("J. P. Lô",)),
    Article(
        id="d", title="Quatre", tags=("sncf", "49.3", "F-35"), source="L’Écho-Matin", section="U.E."
    ),
    Article(id="e", title="Cinq", tags=("49-3", "493", "F35"), source="L'Écho Matin", section="UE"),
    Article(id="f", title="Six", tags=("SNCF", "Côte-d‘Ivoire"), authors=("JP Lô",)),
)


@pytest.fixture
def searcher(built: Built) -> Searcher:
    return built(*ARTICLES)


def found(searcher: Searcher, text: str = "", **filters: tuple[str, ...]) -> set[str]:
    """The ids of what a search finds."""
    results = service.run(ask(SearchRequest(text=text, filters=filters), searcher))
    return {hit.article.id for hit in results.hits}


def test_the_spellings_are_counted_once_under_the_most_frequent_one(searcher: Searcher) -> None:
    facets = service.run(ask(SearchRequest(), searcher)).facets
    assert {
        name: {row.value: (row.label, row.count) for row in facets[name]} for name in facets
    } == {
        "tag": {
            "sncf": ("SNCF", 5),
            "cote d'ivoire": ("Côte d'Ivoire", 3),
            "49 3": ("49-3", 2),
            "f35": ("F-35", 2),
            "493": ("493", 1),
        },
        "author": {"jp lo": ("JP Lô", 4)},
        "source": {"l'echo matin": ("L'Écho Matin", 2)},
        "section": {"ue": ("U.E.", 2)},
        "year": {},
    }


def test_a_value_selects_every_spelling(searcher: Searcher) -> None:
    assert found(searcher, tag=("sncf",)) == {"a", "b", "c", "d", "f"}
    assert found(searcher, tag=("cote d'ivoire",)) == {"a", "c", "f"}
    assert found(searcher, source=("l'echo matin",), section=("ue",)) == {"d", "e"}


@pytest.mark.parametrize("spelling", ["sncf", "S.N.C.F.", "s.n.c.f"])
def test_a_filter_that_is_typed_finds_every_spelling(searcher: Searcher, spelling: str) -> None:
    assert found(searcher, f"tag:{spelling}") == {"a", "b", "c", "d", "f"}
    assert found(searcher, f'tag:"{spelling}"') == {"a", "b", "c", "d", "f"}


@pytest.mark.parametrize(
    ("typed", "value", "count"),
    [
        ("côte d'iv", "cote d'ivoire", 3),
        ("cote-d’iv", "cote d'ivoire", 3),
        ("tag:ivoi", "cote d'ivoire", 3),
        ("s.n.c", "sncf", 5),
        ("sn", "sncf", 5),
        ("f-3", "f35", 2),
        ("f35", "f35", 2),
    ],
)
def test_a_completion_is_the_one_value_of_all_spellings(
    searcher: Searcher, typed: str, value: str, count: int
) -> None:
    (tag,) = suggest(SearchRequest(text=typed), searcher).tags
    assert (tag.value, tag.count) == (value, count)
