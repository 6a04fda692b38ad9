"""Does a text give the same terms however it is spelt?"""

import lzma
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.places import SAMPLES
from support.spellings import SPELLINGS

from indexer import readers
from indexer.analysis import fold, words
from indexer.analysis.stemmer import light
from indexer.article import Article

WORD_LIST = Path("/usr/share/dict/french")


def terms(text: str) -> list[tuple[str, str]]:
    return [(word.stem, word.literal) for word in words(text)]


def changed(texts: Iterable[str], respell: Callable[[str], str]) -> list[str]:
    """The texts whose spelling changes their terms."""
    return [
        text
        for text in texts
        if [word[:2] for word in words(respell(text))] != [word[:2] for word in words(text)]
    ]


SENTENCES = [
    "L’Élysée a-t-il dit « jusqu’où » l'été ira, s'interroge Maë Lefèbvre-Noël ?",
    "Côte-d’Ivoire : 1 000 000 d’électeurs, 3,5 % d'abstention, dont 12 député·e·s élu(e)s.",
    "Aujourd’hui, c’est-à-dire à Garges-lès-Gonesse, quelqu’un vend du bœuf ex æquo.",
    "M. Ça n'a pas été là où l'U.R.S.S. était naguère : en presqu'île, au cœur du « Œ ».",
    "Faut-il qu il dise à l été d’état d urgence, aujourd hui, que N’Djamena fête « Trinh-Lê » ?",
    "À 7 heures, l’A 7, le 2ème et la 1ère sur 4×4 : 12,5M€, 120m², 49-3, nº 5, le XIXème, G-7.",
    "Où va-t'en, donne-le-moi, ces jours-ci, à l’âge d’être (dés)abusé·e·s ?",
]
RESPELT = pytest.mark.parametrize("respell", SPELLINGS.values(), ids=list(SPELLINGS))


@RESPELT
@pytest.mark.parametrize("sentence", SENTENCES)
def test_spelling_never_changes_the_terms(sentence: str, respell: Callable[[str], str]) -> None:
    assert terms(respell(sentence)) == terms(sentence)


@RESPELT
def test_every_spelling_is_tried(respell: Callable[[str], str]) -> None:
    assert any(respell(sentence) != sentence for sentence in SENTENCES)


def sample_texts() -> list[str]:
    found = [result for path in SAMPLES.rglob("*.txt") for result in readers.read(path) or ()]
    articles = [result for result in found if isinstance(result, Article)]
    assert len(articles) > 60
    return ["\n".join((one.title, one.lede, *one.body, *one.tags)) for one in articles]


@RESPELT
def test_spelling_never_changes_the_terms_of_whole_articles(respell: Callable[[str], str]) -> None:
    assert not changed(sample_texts(), respell)


@pytest.fixture(scope="module")
def sentences(shared: Path) -> list[str]:
    """French sentences; other scripts have marks of their own, which no French spelling omits."""
    with lzma.open(shared / "data" / "fr_text.txt.xz", "rt", encoding="utf-8") as file:
        return [line for line in file if all(char < "\u0250" for char in line if char.isalpha())]


@RESPELT
def test_spelling_never_changes_the_terms_of_large_texts(
    respell: Callable[[str], str], sentences: list[str]
) -> None:
    part = sentences[::40]
    assert len(part) > 2_000
    assert not changed(part, respell)


@pytest.mark.slow
@RESPELT
def test_spelling_never_changes_the_terms_of_any_sentence(
    respell: Callable[[str], str], sentences: list[str], scale: Callable[[int, int], int]
) -> None:
    assert not changed(sentences[:: scale(5, 1)], respell)


@RESPELT
def test_spelling_never_changes_the_terms_of_a_word(respell: Callable[[str], str]) -> None:
    if not WORD_LIST.is_file():
        pytest.skip("pas de liste de mots français (Debian : apt-get install wfrench)")
    accented = [word for word in WORD_LIST.read_text("utf-8").split() if not word.isascii()]
    assert len(accented) > 100_000
    assert not changed(accented[::10], respell)


WORDS = sorted({word for text in sample_texts() for word in text.split()})


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.data())
def test_spelling_never_changes_the_terms_of_any_words(text: str, data: st.DataObject) -> None:
    first, second = (data.draw(st.sampled_from(list(SPELLINGS.values()))) for _ in range(2))
    assert terms(second(first(text))) == terms(text)


@given(st.text("aeiouyéèêëàâîïôùûüçœæ'’.-()·strnl ", max_size=40), st.data())
def test_spelling_never_changes_the_terms_of_any_letters(text: str, data: st.DataObject) -> None:
    respell = data.draw(st.sampled_from(list(SPELLINGS.values())))
    assert terms(respell(text)) == terms(text)


@given(st.text("aeiouyéèêëàâîïôùûüçœæstrnlm", min_size=1, max_size=20))
def test_no_accent_reaches_the_stemmer(word: str) -> None:
    assert light(fold(word)).isascii()
