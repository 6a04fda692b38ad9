"""The judged queries are what they say, the measures are right, the analysis keeps its floors."""

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from math import log, log2
from pathlib import Path

import pytest
from support.archive import publish

from benchmarks.relevance import (
    conflation,
    documents,
    floors,
    invented,
    judgements,
    misspelt,
    names,
    ranking,
    remembered,
)
from benchmarks.relevance.chains import CHAINS, PROJECT
from benchmarks.relevance.conflation import Row
from benchmarks.relevance.documents import Question
from benchmarks.relevance.judgements import KINDS, TOLD_BY_READERS, Judged
from benchmarks.relevance.runs import NOTHING, Material, figures
from indexer.article import Article
from indexer.generations import store

QUERIES = judgements.load()
LEAST = {"hidden from title": 25, "distracted": 12}


@pytest.fixture(scope="module")
def archive() -> dict[str, Article]:
    return documents.articles()


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    with remembered.samples() as searcher:
        through = misspelt.figures(searcher) | remembered.figures(searcher)
    with invented.archive() as searcher:
        through |= invented.figures(searcher)
    chain = figures(Material(NOTHING).measure(CHAINS[PROJECT]))
    return chain | through


def test_there_are_enough_queries_of_every_kind() -> None:
    kinds = Counter(kind for judged in QUERIES for kind in judged.kinds)

    assert len(QUERIES) >= 70
    assert len({judged.query for judged in QUERIES}) == len(QUERIES)
    assert kinds.keys() == KINDS.keys()
    assert all(kinds[kind] >= count for kind, count in LEAST.items())
    assert min(kinds.values()) >= 3


def test_what_people_remember_is_enough_and_each_names_one_article(
    archive: dict[str, Article],
) -> None:
    titles = [" ".join(article.title.split()) for article in archive.values()]
    pairs = list(remembered.judged())

    assert len(dict(pairs)) == len(pairs) >= 150
    assert all(sum(meant in title for title in titles) == 1 for _, meant in pairs)


def test_invented_articles_are_enough_and_each_query_names_one() -> None:
    titles = [article.title for article in invented.articles()]
    pairs = list(invented.judged())

    assert len(dict(pairs)) == len(pairs) >= 60
    assert len(set(titles)) == len(titles)
    assert {meant for _, meant in pairs} == set(titles)


@pytest.mark.slow
def test_misspelt_searches_are_put_right_and_names_left_alone(shared: Path, tmp_path: Path) -> None:
    texts = documents.piaf(shared / "data" / "piaf-v1.1.json").texts
    manifest = publish(
        tmp_path, [Article(id=key, title="", body=(text,)) for key, text in texts.items()]
    )
    with closing(store.searcher(tmp_path, manifest)) as searcher:
        found = misspelt.figures(searcher)
        absent = len(list(misspelt.names(searcher)))
    assert (found["misspelt.judged"] >= 200, absent >= 100) == (True, True)
    assert found["misspelt.right"] >= 0.88
    assert found["misspelt.wrong"] <= 0.04
    assert found["misspelt.names"] <= 0.03


def test_every_article_answers_some_query(archive: dict[str, Article]) -> None:
    assert {key for judged in QUERIES for key in judged.grades} == archive.keys()
    assert {grade for judged in QUERIES for grade in judged.grades.values()} == {1, 2}


@pytest.mark.parametrize("judged", QUERIES, ids=lambda judged: judged.query)
def test_a_query_is_what_its_kinds_say(judged: Judged, archive: dict[str, Article]) -> None:
    true = {name for name, holds in KINDS.items() if holds(judged, archive)}

    assert judged.kinds <= true
    assert judged.kinds - TOLD_BY_READERS == true - TOLD_BY_READERS
    assert (judged.distractor is not None) == ("distracted" in judged.kinds)
    assert judged.distractor not in judged.grades


@pytest.mark.parametrize("judged", QUERIES, ids=lambda judged: judged.query)
def test_the_named_files_hold_the_judged_articles(
    judged: Judged, archive: dict[str, Article]
) -> None:
    for key, file in judged.files.items():
        found = documents.articles(documents.SAMPLES / file)
        assert found == {key: archive[key]}


