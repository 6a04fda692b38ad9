"""Does what is being typed go on as the archive spells it?"""

from collections.abc import Callable, Iterator

import pytest
from support.archive import publish
from support.spellings import SPELLINGS

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search.suggest import Suggestions, suggest

ARTICLES = (
    Article(id="a", title="Élections à l’Élysée", body=("élection " * 3,), tags=("Corée du Nord",)),
    Article(id="b", title="ELECTIONS", body=("élections",), tags=("Corée du Nord", "Élections")),
    Article(id="c", title="Kim Jong-un élu", body=("électeur",), tags=("kim jong-un",)),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("suggestions")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


def texts(found: Suggestions) -> tuple[list[str], list[str], list[str]]:
    return (
        [row.text for row in found.words],
        [row.text for row in found.tags],
        [row.value for row in found.titles],
    )


def test_words_are_completed_in_their_surface_form(searcher: Searcher) -> None:
    words, tags, titles = texts(suggest("elec", searcher))
    assert words == ["élections", "électeur", "élection"]
    assert tags == ["Élections"]
    assert sorted(titles) == ["a", "b"]


def test_the_last_word_is_completed_after_the_others(searcher: Searcher) -> None:
    words, tags, titles = texts(suggest("élections ély", searcher))
    assert words == ["élections élysée"]
    assert tags == []
    assert titles == ["a"]


def test_a_tag_is_found_by_any_of_its_words(searcher: Searcher) -> None:
    assert suggest("coree du no", searcher).tags[0].value == "coree du nord"
    assert suggest("coree du no", searcher).tags[0].count == 2
    assert [row.text for row in suggest("jon", searcher).tags] == ["kim jong-un"]


@pytest.mark.parametrize("respell", SPELLINGS.values(), ids=list(SPELLINGS))
def test_spelling_never_matters(respell: Callable[[str], str], searcher: Searcher) -> None:
    expected = texts(suggest("l’ély", searcher))
    assert expected[0] == ["l’élysée"]
    found = texts(suggest(respell("l’ély"), searcher))
    assert [word.removeprefix(respell("l’")) for word in found[0]] == ["élysée"]
    assert found[1:] == expected[1:]


@pytest.mark.parametrize("typed", ["", "é", "élections ", "…", "(", "xyz", "a" * 5000, "\ud800"])
def test_nothing_to_go_on_with_is_no_suggestion(typed: str, searcher: Searcher) -> None:
    assert suggest(typed, searcher) == Suggestions()
