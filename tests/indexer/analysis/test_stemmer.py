"""Which stem do the words get that no dictionary knows?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.stemmer import finish, light


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        pytest.param("macroniste macronistes macronisme", "macronist", id="mouvements"),
        pytest.param("youtubeur youtubeuse youtubeuses", "youtubeu", id="métiers en -eur"),
        pytest.param("kiffer kiffe kiffais kiffaient kifferait", "kiff", id="verbes en -er"),
        pytest.param("ubériser ubérisé ubérisation".replace("é", "e"), "uberis", id="-iser"),
        pytest.param("cryptonational cryptonationaux", "cryptonational", id="-aux"),
        pytest.param("microbureau microbureaux", "microbureau", id="-eaux"),
        pytest.param("neojeu neojeux", "neojeu", id="-ux"),
        pytest.param("zadifiant zadifiants", "zadifi", id="participes"),
        pytest.param("zinzinatrice zinzinateur zinzination", "zinzin", id="dérivés en -ation"),
        pytest.param("gravelectrice gravelecteurs", "gravelecteu", id="-cteur et -ctrice"),
        pytest.param("blogosphere blogospheres", "blogosph", id="pluriel"),
        pytest.param("buzzer buzzee", "buzz", id="participe féminin"),
    ],
)
def test_forms_of_an_unknown_word_share_a_stem(forms: str, stem: str) -> None:
    assert {light(form) for form in forms.split()} == {stem}


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("element", id="-ement laisserait moins de quatre lettres"),
        pytest.param("clement", id="prénom"),
        pytest.param("departement", id="département n’est pas départ"),
        pytest.param("parlement", id="parlement n’est pas parler"),
        pytest.param("stress", id="-ss n’est pas un pluriel"),
        pytest.param("bus", id="trois lettres"),
        pytest.param("ane", id="courts"),
        pytest.param("m6", id="code"),
        pytest.param("g20s", id="code en s"),
        pytest.param("1000000", id="nombre"),
        pytest.param("3,5", id="nombre décimal"),
        pytest.param("", id="vide"),
    ],
)
def test_a_word_without_ending_is_its_own_stem(word: str) -> None:
    assert light(word) == word


def test_a_lemma_keeps_what_looks_like_an_inflection() -> None:
    assert [finish(lemma) for lemma in ("temps", "paris", "annee")] == ["temps", "paris", "annee"]


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_a_stem_is_never_empty_and_starts_like_its_word(word: str) -> None:
    stem = light(word)
    assert stem
    assert stem[:2] == word[:2]
