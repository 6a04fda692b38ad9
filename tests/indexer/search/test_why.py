"""Does an article say which spelling brought it, in both tiers and on every engine?"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.building import write
from support.every_engine import EVERY_ENGINE, running

from indexer.article import Article
from indexer.engines import Searcher
from indexer.query.equivalents_file import NAME
from indexer.search import service
from indexer.search.nearly import nearly
from indexer.search.question import Question, ask
from indexer.search.request import SearchRequest
from indexer.search.why import reasons

HOUSE = "RN, Rassemblement national\nKiev, Kyiv\nRATP, Régie des métros"
BODIES = {
    "sigle": "Le RN défile à Orvane.",
    "nom": "Le Rassemblement National défile à Orvane.",
    "deux": "Le RN, ou Rassemblement national, a dit non.",
    "mots": "Ce rassemblement est une fête.",
    "ville": "Les gares de Kyiv sont pleines, et la régie des métros tient.",
}


@pytest.fixture(scope="module")
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    place = tmp_path_factory.mktemp("generation")
    with running(request, request.param) as engine:
        write(
            engine, place, [Article(id=one, title="", body=(text,)) for one, text in BODIES.items()]
        )
        with closing(engine.searcher(place)) as opened:
            yield opened


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the house's own file beside its settings."""
    (tmp_path / NAME).write_text(HOUSE, "utf-8")
    monkeypatch.chdir(tmp_path)


def asked(text: str, searcher: Searcher, *as_typed: str) -> Question:
    return ask(SearchRequest(text=text, as_typed=as_typed), searcher)


@pytest.mark.parametrize("searcher", EVERY_ENGINE, indirect=True)
def test_a_hit_tells_the_equivalent_that_brought_it(searcher: Searcher) -> None:
    def found(text: str, *as_typed: str) -> dict[str, tuple[str, ...]]:
        hits = service.run(asked(text, searcher, *as_typed)).hits
        return {hit.article.id: hit.found_by for hit in hits}

    assert found("rn") == {"sigle": (), "deux": (), "nom": ("Rassemblement national",)}
    assert found("rassemblement national") == {"sigle": ("RN",), "deux": (), "nom": ()}
    assert found("rn", "rn") == {"sigle": (), "deux": ()}
    assert found("rn", "kiev").keys() == {"sigle", "deux", "nom"}
    assert found("kiev ratp") == {"ville": ("Kyiv", "Régie des métros")}
    assert found("kiev -ratp") == {}
    assert found("orvane OU -rn")["nom"] == ()
    assert found("pro-kiev OU fête") == {"mots": ()}


@pytest.mark.parametrize("searcher", EVERY_ENGINE, indirect=True)
def test_a_word_with_equivalents_is_one_word_of_the_second_tier(searcher: Searcher) -> None:
    def near(text: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        question = asked(text, searcher)
        rows = nearly(question, service.run(question)).hits
        return {row.hit.article.id: (row.missing, row.hit.found_by) for row in rows}

    assert near("RN orvane fête") == {
        "sigle": (("fête",), ()),
        "nom": (("fête",), ("Rassemblement national",)),
        "deux": (("orvane", "fête"), ()),
        "mots": (("RN", "orvane"), ()),
    }
    # a sequence lacks its words one by one, and none where an equivalent is
    assert near("rassemblement national fête") == {
        "sigle": (("fête",), ("RN",)),
        "nom": (("fête",), ()),
        "deux": (("fête",), ()),
        "mots": (("national",), ()),
    }
    assert near("rn") == {}


@pytest.mark.parametrize("searcher", EVERY_ENGINE, indirect=True)
def test_what_matched_is_marked_and_told(searcher: Searcher) -> None:
    question = asked("rn orvane ou", searcher)
    (hit,) = (hit for hit in service.run(question).hits if hit.article.id == "nom")
    (passage,) = hit.body
    assert [text for text, marked in passage if marked] == ["Rassemblement National", "Orvane"]
    told = [(one.asked, one.forms, one.places) for one in reasons(hit.article, question.parsed)]
    assert told == [
        ("rn", ("rassemblement national",), ("texte",)),
        ("orvane", ("orvane",), ("texte",)),
        ("ou", (), ()),
    ]
