"""Are the forms that a word was found under told, counted, and left out on demand?"""

from collections.abc import Iterator

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.results import SearchResults

ARTICLES = (
    Article(id="one", title="Une élection", body=("Des élections, encore des élections.",)),
    Article(id="two", title="ELECTION", lede="L’élection"),
    Article(id="many", title="Les élections", tags=("Élections",)),
    Article(id="walk", title="On marche", body=("La marche",)),
    Article(id="sell", title="Le marché", body=("Le marché",)),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("formes")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


def run(searcher: Searcher, text: str, *unwanted: str) -> SearchResults:
    return service.run(ask(SearchRequest(text=text, unwanted=unwanted), searcher))


def ids(results: SearchResults) -> list[str]:
    return [hit.article.id for hit in results.hits]


def forms(results: SearchResults) -> dict[str, list[tuple[str, int]]]:
    return {word.word: [(one.form, one.count) for one in word.forms] for word in results.words}


def test_forms_are_counted_over_the_articles_found(searcher: Searcher) -> None:
    assert forms(run(searcher, "élection")) == {
        "élection": [("élection", 2), ("élections", 2), ("election", 1)]
    }
    assert forms(run(searcher, "élection -titre:une")) == {
        "élection": [("election", 1), ("élection", 1), ("élections", 1)]
    }


def test_a_form_that_is_not_wanted_finds_nothing_more(searcher: Searcher) -> None:
    assert set(ids(run(searcher, "elections", "élections"))) == {"one", "two"}
    assert set(ids(run(searcher, "elections", "élections", "élection"))) == {"two"}
    without_all = run(searcher, "elections", "élections", "élection", "election")
    assert ids(without_all) == []
    assert [form.wanted for form in without_all.words[0].forms] == [False] * 3


def test_a_form_that_is_not_wanted_is_near_nothing(searcher: Searcher) -> None:
    assert set(ids(run(searcher, "les PRÈS élection"))) == {"many"}
    assert ids(run(searcher, "les PRÈS élection", "élections")) == []


def test_a_form_that_is_not_wanted_is_not_marked(searcher: Searcher) -> None:
    hit = next(
        hit for hit in run(searcher, "elections", "élections").hits if hit.article.id == "one"
    )
    assert [segment.text for segment in hit.title if segment.hit] == ["élection"]
    assert hit.body == ()


def test_forms_of_excluded_words_are_not_told(searcher: Searcher) -> None:
    assert forms(run(searcher, "marche -élection")).keys() == {"marche"}


def test_accents_that_were_typed_come_first_and_change_no_article(searcher: Searcher) -> None:
    assert ids(run(searcher, "marché"))[0] == "sell"
    assert (
        set(ids(run(searcher, "marché"))) == set(ids(run(searcher, "marche"))) == {"walk", "sell"}
    )
    assert ids(run(searcher, "=marché")) == ["sell"]
    assert ids(run(searcher, "=marche")) == ["walk"]


@pytest.mark.parametrize("unwanted", ["", "?", "élection*", "a" * 5000, "(", "absent"])
def test_what_is_no_form_is_harmless(unwanted: str, searcher: Searcher) -> None:
    assert set(ids(run(searcher, "élection", unwanted))) == {"one", "two", "many"}
