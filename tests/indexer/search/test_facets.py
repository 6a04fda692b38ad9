"""Does each facet list the right values, under the spelling a reader expects, well counted?"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.schema import FACETS
from indexer.search import facets, service, value_lists
from indexer.search.facets import MAX_LISTED, MAX_VALUES, FacetSelection, FacetValue, Listing
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults

NEW_YEAR = datetime(2023, 12, 31, 23, 30, tzinfo=UTC)
ARTICLES = (
    Article(id="a", title="Un", tags=("Mer", "Élysée"), source="L’Écho", published=NEW_YEAR),
    Article(id="b", title="Deux", tags=("mer", "MER", "Elysee"), source="L'Echo", section="Monde"),
    Article(id="c", title="Trois", tags=("mer", "Mer rouge"), source="Gazette", section="monde"),
    Article(id="d", title="Quatre un", tags=("Élysée",), authors=("Anne Élie", "Paul Un")),
)


@contextmanager
def opened(root: Path, articles: tuple[Article, ...]) -> Iterator[Searcher]:
    manifest = publish(root, articles)
    searcher = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    try:
        yield searcher
    finally:
        searcher.close()


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with opened(tmp_path_factory.mktemp("facettes"), ARTICLES) as found:
        yield found


Search = Callable[..., SearchResults]


@pytest.fixture
def found(searcher: Searcher) -> Search:
    def run(
        text: str = "",
        filters: FacetSelection | None = None,
        exclusions: FacetSelection | None = None,
    ) -> SearchResults:
        request = SearchRequest(text=text, filters=filters or {}, exclusions=exclusions or {})
        return service.run(ask(request, searcher))

    return run


def counts(results: SearchResults, facet: str) -> dict[str, int]:
    return {row.label: row.count for row in results.facets[facet]}


def ids(results: SearchResults) -> set[str]:
    return {hit.article.id for hit in results.hits}


def test_values_go_from_the_most_frequent_to_the_rarest_then_alphabetically(found: Search) -> None:
    assert found().facets["tag"] == (
        FacetValue("elysee", "Élysée", 3, selected=False),
        FacetValue("mer", "mer", 3, selected=False),
        FacetValue("mer rouge", "Mer rouge", 1, selected=False),
    )


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        # a tie between spellings goes to the one with most accents
        pytest.param("source", {"L’Écho": 2, "Gazette": 1}, id="source"),
        pytest.param("section", {"Monde": 2}, id="rubrique"),
        pytest.param("author", {"Anne Élie": 1, "Paul Un": 1}, id="auteurs"),
        pytest.param("year", {"2024": 1}, id="année à Paris"),
    ],
)
def test_a_value_is_counted_once_an_article(
    facet: str, expected: dict[str, int], found: Search
) -> None:
    assert counts(found(), facet) == expected


def test_every_facet_is_there_even_empty(found: Search) -> None:
    assert found("absent").facets == {facet.name: () for facet in FACETS}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({"tag": ("mer",)}, {"a", "b", "c"}, id="une valeur"),
        pytest.param({"tag": ("mer rouge", "elysee")}, {"a", "b", "c", "d"}, id="l’une ou l’autre"),
        pytest.param({"tag": ("mer",), "source": ("l'echo",)}, {"a", "b"}, id="deux facettes"),
        pytest.param({"tag": ("elysee",), "section": ("monde",)}, {"b"}, id="et encore deux"),
        pytest.param({"tag": ("rouge",)}, set(), id="un mot d’une valeur"),
        pytest.param({"tag": ("inconnue",)}, set(), id="une valeur inconnue"),
        pytest.param({"tag": ()}, {"a", "b", "c", "d"}, id="rien de choisi"),
    ],
)
def test_a_selection_is_any_value_of_each_facet(
    filters: FacetSelection, expected: set[str], found: Search
) -> None:
    results = found(filters=filters)
    assert ids(results) == expected
    assert results.total == len(expected)


def test_the_counts_of_a_facet_ignore_its_own_selection_and_no_other(found: Search) -> None:
    results = found(filters={"tag": ("mer rouge",), "source": ("l'echo",)})
    assert results.total == 0
    assert counts(results, "tag") == {"mer": 2, "Élysée": 2, "Mer rouge": 0}
    assert counts(results, "source") == {"Gazette": 1, "L’Écho": 0}
    assert counts(results, "section") == {}


def test_selected_values_stay_listed_at_zero(found: Search) -> None:
    (row,) = found("absent", filters={"tag": ("mer",)}).facets["tag"]
    assert row == FacetValue("mer", "mer", 0, selected=True)
    (row,) = found("absent", filters={"tag": ("inconnue",)}).facets["tag"]
    assert row == FacetValue("inconnue", "inconnue", 0, selected=True)


@pytest.mark.parametrize(
    ("exclusions", "expected"),
    [
        pytest.param({"tag": ("mer",)}, {"d"}, id="une valeur"),
        pytest.param(
            {"tag": ("mer rouge",), "author": ("paul un",)}, {"a", "b"}, id="l’une ou l’autre"
        ),
        pytest.param({"tag": ("inconnue",)}, {"a", "b", "c", "d"}, id="une valeur inconnue"),
        pytest.param({"section": ("monde",), "year": ("2024",)}, {"d"}, id="deux facettes"),
    ],
)
def test_an_excluded_value_takes_its_articles_away(
    exclusions: FacetSelection, expected: set[str], found: Search
) -> None:
    assert ids(found(exclusions=exclusions)) == expected
    assert ids(found("un", exclusions=exclusions)) == expected & {"a", "d"}


def test_a_selection_and_an_exclusion_of_one_facet(found: Search) -> None:
    results = found(filters={"tag": ("elysee",)}, exclusions={"tag": ("mer",)})
    assert ids(results) == {"d"}
    assert counts(results, "tag") == {"Élysée": 1}


def test_the_label_is_the_most_frequent_spelling(tmp_path: Path) -> None:
    spellings = ["ELYSEE", "Élysée", "Élysée", "elysee", "Élysée palace"]
    articles = tuple(
        Article(id=f"{rank}", title="t", tags=(label,)) for rank, label in enumerate(spellings)
    )
    with opened(tmp_path, articles) as searcher:
        tag = FACETS[0]
        assert facets.label(tag, "elysee", searcher) == "Élysée"
        assert facets.label(tag, "elysee palace", searcher) == "Élysée palace"
        assert facets.label(tag, "elys", searcher) == "elys"


def test_a_long_facet_shows_its_first_values_and_the_selected_ones(tmp_path: Path) -> None:
    names = [f"tag {rank:03}" for rank in range(MAX_VALUES + 20)]
    articles = (
        Article(id="a", title="t", tags=tuple(names)),
        Article(id="b", title="t", tags=(names[-2],)),
    )
    with opened(tmp_path, articles) as searcher:
        request = SearchRequest(filters={"tag": (names[-1],)})
        rows = service.run(ask(request, searcher)).facets["tag"]
    frequent, *rest, selected = [row.value for row in rows]
    assert frequent == names[-2]
    assert rest == names[: MAX_VALUES - 1]
    assert selected == names[-1]


def test_values_that_hold_some_letters_are_listed_whatever_the_accents(searcher: Searcher) -> None:
    request = SearchRequest(text="un", filters={"tag": ("elysee", "absent")})
    found = value_lists.values(ask(request, searcher), FACETS[0], Listing(letters="ÉLY"))
    rows, count = found.rows, found.count
    assert rows == (FacetValue("elysee", "Élysée", 2, selected=True),)
    assert count == 1
    found = value_lists.values(ask(request, searcher), FACETS[0])
    rows, count = found.rows, found.count
    assert [row.value for row in rows] == ["elysee", "mer", "absent"]
    assert count == 3


def test_a_list_of_values_is_bounded_but_its_length_is_told(tmp_path: Path) -> None:
    tags = tuple(f"thème {rank:04}" for rank in range(MAX_LISTED + 20))
    with opened(tmp_path, (Article(id="a", title="un", tags=tags),)) as searcher:
        selected = SearchRequest(filters={"tag": ("theme 0319",)})
        found = value_lists.values(ask(selected, searcher), FACETS[0], Listing(letters="thème"))
        rows, count = found.rows, found.count
        assert len(rows) == MAX_LISTED + 1
        assert rows[-1] == FacetValue("theme 0319", "thème 0319", 1, selected=True)
        assert count == MAX_LISTED + 20


@pytest.mark.parametrize("order", ["frequency", "alphabet"])
def test_the_pages_of_a_list_hold_every_value_once(order: str, tmp_path: Path) -> None:
    alphabetical = order == "alphabet"
    tags = tuple(f"{'éz'[rank % 2]} {rank:04}" for rank in range(2 * MAX_LISTED + 20))
    articles = (
        Article(id="a", title="un", tags=tags),
        Article(id="b", title="un", tags=tags[-2:]),
    )
    with opened(tmp_path, articles) as searcher:
        question = ask(SearchRequest(), searcher)
        pages = [
            value_lists.values(
                question, FACETS[0], Listing(page=page, alphabetical=alphabetical)
            ).rows
            for page in (1, 2, 3, 4)
        ]
    assert [len(rows) for rows in pages] == [MAX_LISTED, MAX_LISTED, 20, 0]
    values = [row.value for rows in pages for row in rows]
    alphabet = sorted(row.value for rows in pages for row in rows)
    assert len(set(values)) == len(tags)
    frequent = sorted(row.value for rows in pages for row in rows if row.count == 2)
    assert values == (alphabet if alphabetical else list(dict.fromkeys([*frequent, *alphabet])))
