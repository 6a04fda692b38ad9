"""What is shown where few articles hold all that was typed? Every engine shows the same."""

from collections.abc import Callable
from datetime import datetime

import pytest
from support.building import Built

from indexer.article import PARIS, Article
from indexer.engines import Searcher
from indexer.search import service
from indexer.search.nearly import MOST_HITS, NEARLY_BELOW, Nearly, nearly
from indexer.search.question import ask
from indexer.search.request import SearchRequest

Searched = Callable[..., Nearly]


def dated(name: str, text: str, day: str = "2020-06-01", source: str = "Gazette") -> Article:
    """An article with one paragraph."""
    published = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=PARIS)
    return Article(id=name, title=name, body=(text,), source=source, published=published)


ARCHIVE = (
    dated("rail", "La grève des cheminots de la SNCF paralyse les gares.", "2018-04-03"),
    dated("dockers", "La grève des dockers bloque le port.", "2023-02-17"),
    dated("gares", "Les gares de province sont fermées.", "2018-09-01", source="Agence"),
    dated("barreau", "Les avocats du barreau manifestent contre la réforme.", "2020-01-08"),
    dated("urgence", "L’état d’urgence est prolongé par les députés."),
    dated("missile", "Un missile tiré en Corée du Nord."),
)


@pytest.fixture
def second(built: Built) -> Searched:
    """The second tier of a search of the archive."""
    searcher = built(*ARCHIVE)

    def search(text: str, **others: object) -> Nearly:
        return tier(searcher, SearchRequest(text=text, **others))  # type: ignore[arg-type]

    return search


def tier(searcher: Searcher, request: SearchRequest) -> Nearly:
    """The second tier of a request."""
    question = ask(request, searcher)
    return nearly(question, service.run(question))


def shown(found: Nearly) -> dict[str, tuple[str, ...]]:
    """The ids of the hits in order, with what each lacks."""
    return {row.hit.article.id: row.missing for row in found.hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("grève avocats", {"barreau": ("grève",)}, id="one of two"),
        pytest.param("grève cheminots bordeaux", {"rail": ("bordeaux",)}, id="most first"),
        pytest.param("cheminots -sncf gares", {"gares": ("cheminots",)}, id="excluded"),
        pytest.param("+avocats grève", {"barreau": ("grève",)}, id="required"),
        pytest.param(
            "+(avocats OU députés) grève",
            {"urgence": ("grève",), "barreau": ("grève",)},
            id="any required",
        ),
        pytest.param("source:agence gares sncf", {"gares": ("sncf",)}, id="field"),
        pytest.param("date:2023 grève sncf", {"dockers": ("sncf",)}, id="period"),
        pytest.param('"corée du nord" ogive', {"missile": ("ogive",)}, id="phrase held"),
        pytest.param(
            '"nord corée" missile', {"missile": ("«\u00a0nord corée\u00a0»",)}, id="phrase lacking"
        ),
        pytest.param("gares PRÈS/2 province +ogive", {}, id="near and nowhere"),
        pytest.param("tiré PRÈS/2 missile ogive", {"missile": ("ogive",)}, id="near"),
        pytest.param("(sncf OU ratp) dockers", {"dockers": ("(sncf ou ratp)",)}, id="either"),
        pytest.param("prolong* ogive", {"urgence": ("ogive",)}, id="pattern"),
        pytest.param("dockers 2023", {"dockers": ()}, id="year of publication"),
        pytest.param("dockers février 2023", {"dockers": ()}, id="month of publication"),
        pytest.param("dockers 17 février 2023", {"dockers": ()}, id="day of publication"),
        pytest.param("dockers 17 février", {"dockers": ()}, id="day of publication of any year"),
        pytest.param("dockers 18 février 2023", {"dockers": ("18",)}, id="another day"),
        pytest.param("dockers 31 février 2023", {"dockers": ("31",)}, id="no day"),
        pytest.param("dockers 17/02/2023", {"dockers": ()}, id="day of publication in figures"),
        pytest.param("dockers 02/2023", {"dockers": ()}, id="month of publication in figures"),
        pytest.param("dockers mars 2023", {"dockers": ("mars",)}, id="another month"),
        pytest.param("cheminost gares", {"rail": ()}, id="misspelt"),
    ],
)
def test_the_nearest_articles_come_first_and_say_what_they_lack(
    second: Searched, text: str, expected: dict[str, tuple[str, ...]]
) -> None:
    found = shown(second(text))
    assert dict(list(found.items())[: len(expected)]) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing typed"),
        pytest.param("grève", id="one word"),
        pytest.param("hippogriffe licorne", id="nowhere"),
        pytest.param("sncf -gares", id="one word and an exclusion"),
        pytest.param("+hippogriffe grève", id="required and nowhere"),
        pytest.param("titre:hippogriffe grève", id="field and nowhere"),
    ],
)
def test_nothing_is_near_what_has_nothing_to_lack(second: Searched, text: str) -> None:
    assert second(text).hits == ()


