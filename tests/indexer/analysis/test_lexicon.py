"""Does the dictionary's table give the stems of the words that it holds?"""

import lzma
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold, stem
from indexer.analysis.lexicon import DATA, lookup, pack
from indexer.analysis.stemmer import light
from tools import lexicon as maker

SIZE = 600_000
MEGABYTES = 40.0
SECONDS = 0.1
LOADING = """
import time
from indexer.analysis.lexicon import lookup
start = time.process_time()
lookup("yeux")
seconds = time.process_time() - start
print(seconds)
"""
WEIGHING = """
import tracemalloc
from indexer.analysis.lexicon import lookup
tracemalloc.start()
lookup("yeux")
print(tracemalloc.get_traced_memory()[1] / 1e6)
"""

AFFIXES = """SET UTF-8
SFX S. Y 2
SFX S. 0 0 .
SFX S. 0 s [^sxz]
SFX v0 Y 3
SFX v0 er er er
SFX v0 er e/L' er
SFX v0 er es er
"""
WORDS = """11
pari/S.() po:nom is:mas
tour/S.() po:nom is:mas
Paris/L'D' po:npr
Tours/L'D' po:npr
note/S.() po:nom
noter/v0() po:v1_it
eux po:mg st:lui
choux/-- po:nom st:chou
dans po:mg
danse/S.() po:nom
errare/{} po:err
"""


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("yeux", "œil"),
        ("chevaux", "cheval"),
        ("furent", "être"),
        ("irons", "aller"),
        ("veuille", "vouloir"),
        ("nouvelles", "nouvelle"),
        ("ans", "an"),
        ("lois", "loi"),
        ("tours", "tour"),
        ("élues", "élu"),
        ("messieurs", "monsieur"),
    ],
)
def test_an_inflected_form_has_the_stem_of_its_lemma(form: str, lemma: str) -> None:
    assert stem(fold(form)) == stem(fold(lemma))


@pytest.mark.parametrize("word", ["", "a", "zzz", "{", "0", "\n", "yeux ", " ", "xxyeux"])
def test_a_word_outside_the_table_is_told(word: str) -> None:
    assert lookup(word) is None


def test_every_row_is_found() -> None:
    rows = lzma.decompress(DATA.read_bytes()).decode("ascii").splitlines()
    assert len(rows) > 100_000
    stems = {row.partition(" ")[0]: lookup(row.partition(" ")[0]) for row in rows}
    assert None not in stems.values()
    assert pack({word: found or "" for word, found in stems.items()}).splitlines() == rows
    assert not [word for word, found in stems.items() if found == light(word)]


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=8))
def test_any_word_has_one_stem(word: str) -> None:
    assert stem(word) == (lookup(word) or light(word))


def test_the_table_is_small_and_loads_at_once() -> None:
    assert DATA.stat().st_size < SIZE
    seconds, megabytes = (
        min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))
        for code in (LOADING, WEIGHING)
    )
    assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.fixture
def dictionary(tmp_path: Path) -> Path:
    (tmp_path / "fr.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "fr.dic").write_text(WORDS, encoding="utf-8")
    return tmp_path


def test_an_ambiguous_form_is_itself_then_a_noun_then_a_verb(dictionary: Path) -> None:
    lemmas = maker.lemmas(maker.entries(dictionary))
    assert {form: lemmas[form] for form in "note notes noter tours paris choux".split()} == {
        "note": "note",
        "notes": "note",
        "noter": "noter",
        "tours": "tour",  # not the town
        "paris": "paris",  # not the bets
        "choux": "chou",
    }
    assert "errare" not in lemmas


def test_plurals_that_the_dictionary_misses_are_added(dictionary: Path) -> None:
    assert maker.lemmas(maker.entries(dictionary))["yeux"] == "oeil"


def test_only_exceptions_to_the_light_stemmer_are_kept(dictionary: Path) -> None:
    rows = dict(row.split(" ") for row in maker.table(dictionary).splitlines())
    # « danse » and « dans » keep apart, « choux » and « notes » need no row
    assert {"dans": "0", "danse": "0", "danses": "1", "paris": "0", "yeux": "4oeil"}.items() <= (
        rows.items()
    )
    assert not rows.keys() & {"chou", "choux", "note", "notes", "noter", "tour", "tours"}


@pytest.mark.slow
def test_the_committed_table_is_that_of_the_dictionary() -> None:
    if not (maker.HUNSPELL / "fr.dic").is_file():
        pytest.skip("pas de dictionnaire (Debian : apt-get install hunspell-fr-comprehensive)")
    # compressed, it would also depend on the version of the compressor
    assert lzma.decompress(DATA.read_bytes()).decode("ascii") == maker.table(maker.HUNSPELL)
