"""Does what is being typed go on as the archive spells it?"""

from collections.abc import Callable, Iterator

import pytest
from support.archive import publish
from support.spellings import SPELLINGS

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search.request import SearchRequest
from indexer.search.suggest import Suggestions, suggest

ARTICLES = (
    Article(id="a", title="Élections à l’Élysée", body=("élection " * 3,), tags=("Corée du Nord",)),
    Article(id="b", title="ELECTIONS", body=("élections",), tags=("Corée du Nord", "Élections")),
    Article(
        id="c",
        title="Kim Jong-un élu",
        body=("électeur",),
        tags=("kim jong-un",),
        authors=("Zoé Garançon",),
        source="La Dépêche",
    ),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    root = tmp_path_factory.mktemp("suggestions")
    manifest = publish(root, ARTICLES)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


def typed(text: str, searcher: Searcher) -> Suggestions:
    return suggest(SearchRequest(text=text), searcher)


def texts(found: Suggestions) -> tuple[list[str], list[str], list[str]]:
    return (
        [row.text for row in found.words],
        [row.label for row in found.tags],
        [article.id for article in found.titles],
    )


def test_words_are_completed_in_their_surface_form(searcher: Searcher) -> None:
    words, tags, titles = texts(typed("elec", searcher))
    assert words == ["élections", "électeur"]
    assert tags == ["Élections"]
    assert sorted(titles) == ["a", "b"]


def test_the_last_word_is_completed_after_the_others(searcher: Searcher) -> None:
    words, tags, titles = texts(typed("élections ély", searcher))
    assert words == ["élections Élysée"]
    assert tags == []
    assert titles == ["a"]


def test_a_tag_is_found_by_any_of_its_words(searcher: Searcher) -> None:
    assert typed("coree du no", searcher).tags[0].value == "coree du nord"
    assert typed("coree du no", searcher).tags[0].count == 2
    assert [row.label for row in typed("jon", searcher).tags] == ["kim jong-un"]


@pytest.mark.parametrize("respell", SPELLINGS.values(), ids=list(SPELLINGS))
def test_spelling_never_matters(respell: Callable[[str], str], searcher: Searcher) -> None:
    expected = texts(typed("l’ély", searcher))
    assert expected[0] == ["l’Élysée"]
    found = texts(typed(respell("l’ély"), searcher))
    assert [word.removeprefix(respell("l’")) for word in found[0]] == ["Élysée"]
    assert found[1:] == expected[1:]


@pytest.mark.parametrize("text", ["", "é", "élections ", "…", "(", "xyz", "a" * 5000, "\ud800"])
def test_nothing_to_go_on_with_is_no_suggestion(text: str, searcher: Searcher) -> None:
    assert typed(text, searcher) == Suggestions()


@pytest.mark.parametrize("text", ["12 M€", "1,5 Md€", "30 °"])
def test_a_sign_that_stands_for_a_word_goes_on_with_nothing(text: str, searcher: Searcher) -> None:
    assert texts(typed(text, searcher)) == ([], [], [])


def test_a_word_goes_on_inside_a_quotation_which_is_closed(searcher: Searcher) -> None:
    assert texts(typed('"élections à l’ély', searcher)) == (['"élections à l’Élysée"'], [], [])
    assert texts(typed("« kim jo", searcher))[0] == ["« kim jong\u00a0»"]
    assert texts(typed('"élections ', searcher)) == ([], [], [])


def test_words_of_grammar_are_not_offered(searcher: Searcher) -> None:
    assert texts(typed("no", searcher))[0] == ["Nord"]
    assert texts(typed("du", searcher))[0] == []


def test_a_tag_takes_the_place_of_its_words_and_leaves_the_others(searcher: Searcher) -> None:
    (tag,) = typed("élections corée du no", searcher).tags
    assert (tag.request.text, tag.request.filters) == ("élections", {"tag": ("coree du nord",)})
    # Nord is also the name of no tag that « corée » leaves out
    assert [row.request.text for row in typed("élections no", searcher).tags] == ["élections"]


@pytest.mark.parametrize("text", ["-élections", "SAUF corée", "(mer élec", "mer OU élec", "+élec"])
def test_what_a_sign_governs_gives_no_way_to_a_filter(text: str, searcher: Searcher) -> None:
    found = typed(text, searcher)
    assert (found.tags, found.authors, found.titles) == ((), (), ())


def test_an_author_is_proposed_and_a_title_with_its_origin(searcher: Searcher) -> None:
    (author,) = typed("garan", searcher).authors
    assert (author.label, author.request.filters) == (
        "Zoé Garançon",
        {"author": ("zoe garancon",)},
    )
    (title,) = typed("kim jo", searcher).titles
    assert (title.source, title.id) == ("La Dépêche", "c")


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("titre:(éle", {"électeur", "élection"}),
        ("titre:(kim OU éle", {"électeur", "élection"}),
        ("titre:((kim) OU éle", {"électeur", "élection"}),
        ("texte:(titre:kim OU éle", {"élysée"}),
    ],
)
def test_a_field_governs_what_its_parenthesis_holds(
    text: str, others: set[str], searcher: Searcher
) -> None:
    found = typed(text, searcher).words
    assert found
    ends = {row.text.rpartition("(")[2].rpartition(" ")[2].lower() for row in found}
    assert ends.isdisjoint(others)
    # what stands after it is free, and a field that there is none of proposes nothing
    assert "titre:(kim) électeur" in texts(typed("titre:(kim) éle", searcher))[0]
    assert typed("rubrik:(éle", searcher).words == ()
