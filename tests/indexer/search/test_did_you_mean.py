"""Is another search proposed when one finds nothing, and does it find what it says?"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import FrameType

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import PARIS, Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.query.expansion import frequencies
from indexer.schema import SEARCHED
from indexer.search import counting, service
from indexer.search.did_you_mean import MOST_RESPELT, Alternatives, alternatives
from indexer.search.nearly import nearly
from indexer.search.question import Question, ask
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults
from indexer.search.spelling import MORE_FREQUENT, MUCH_RARER, respellings

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
        pytest.param("Saint-Mallo élection", "Saint-Malo élection", 1, id="dans un composé"),
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
    "typed", ["xyzxyzxyz", '="électon"', "-électon grève mer", "élection grève"]
)
def test_no_spelling_is_proposed_where_none_would_help(typed: str, searcher: Searcher) -> None:
    assert proposed(SearchRequest(text=typed), searcher).spelling is None


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """An archive with frequent words, rare ones and a misspelling of its own."""
    root = tmp_path_factory.mktemp("presse")
    often = "Hier l’équipe de France a vu l’Élysée, la statue de Jeanne d’Arc et l’opposition."
    texts = [often] * 60 + ["L’oppositon, le maçon, et un gouvernment.", "Le gouvernement."]
    texts += ["Le gouvernement décide."] * 60
    texts += ["Le musée du vieux port, où Philippe et Valentin sont agriculteurs."] * 4
    texts += ["Mathieu est venu."]
    articles = [Article(id=f"{n}", title="Un titre", body=(t,)) for n, t in enumerate(texts)]
    manifest = publish(root, articles)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        pytest.param("opositon", "opposition", id="pas la faute de l’archive"),
        pytest.param("lequipe", "l’équipe", id="apostrophe omise"),
        pytest.param("jeanne darc", "jeanne d’Arc", id="apostrophe et capitale"),
        pytest.param("elisée", "Élysée", id="accents et capitale de l’archive"),
        pytest.param('"statue de jane darc"', None, id="trop loin"),
        pytest.param('"équipe de frnce"', '"équipe de France"', id="entre guillemets"),
        pytest.param("« équipe de frence »", "« équipe de France »", id="guillemets français"),
        pytest.param("equipé frence", "équipe France", id="les accents des autres mots"),
        pytest.param("opozition", "opposition", id="même son"),
        pytest.param("macron", None, id="un nom absent"),
        pytest.param("valentino", None, id="un nom du dictionnaire, proche d’un autre"),
        pytest.param("matthieu", None, id="un nom, qu’un seul article écrit autrement"),
        pytest.param("vives XXVIIIe", None, id="un siècle"),
        pytest.param("musé", "musée", id="un e final qui ne s’entend pas"),
        pytest.param("vieu port", "vieux port", id="un x final qui ne s’entend pas"),
        pytest.param("agiculteurs", "agriculteurs", id="une lettre manque à un pluriel"),
        pytest.param("gouvernment", "gouvernement", id="une faute qui trouve un article"),
        pytest.param("maçon", None, id="un mot rare et juste"),
        pytest.param("gouvernement", None, id="un mot fréquent"),
    ],
)
def test_what_is_meant_is_proposed_as_the_archive_writes_it(
    typed: str, spelling: str | None, press: Searcher
) -> None:
    found = proposed(SearchRequest(text=typed), press).spelling
    assert (found and found.text) == spelling
    if found:
        before = counting.total(ask(SearchRequest(text=typed), press))
        assert counting.total(ask(found.request, press)) == found.total > before


@pytest.mark.parametrize("answer", [alternatives, nearly])
def test_the_words_of_the_archive_are_read_for_few_words_of_a_long_query(
    answer: Callable[[Question, SearchResults], object], press: Searcher
) -> None:
    question = ask(SearchRequest(text=" ".join(["gouvernmant", "frence"] * 28)), press)
    results = service.run(question)
    with words_read() as read:
        answer(question, results)
    assert 1 <= len(read) <= MOST_RESPELT


@contextmanager
def words_read() -> Iterator[list[str]]:
    """One more for each time that the words of the archive are read within the block."""
    read: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is frequencies.__code__:
            read.append(event)

    sys.setprofile(note)
    try:
        yield read
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("least", [1, MORE_FREQUENT - 1, MORE_FREQUENT, 60, 61, 1000])
def test_frequent_words_are_those_of_all_words_that_are_frequent(
    least: int, press: Searcher
) -> None:
    found = set()
    for literal in ("gouvernment", "oppositon", "statu", "lequipe", "frence", "jeane", "valentino"):
        every = respellings(literal, SEARCHED, press, MUCH_RARER)
        frequent = tuple(one for one in every if one.frequency >= least)
        assert respellings(literal, SEARCHED, press, MUCH_RARER, least) == frequent
        found |= {*frequent}
    assert bool(found) == (least <= 61)


def test_what_is_much_more_frequent_is_read_once(press: Searcher) -> None:
    question = ask(SearchRequest(text="gouvernment"), press)
    results = service.run(question)
    alternatives(question, results)
    with words_read() as read:
        assert alternatives(question, results).spelling
    assert not read


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
