"""Does the dictionary's table give the stems of the words that it holds?"""

import lzma
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import fold, stem, words
from indexer.analysis.lexicon import DATA, PARTICIPLES, lookup, pack, participles
from indexer.analysis.stemmer import light
from tools.lexicon.collisions import collisions
from tools.lexicon.curated import Curated, curated
from tools.lexicon.dictionary import HUNSPELL
from tools.lexicon.table import Dictionary, exceptions, others

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
SFX S. 0 0 . is:sg
SFX S. 0 s [^sxz] is:pl
SFX F. Y 4
SFX F. 0 0 . is:mas is:sg
SFX F. 0 s . is:mas is:pl
SFX F. 0 e . is:fem is:sg
SFX F. 0 es . is:fem is:pl
SFX v0 Y 9
SFX v0 er er er po:infi
SFX v0 er e/L' er po:ipre po:3sg
SFX v0 er es er po:ipre po:2sg
SFX v0 er ait er po:iimp po:3sg
SFX v0 er ant er po:ppre
SFX v0 er é er po:ppas is:mas is:sg
SFX v0 er és er po:ppas is:mas is:pl
SFX v0 er ée er po:ppas is:fem is:sg
SFX v0 er ées er po:ppas is:fem is:pl
SFX v3 Y 5
SFX v3 lire lire lire po:infi
SFX v3 lire lu lire po:ppas is:mas is:sg
SFX v3 lire lus lire po:ppas is:mas is:pl
SFX v3 lire lue lire po:ppas is:fem is:sg
SFX v3 lire lues lire po:ppas is:fem is:pl
"""
WORDS = """29
pari/S.() po:nom is:mas
tour/S.() po:nom is:mas
Paris/L'D' po:npr
Tours/L'D' po:npr
Damien/L'D' po:prn
Barr/L'D' po:patr
vote/S.() po:nom
voter/v0() po:v1_it
porte/S.() po:nom
porter/v0() po:v1_it
port/S.() po:nom
eux po:mg st:lui
choux/-- po:nom st:chou
ne po:mg
né/F.() po:nom
mur/S.() po:nom is:mas
murs po:adj is:mas is:pl
commun/F.() po:nom po:adj
élu/S.() po:nom is:mas
élire/v3() po:v3_it
manifester/v0() po:v1_it
manifestation/S.() po:nom
chercheur/S.() po:nom
chercheure/S.() po:nom
lent/F.() po:adj
lentement po:adv
clé/S.() po:nom
clef/S.() po:nom
errare/{} po:err
"""
LISTS = Curated(
    apart=frozenset({"porte", "commune", "élu"}),
    together={"clef": "clé"},
    names=frozenset({"paris"}),
    met=(("élire", "élu"),),
)


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
        ("murs", "mur"),
        ("municipales", "municipale"),
        ("toutes", "tous"),
        ("née", "née"),
        ("interdite", "interdit"),
        ("donnée", "donné"),
        ("liée", "lié"),
        ("perdues", "perdre"),
        ("nouvelle", "nouveau"),
        ("rapporteure", "rapporteur"),
        ("ognon", "oignon"),
        ("relai", "relais"),
        ("iels", "iel"),
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
    stems = {word: lookup(word) for word, _, _ in (row.partition(" ") for row in rows)}
    assert None not in stems.values()
    assert pack({word: found or "" for word, found in stems.items()}).splitlines() == rows
    # no row says what its word would get without it
    assert not [word for word, found in stems.items() if found == _without(word)]


def _without(word: str) -> str:
    singular = light(word)
    return (lookup(singular) if singular != word else None) or singular


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=8))
def test_any_word_has_one_stem(word: str) -> None:
    assert stem(word) == (lookup(word) or _without(word))


def test_the_table_is_small_and_loads_at_once(scale: Callable[[int, int], int]) -> None:
    assert DATA.stat().st_size < SIZE
    seconds, megabytes = (
        min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))
        for code in (LOADING, WEIGHING)
    )
    if scale(0, 1):
        assert seconds < SECONDS
    assert megabytes < MEGABYTES


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Savoie", "savoir"),
        ("Gard", "garder"),
        ("Paris", "pari"),
        ("Cannes", "canne"),
        ("Ferrat", "ferrer"),
        ("Menasse", "mener"),
        ("Marie", "marier"),
        ("Damiens", "Damien"),
        ("Seine", "sein"),
    ],
)
def test_a_name_is_no_form_of_a_word(name: str, word: str) -> None:
    assert stem(fold(name)) != stem(fold(word))


def test_a_sigle_is_its_own_stem() -> None:
    found = [[word.stem for word in words(text)] for text in ("E.U.", "P.-D.G.", "P-DG", "PDG")]
    assert found == [["eu"], ["pdg"], ["pdg"], ["pdg"]]


@pytest.fixture
def dictionary(tmp_path: Path) -> Dictionary:
    (tmp_path / "fr.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "fr.dic").write_text(WORDS, encoding="utf-8")
    return Dictionary(tmp_path, LISTS)


@pytest.mark.parametrize(
    ("forms", "stem_"),
    [
        pytest.param("tour tours", "tour", id="un mot, et non la ville"),
        pytest.param("paris", "paris", id="la ville, et non les paris"),
        pytest.param("barr", "barr", id="un nom de personne"),
        pytest.param("damiens", "damiens", id="un nom n’a pas de pluriel"),
        pytest.param("choux", "chou", id="pluriel qui a son entrée"),
        pytest.param("mur murs", "mur", id="pluriel d’un autre mot"),
        pytest.param("commune communes", "commune", id="féminin à part"),
        pytest.param("commun communs", "commun", id="masculin"),
        pytest.param("vote votes voter votee votait votant", "voter", id="le nom et son verbe"),
        pytest.param("porte portes", "porte", id="un nom à part"),
        pytest.param("porter portait portee", "porter", id="le verbe"),
        pytest.param("port", "port", id="un nom sans -e"),
        pytest.param("elu elue elus elues", "elu", id="les quatre formes d’un participe"),
        pytest.param("manifester manifestation", "manifester", id="dérivé d’un verbe"),
        pytest.param("chercheur chercheure", "chercheur", id="-eure"),
        pytest.param("lent lente lentement", "lent", id="adverbe"),
        pytest.param("cle clef clefs", "cle", id="deux orthographes"),
    ],
)
def test_a_form_has_the_stem_of_the_word_it_is_of(
    forms: str, stem_: str, dictionary: Dictionary
) -> None:
    assert {form: dictionary.stems[form] for form in forms.split()} == dict.fromkeys(
        forms.split(), stem_
    )
    assert "errare" not in dictionary.stems


def test_a_verb_and_its_participle_find_each_other(dictionary: Dictionary) -> None:
    assert dictionary.participles() == {
        "elire": ("elu",),
        "elu": ("elire",),
        # not « porte », the door
        "porter": ("porté", "portés"),
    }


def test_only_exceptions_to_the_light_stemmer_are_kept(dictionary: Dictionary) -> None:
    rows = exceptions(dictionary.stems)
    assert {"paris": "paris", "vote": "voter", "votee": "voter"}.items() <= rows.items()
    # what the rules or the row of the singular give needs no row
    assert not rows.keys() & {"chou", "choux", "tour", "tours", "port", "votes", "clefs", "mur"}


def test_frequent_words_that_share_a_stem_are_listed_until_decided(dictionary: Dictionary) -> None:
    counts = {"vote": 5, "voter": 4, "lentement": 9, "lent": 1}
    assert list(collisions(dictionary, LISTS, counts, 3)) == ["vote (5) > voter (4)"]
    decided = Curated(joined=frozenset({"vote"}))
    assert list(collisions(dictionary, decided, counts, 3)) == []


def test_every_participle_of_the_table_is_one_of_the_archive() -> None:
    for line in PARTICIPLES.read_text(encoding="utf-8").splitlines():
        root, *found = line.split()
        assert participles(root) == tuple(found)
        assert {len(list(words(form))) for form in found} == {1}


def test_no_word_is_decided_twice() -> None:
    lists = curated()
    together = lists.together.keys()
    assert not lists.apart & together
    assert not lists.joined & (lists.apart | together)


@pytest.mark.slow
def test_the_committed_tables_are_those_of_the_dictionary() -> None:
    if not (HUNSPELL / "fr.dic").is_file():
        pytest.skip("pas de dictionnaire (Debian : apt-get install hunspell-fr-comprehensive)")
    dictionary = Dictionary(HUNSPELL, curated())
    # compressed, it would also depend on the version of the compressor
    rows = lzma.decompress(DATA.read_bytes()).decode("ascii")
    assert rows == pack(exceptions(dictionary.stems))
    assert PARTICIPLES.read_text(encoding="utf-8") == others(dictionary.participles())