def test_kinds_tell_queries_apart(archive: dict[str, Article]) -> None:
    told = next(judged for judged in QUERIES if judged.query == "recul des falaises")

    assert {"hidden from title", "distracted"} <= told.kinds
    titled = replace(told, query="recul de la falaise")
    assert not KINDS["hidden from title"](titled, archive)
    assert not KINDS["distracted"](titled, archive)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Élysée", "Elysee"),
        ("vœu ex æquo", "voeu ex aequo"),
        ("E\u0301lyse\u0301e", "Elysee"),
        ("l’été, 5 °C", "l’ete, 5 °C"),
    ],
)
def test_accents_are_stripped_without_the_chain_judged(text: str, bare: str) -> None:
    assert documents.without_accents(text) == bare


@pytest.mark.parametrize(
    ("chain", "terms"),
    [
        ("words", "été les œuvres électorales à orléans"),
        ("folded words", "ete les oeuvres electorales a orleans"),
        ("Whoosh fr, then fold", "le œuvr electoral orlean"),
        ("Snowball, then fold", "ete le oeuvr electoral a orlean"),
        ("fold, then Snowball", "ete le oeuvr electoral a orlean"),
    ],
)
def test_simpler_chains_give_their_terms(chain: str, terms: str) -> None:
    assert CHAINS[chain]("L'Été, les œuvres électorales à Orléans") == terms.split()


def test_only_folding_first_treats_both_spellings_alike() -> None:
    alike = {name for name, chain in CHAINS.items() if chain("réuni") == chain("reuni")}
    for typed, bare in (("salarié", "salarie"), ("vœux", "voeux"), ("élevé", "eleve")):
        alike &= {name for name, chain in CHAINS.items() if chain(typed) == chain(bare)}

    assert alike == {"folded words", "fold, then Snowball", PROJECT}


def test_bm25_is_the_formula_of_lucene() -> None:
    index = ranking.Index({"one": "a a b", "two": "b c c c c"}, str.split)

    assert index.search("c a") == ["two", "one"]
    assert index.search("b b z") == ["one", "two"]
    assert index.score("a")["one"] == pytest.approx(
        log(1 + 1.5 / 1.5) * 2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 4))
    )


def test_rankings_are_measured() -> None:
    grades = {"a": 2, "b": 1}

    assert ranking.ndcg(["a", "b"], grades) == 1
    assert ranking.ndcg(["x", "b", "a"], grades) == pytest.approx(
        (1 / log2(3) + 2 / log2(4)) / (2 + 1 / log2(3))
    )
    assert ranking.reciprocal_rank(["x", "b", "a"], grades) == 1 / 2
    assert ranking.reciprocal_rank([*"0123456789", "a"], grades) == 0
    assert ranking.recall(["x", "b"], grades) == 1 / 2


def test_conflation_counts_pairs_and_weighs_forms() -> None:
    rows = [Row("marée", "marée", 3), Row("marées", "marée", 1), Row("marin", "marin", 4)]

    def first_three(text: str) -> list[str]:
        return [text[:3]]

    greedy = conflation.measure(rows, first_three)
    shy = conflation.measure(rows, str.split)

    assert (greedy.ui, greedy.oi, greedy.missed, greedy.noise) == (0, 1, 0, 0.5)
    assert (shy.ui, shy.oi, shy.noise) == (1, 0, 0)
    assert shy.missed == pytest.approx((3 * 1 / 4 + 1 * 3 / 4) / 8)


def test_accents_are_counted_on_accented_spellings_only() -> None:
    found = conflation.accents(["été", "ete", "mer", "œuf"], CHAINS["words"])

    assert (found.tried, found.changed) == (2, 100)


def test_families_share_no_form() -> None:
    rows = conflation.families()

    assert len({row.lemma for row in rows}) >= 150
    assert len({row.form for row in rows}) == len(rows)


def test_a_lexicon_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.tsv"
    path.write_text("yeux\tœil\t2.5\nœil\tœil\t3\n")

    assert conflation.lexicon(path) == [Row("yeux", "œil", 2.5), Row("œil", "œil", 3)]


