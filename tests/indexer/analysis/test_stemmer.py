"""Which stem do the words get that no dictionary knows?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.stemmer import light


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        pytest.param("cryptonational cryptonationaux", "cryptonational", id="-aux"),
        pytest.param("microbureau microbureaux", "microbureau", id="-eaux"),
        pytest.param("neojeu neojeux", "neojeu", id="-ux"),
        pytest.param("blogosphere blogospheres", "blogosphere", id="pluriel"),
        pytest.param("youtubeur youtubeure youtubeures", "youtubeur", id="-eure"),
    ],
)
def test_forms_of_an_unknown_word_share_a_stem(forms: str, stem: str) -> None:
    assert {light(form) for form in forms.split()} == {stem}


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("martinez", id="nom en -ez"),
        pytest.param("coupat", id="nom en -at"),
        pytest.param("menasse", id="nom en -asse"),
        pytest.param("guaido", id="nom en -o"),
        pytest.param("bardella", id="nom en -a"),
        pytest.param("castaner", id="nom en -er"),
        pytest.param("stress", id="-ss n’est pas un pluriel"),
        pytest.param("bus", id="trois lettres"),
        pytest.param("eure", id="un fleuve"),
        pytest.param("m6", id="code"),
        pytest.param("g20s", id="code en s"),
        pytest.param("1000000", id="nombre"),
        pytest.param("3,5", id="nombre décimal"),
        pytest.param("", id="vide"),
    ],
)
def test_an_unknown_word_loses_nothing_but_its_plural(word: str) -> None:
    assert light(word) == word


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=30))
def test_a_stem_is_never_empty_and_starts_like_its_word(word: str) -> None:
    stem = light(word)
    assert stem
    assert stem[:2] == word[:2]
