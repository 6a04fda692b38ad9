"""Do the words that a person takes for one another find each other, and no other?"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from support.archive import publish

from indexer import engines
from indexer.article import Article
from indexer.engines import Searcher
from indexer.generations import store
from indexer.search import service
from indexer.search.question import ask
from indexer.search.request import SearchRequest

RECALL, PRECISION = 0.97, 0.93
# Met by a rule of derivation or not: a judge of these pairs asks for neither
USEFUL = "useful, not required"
TEXTS = (
    "Ils vont élire un maire",
    "Les élus se réunissent",
    "ELUE DE JUSTESSE",
    "Le chanteur est né à Sète",
    "Il ne chante plus",
    "Elle va naître",
    "On porte plainte",
    "Un chapeau porté à gauche",
    "Il faut porter secours",
)


@contextmanager
def searcher(root: Path, titles: Sequence[str]) -> Iterator[Searcher]:
    articles = [Article(id=quote(title, safe=""), title=title) for title in titles]
    manifest = publish(root, articles)
    found = engines.load(manifest.engine).searcher(store.place(root, manifest.generation))
    yield found
    found.close()


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    with searcher(tmp_path_factory.mktemp("participes"), TEXTS) as found:
        yield found


def titles(asked: str, archive: Searcher, *unwanted: str) -> set[str]:
    request = SearchRequest(text=asked, unwanted=unwanted, size=100)
    return {hit.article.title for hit in service.run(ask(request, archive)).hits}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("élire", TEXTS[:3], id="un verbe trouve son participe"),
        pytest.param("elus", TEXTS[:3], id="un participe trouve son verbe"),
        pytest.param("naître", (TEXTS[3], TEXTS[5]), id="« né », mais non « ne »"),
        pytest.param("naitre", (TEXTS[3], TEXTS[5]), id="sans accent"),
        pytest.param("porter", TEXTS[7:], id="« porté », mais non « porte »"),
        pytest.param("porte", TEXTS[6:8], id="la porte"),
        pytest.param('"élire"', TEXTS[:1], id="entre guillemets, le mot seul"),
        pytest.param("=élus", TEXTS[1:2], id="exact, le mot seul"),
        pytest.param("élir*", TEXTS[:1], id="un début, rien d’autre"),
        pytest.param("élire PRÈS réunissent", TEXTS[1:2], id="près d’un mot"),
        pytest.param("réunissent -élire", (), id="exclus ensemble"),
    ],
)
def test_a_verb_and_its_participle_meet(asked: str, found: tuple[str, ...], few: Searcher) -> None:
    assert titles(asked, few) == set(found)


def test_the_forms_of_both_are_told_and_marked_and_can_be_left_out(few: Searcher) -> None:
    results = service.run(ask(SearchRequest(text="élire"), few))
    assert {form.form for word in results.words for form in word.forms} == {
        "élire",
        "élus",
        "elue",
    }
    marked = {segment.text for hit in results.hits for segment in hit.title if segment.hit}
    assert marked == {"élire", "élus", "ELUE"}
    assert titles("élire", few, "élus") == {TEXTS[0], TEXTS[2]}
    assert titles("porter", few, "porté") == {TEXTS[8]}


@pytest.fixture(scope="module")
def pairs(shared: Path) -> list[dict[str, Any]]:
    file = shared / "data" / "conflation.jsonl"
    if not file.is_file():
        pytest.skip("les paires jugées ne sont pas dans le dossier partagé")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_judged_pairs_meet_or_keep_apart(
    pairs: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = sorted({pair["a"] for pair in pairs})
    with searcher(tmp_path_factory.mktemp("paires"), texts) as archive:
        met = {asked: titles(asked, archive) for asked in {pair["b"] for pair in pairs}}
    required = [pair for pair in pairs if pair["meet"] and not pair["why"].endswith(USEFUL)]
    missed = [pair for pair in required if pair["a"] not in met[pair["b"]]]
    wrong = [pair for pair in pairs if not pair["meet"] and pair["a"] in met[pair["b"]]]
    right = [pair for pair in pairs if pair["meet"] and pair["a"] in met[pair["b"]]]
    assert 1 - len(missed) / len(required) >= RECALL, missed
    assert len(right) / (len(right) + len(wrong)) >= PRECISION, wrong