def test_piaf_is_read(tmp_path: Path) -> None:
    questions = [{"question": "Où ?", "id": "1", "answers": []}]
    paragraph = {"context": "Ici.", "qas": questions}
    path = tmp_path / "piaf.json"
    path.write_text(json.dumps({"data": [{"paragraphs": [paragraph]}]}))

    found = documents.piaf(path)

    assert found.texts == {"0": "Ici."}
    assert found.questions == (Question("Où ?", {"0": 1}),)


@pytest.mark.slow
def test_the_analysis_keeps_its_floors(measured: dict[str, float]) -> None:
    pinned = floors.load()

    assert set(floors.AT_LEAST) == pinned.at_least.keys()
    assert {*floors.AT_MOST, *floors.ZERO} == pinned.at_most.keys()
    assert list(floors.below(measured, pinned)) == []


def test_accents_change_no_ranking(measured: dict[str, float]) -> None:
    for figure in ("ndcg", "mrr", "recall"):
        assert measured[f"samples.typed.{figure}"] == measured[f"samples.without_accents.{figure}"]


def test_a_figure_worse_than_its_floor_is_named(measured: dict[str, float]) -> None:
    worse = measured | {"samples.typed.ndcg": 0.5, "families.ui": 0.9, "accents.changed": 0.1}

    lines = list(floors.below(worse, floors.load()))

    assert [line.split(":")[0] for line in lines] == [
        "samples.typed.ndcg",
        "families.ui",
        "accents.changed",
    ]


def test_lowered_floors_are_a_hair_below(tmp_path: Path, measured: dict[str, float]) -> None:
    path = tmp_path / "floors.json"

    floors.lower(measured, path)

    pinned = floors.load(path)
    assert list(floors.below(measured, pinned)) == []
    assert pinned.at_least["samples.typed.mrr"] == pytest.approx(
        measured["samples.typed.mrr"] - floors.SLACK, abs=1e-4
    )
    assert pinned.at_most["accents.changed"] == 0


@pytest.mark.slow
def test_a_run_below_a_floor_fails_and_says_why(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("été\n")
    pinned = json.loads(floors.FLOORS.read_text())
    pinned["at_least"]["samples.typed.ndcg"] = 1.01
    strict = tmp_path / "floors.json"
    strict.write_text(json.dumps(pinned))
    output = tmp_path / "results" / "relevance.json"
    lexicon = tmp_path / "lexicon.tsv"
    lexicon.write_text("yeux\tœil\t2.5\nœil\tœil\t3\nœillet\tœillet\t1\n")
    given = ("--words", words, "--lexicon", lexicon)
    arguments = (*given, "--output", output, "--floors", strict)

    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.relevance", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "samples.typed.ndcg" in ran.stderr
    assert "without --piaf" in ran.stdout
    assert json.loads(strict.read_text()) == pinned
    report = json.loads(output.read_text())
    assert report.keys() == CHAINS.keys()
    assert report[PROJECT]["accents.tried"] == 1
    assert report["words"]["lexicon.ui"] == 1


def test_the_precision_of_a_name_is_its_share_of_the_words_with_its_stem() -> None:
    text = " ".join(["On va en Savoie ; il faut savoir que la Savoie plaît."] * 3)
    known = frozenset({"savoie", "paris"})
    alike = names.measure([text], known, lambda word: [word[:4].lower()])
    assert alike == names.Names(counted=1, precision=6 / 9)
    assert names.measure([text], known, CHAINS[PROJECT]) == names.Names(counted=1, precision=1.0)


@pytest.mark.slow
def test_a_search_for_a_name_finds_the_name(shared: Path) -> None:
    known = names.known()
    if not known:
        pytest.skip("pas de dictionnaire (Debian : apt-get install hunspell-fr-comprehensive)")
    texts = documents.piaf(shared / "data" / "piaf-v1.1.json").texts.values()
    found = names.measure(texts, known, CHAINS[PROJECT])
    assert found.counted > 200
    assert found.precision >= 0.98