def test_no_article_stands_in_both_tiers_whatever_the_size_of_a_page(second: Searched) -> None:
    for size in (1, 20):
        assert set(shown(second("grève gares", size=size))) == {"dockers", "gares"}
    assert second("grève gares", page=2).hits == ()


def test_filters_apply_to_what_is_near(second: Searched) -> None:
    found = second("gares sncf ratp", filters={"source": ("agence",)})
    assert shown(found) == {"gares": ("sncf", "ratp")}
    assert found.total == 1


def test_a_misspelt_word_and_a_year_are_told(second: Searched) -> None:
    (spelling,) = second("cheminost gares").spellings
    assert (spelling.typed, spelling.read) == ("cheminost", "cheminots")
    (offered,) = second("grève 2018").dates
    assert (offered.text, offered.total, offered.request.text) == ("publié en 2018", 1, "grève")
    assert second("cheminots gares").spellings == ()


@pytest.mark.parametrize("text", ["en 2018", "le 2018", "en 2018 dans"])
def test_a_small_word_beside_a_year_is_not_demanded_of_what_was_published(
    text: str, second: Searched
) -> None:
    (offered,) = second(text).dates
    (alone,) = second("2018").dates
    assert (offered.text, offered.total) == (alone.text, alone.total)
    assert offered.request.text == ""


def test_what_is_found_often_enough_has_no_second_tier(built: Built) -> None:
    many = [dated(f"{rank}", "grève cheminots") for rank in range(NEARLY_BELOW)]
    searcher = built(*many, *(dated(f"autre {rank}", "grève") for rank in range(MOST_HITS + 2)))
    assert tier(searcher, SearchRequest(text="grève cheminots")).hits == ()
    found = tier(searcher, SearchRequest(text="grève cheminots bordeaux"))
    assert len(found.hits) == MOST_HITS
    assert found.total == len(many) + MOST_HITS + 2


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("etat d urgence", {"urgence"}, id="an elision without its apostrophe"),
        pytest.param("missile de la Corée", {"missile"}, id="small words"),
        pytest.param("missile +contre", set(), id="a small word under a sign"),
        pytest.param("missile texte:contre", set(), id="a small word in a field"),
        pytest.param('missile "contre"', set(), id="a small word in quotation marks"),
        pytest.param("réforme -contre", set(), id="a small word that is excluded"),
        pytest.param("contre", {"barreau"}, id="a small word alone"),
        pytest.param("missile été", set(), id="a word that only looks small"),
    ],
)
def test_words_of_grammar_are_demanded_only_where_they_are_meant(
    built: Built, text: str, ids: set[str]
) -> None:
    results = service.run(ask(SearchRequest(text=text), built(*ARCHIVE)))
    assert {hit.article.id for hit in results.hits} == ids
