"""Does it change anything to look for letters before words?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.spellings import SPELLINGS
from support.words import Words
from support.work import calls

from indexer.analysis import chunks, words
from indexer.analysis.terms import accented_term, literal_term, stem_term
from indexer.engines import Searcher, Vocabulary
from indexer.search.highlight import Marks
from indexer.search.needles import letters
from indexer.search.sequences import TermSequence

# Words of each shape, and what is read as a word of other letters
PIECES = """
    l’Élysée élections élire élu cœur Œuvre Straße L’U.R.S.S. J. K. Rowling p.-d.g. a-t-il n°5
    7 h 30 19 h 12 € 1 000 49.3 2ème XIXème Ier François quelqu’un aujourd’hui prud hommes
    député·e·s étudiant(e)s F-35 A 7 m² 3½ × covid19 d urgence l eau c est N’Djamena ﬁn µg Москва
    ş — … « vais » aller ira, no euros heures x naïve(s) °C &co §12 ªº þing ß vaste
""".split()
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(" ".join)


@dataclass(eq=False)
class Archive:
    """A generation that holds the words of some texts."""

    vocabulary: Vocabulary


def archive(*texts: str) -> Searcher:
    known = sorted({accented_term(word) for text in texts for word in words(text)})

    def terms(_field: str, prefix: str) -> Iterator[tuple[str, int]]:
        return iter([(term, 1) for term in known if term.startswith(prefix)])

    return cast(Searcher, Archive(Words(terms)))


@settings(max_examples=60)
@given(TEXTS, TEXTS, st.sampled_from(sorted(SPELLINGS)), st.data())
def test_the_same_is_marked_without_and_with_the_words_of_a_generation(
    text: str, other: str, spelling: str, data: st.DataObject
) -> None:
    texts = [SPELLINGS[spelling](text), text, other, f"{text} {other}"]
    found = [*words(texts[0]), *words(text), *words(other)]
    known = [form(word) for word in found for form in (stem_term, literal_term, accented_term)]
    some = st.lists(st.sampled_from(known or ["s:rien"]), max_size=3)
    sequence = TermSequence(tuple(data.draw(some, "sequence")) or ("s:rien",), 1)
    full = Marks(frozenset(data.draw(some, "terms")), frozenset({sequence}))
    quick = replace(full, searcher=archive(*texts))
    for one in texts:
        assert quick.spans(one) == full.spans(one)


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_every_piece_of_a_text_is_marked(spell: Callable[[str], str]) -> None:
    for piece in PIECES:
        text = f"Le {spell(piece)} de {piece}."
        for word in words(text):
            for term in (stem_term(word), literal_term(word), accented_term(word)):
                full = Marks(frozenset({term}))
                assert replace(full, searcher=archive(text)).spans(text) == full.spans(text) != []


def test_letters_are_those_of_words() -> None:
    assert letters("L’Œuvre, à\u202fl’été : n° 12") == b"loeuvrealeten12"
    assert letters("Москва") is None


def test_a_text_without_the_letters_of_a_word_is_not_analysed() -> None:
    text = "Une phrase sans rien de cela. " * 50
    marks = Marks(frozenset({"s:elect"}), searcher=archive("élection électeurs"))
    assert calls(lambda: marks.spans(text), chunks.__code__) == 0
