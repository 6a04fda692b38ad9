"""Does a text give the words a reader sees in it, however it is spelt?"""

import re
import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.places import SAMPLES
from support.spellings import SPELLINGS
from unidecode import unidecode

from indexer import readers
from indexer.analysis import LONGEST_CHUNK, fold, fold_label, words
from indexer.analysis.char_filter import APOSTROPHES, HYPHENS, INVISIBLE, MIDDLE_DOTS
from indexer.analysis.joining import join
from indexer.analysis.terms import (
    ACCENTED,
    LITERAL,
    STEM,
    accented_term,
    literal_term,
    literals,
    stem_term,
    terms,
)
from indexer.article import Article

HUGE = 100_000
# Several times what the slowest takes; quadratic time is beyond.
SECONDS = 3.0

Within = Callable[[float], AbstractContextManager[None]]
CHUNKS = 10


def literal_text(text: str) -> str:
    return " ".join(word.literal for word in words(text))


def stems_and_literals(text: str) -> list[tuple[str, str]]:
    return [(word.stem, word.literal) for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # elisions go, whatever their case
        ("l'élection d’élections", "election elections"),
        ("J'ai m'a t'a s'est n'y c'est ç’a", "ai a a est y est a"),
        ("Jusqu'où, LORSQU'IL puisqu'elle quoiqu’on", "ou il elle on"),
        ("quelqu'autre presqu'entière", "autre entiere"),
        ('Qu’il d\'"historique"', "il historique"),
        ("jusqu'à l'Élysée", "a elysee"),
        # words that hold an apostrophe stay whole
        ("Aujourd'hui, c'est-à-dire", "aujourdhui cestadire"),
        ("quelqu'un quelqu'une quelqu'uns", "quelquun quelquune quelquuns"),
        ("la presqu’île, les presqu'îles", "la presquile les presquiles"),
        ("prud'hommes et entr'acte", "prudhommes et entracte"),
        # compounds split
        ("Côte-d'Ivoire, Garges-lès-Gonesse", "cote ivoire garges les gonesse"),
        ("porte-parole rendez-vous", "porte parole rendez vous"),
        ("2023-2024, Covid-19, F-16", "2023 2024 covid 19 f16"),
        # pronouns after a hyphen are words, the « t » between is none
        ("a-t-il, dit-on, celui-là", "a il dit on celui la"),
        ("est-ce prends-en voilà-t-elle", "est ce prends en voila elle"),
        ("cet homme-ci, ces jours-là", "cet homme ci ces jours la"),
        ("Faut-il arrivera t il Trinh-Lê", "faut il arrivera il trinh le"),
        # no elision before a consonant, nor after a capital that names
        ("N’Djamena, M'Bala, N’Golo", "ndjamena mbala ngolo"),
        (
            "vitamine C active, groupes C et D, de A à D au sud",
            "vitamine c active groupes c et d de a a d au sud",
        ),
        # a space typed for an apostrophe
        ("l election, état d urgence, aujourd hui", "election etat urgence aujourdhui"),
        ("Jeanne D Arc, qu il, lorsqu elle, c est", "jeanne arc il elle est"),
        ("il y a, elle est là", "il y a elle est la"),
        # acronyms
        ("U.R.S.S. u.r.s.s. URSS", "urss urss urss"),
        ("la S.N.C.F, l'O.N.U.", "la sncf onu"),
        ("J.-C. et M. Kim, R.-D.-C.", "jc et m kim rdc"),
        # a capital glued to a full stop
        ("M.Poutine (KCNA).Vladimir", "m poutine kcna vladimir"),
        ("la fin.Le pacte", "la fin le pacte"),
        # numbers
        ("1 000 et 1\u202f000\u00a0000", "1000 et 1000000"),
        ("1.000.000 ou 1.234,5", "1000000 ou 1234,5"),
        ("3,5 % et 3.5", "3,5 et 3,5"),
        ("M6 G20 10h30 1er 64e", "m6 g20 10 heures 30 1er 64e"),
        ("12M€ 80km/h 12bis 1,5km", "12 m euros 80 km h 12 bis 1,5 km"),
        ("RD7 AF447 Covid19 H5N1", "rd 7 af 447 covid 19 h5n1"),
        ("A7, A-7, A 7, l’A 7", "a7 a7 a7 a7"),
        ("D1075, D 1075, D.1075, L. 121-1", "d1075 d1075 d1075 l121 1"),
        ("07h05, 7 h 05, 19:30, 19 h30", "7 heures 05 7 heures 05 19 heures 30 19 heures 30"),
        ("Covid19 H5N1, 1:30:25, 2h15min", "covid 19 h5n1 1 30 25 2 heures 15 min"),
        ("J. K. Rowling, C. G. T., M. J. Dupont", "jk rowling cgt m j dupont"),
        ("U.R.S.S. u.r.s.s., fin du plan. 12 morts", "urss urss fin du plan 12 morts"),
        ("François Ier, 1er, Ière, hier, 3-ème", "francois 1er 1er 1re hier 3e"),
        ("400 m haies, prud homme", "400 m haies prudhomme"),
        (
            "à 7 heures, a 7 h, À 7 %, à 7h, de 5 à 7",
            "a 7 heures a 7 heures a 7 a 7 heures de 5 a 7",
        ),
        ("il y a 12 morts, elle a 3 enfants", "il y a 12 morts elle a 3 enfants"),
        ("à 27 voisins, l’A 7 dans, l’A 6 travaux", "a 27 voisins a7 dans a6 travaux"),
        ("120m2, 120 m², 4×4, 4x4, 4 x 4", "120 m2 120 m2 4 x 4 4 x 4 4 x 4"),
        ("49.3 et 49-3, 15-12", "49,3 et 49,3 15 12"),
        ("n° 5, nº 5, nᵒ 5, №5", "no 5 no 5 no 5 no 5"),
        ("2e 2ème 2ᵉ 2è 2 ème XIXème", "2e 2e 2e 2e 2e xixe"),
        ("1er 1re 1ère 2d 2nde", "1er 1re 1re 2nd 2nde"),
        ("14.09.2023 14/09/2023", "14 09 2023 14 09 2023"),
        ("en 2023, 100 personnes", "en 2023 100 personnes"),
        ("1000, 2000", "1000 2000"),
        ("3½ tasses, 10 m²", "3 1 2 tasses 10 m2"),
        # inclusive writing
        ("député·e·s député(e)s député.e.s", "depute depute depute"),
        ("acteur.rice.s directeur·trice", "acteur directeur"),
        ("lecteur-rice-s étudiant-e-s", "lecteur etudiant"),
        ("un(e) salarié(e)", "un salarie"),
        # letters
        ("œuvre Œuvre ex æquo", "oeuvre oeuvre ex aequo"),
        ("crééу", "creey"),
        ("Путин", "putin"),
        ("ﬁnance", "finance"),
        # what is no word
        ("", ""),
        (" - ’ « » … ! l' d’", ""),
        ("a@b.fr #tag @nom", "a b fr tag nom"),
        ("R&D, et/ou", "r d et ou"),
    ],
)
def test_the_words_of_a_text(text: str, expected: str) -> None:
    assert literal_text(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("élection", "élections"),
        ("député", "député·e·s"),
        ("national", "nationaux"),
        ("grève", "GREVES"),
        ("tours", "tour"),
        ("élément", "éléments"),
        ("l’avocat", "avocats"),
        ("bureaux", "bureau"),
        ("yeux", "ŒIL"),
        ("1er", "1ère"),
        ("2e", "2nde"),
        ("directrice", "directeurs"),
        ("grévistes", "gréviste"),
        ("influenceuses", "influenceur"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert {word.stem for word in words(one)} == {word.stem for word in words(other)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Paris", "pari"),
        ("grève", "grave"),
        ("M6", "M5"),
        ("1er", "1"),
        ("presse", "près"),
        ("année", "Anne"),
        ("poisson", "poison"),
        ("département", "départ"),
        ("parlement", "parler"),
        ("danse", "dans"),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stems_and_literals(one)[0][0] != stems_and_literals(other)[0][0]


def test_no_word_is_dropped_for_being_common() -> None:
    assert literal_text("Même l’été, elle a été là et y est") == "meme ete elle a ete la et y est"


@pytest.mark.filterwarnings("ignore:Surrogate character")
def test_a_folded_text_is_what_unidecode_writes() -> None:
    for first in range(0, 0x30000, 64):
        text = "É" + "".join(map(chr, range(first, first + 64)))
        assert fold(text) == unidecode(text).lower(), hex(first)


def test_the_accented_form_keeps_accents_and_not_case() -> None:
    assert [word.accented for word in words("L’ÉLYSÉE, Élyse\u0301e, U.R.S.S.")] == [
        "élysée",
        "élysée",
        "urss",
    ]


@pytest.mark.parametrize("mark", list(INVISIBLE), ids=lambda mark: f"U+{ord(mark):04X}")
def test_invisible_marks_are_no_part_of_a_word(mark: str) -> None:
    assert stems_and_literals(f"l’Ély{mark}sée{mark} {mark}part") == stems_and_literals(
        "l’Élysée part"
    )


@pytest.mark.parametrize("mark", list(APOSTROPHES), ids=lambda mark: f"U+{ord(mark):04X}")
def test_every_apostrophe_elides(mark: str) -> None:
    assert literal_text(f"l{mark}été, aujourd{mark}hui") == "ete aujourdhui"


@pytest.mark.parametrize("mark", list(HYPHENS), ids=lambda mark: f"U+{ord(mark):04X}")
def test_every_hyphen_splits(mark: str) -> None:
    assert literal_text(f"porte{mark}parole a{mark}t{mark}il") == "porte parole a il"


@pytest.mark.parametrize("mark", list(MIDDLE_DOTS), ids=lambda mark: f"U+{ord(mark):04X}")
def test_every_middle_dot_is_inclusive(mark: str) -> None:
    assert literal_text(f"député{mark}e{mark}s") == "depute"


@pytest.mark.parametrize("look", ["а", "е", "о", "р", "с", "ο", "α"])
def test_a_homoglyph_inside_a_latin_word_is_that_letter(look: str) -> None:
    latin = dict(zip("аеорсοα", "aeopcoa", strict=True))[look]
    assert literal_text(f"m{look}t") == f"m{latin}t"


def sample_texts() -> list[str]:
    found = [result for path in SAMPLES.rglob("*.txt") for result in readers.read(path) or ()]
    return [
        "\n".join((one.title, one.lede, *one.body)) for one in found if isinstance(one, Article)
    ]


WORDS = sorted({word for text in sample_texts() for word in text.split()})


def test_a_number_ends_before_what_stands_between_it_and_its_unit() -> None:
    text = "à 20 h, le 2 ème"
    assert [text[one.start : one.end] for one in words(text)] == ["à", "20", "h", "le", "2 ème"]


def test_each_word_of_an_article_stands_where_its_offsets_say() -> None:
    for text in sample_texts():
        for word in words(text):
            piece = text[word.start : word.end]
            # what stands before it makes it a word: « 10h », « 07h »
            if word.literal != "heures" and not piece.startswith("0"):
                assert stems_and_literals(piece) == [(word.stem, word.literal)]


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.data())
def test_offsets_are_those_of_the_original_spelling(text: str, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(list(SPELLINGS.values())))(text)
    for word in words(text):
        piece = text[word.start : word.end]
        assert stems_and_literals(piece) == [(word.stem, word.literal)]
        assert not re.match(r"[\s'’«(]", piece)


@given(st.text(max_size=80) | st.text("aé’'-.·()1, €œ\u0301\u00ad½ß", max_size=40))
def test_any_text_gives_words_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.end >= end
        assert re.fullmatch(r"[a-z0-9]+|\d+,\d+", word.literal)
        assert word.stem
        assert word.accented
        # what a query of tantivy is written with
        assert not re.search(r'["\\\s]', word.accented)
        end = word.end


@given(st.text(max_size=80))
def test_the_terms_of_a_text_are_those_of_its_words(text: str) -> None:
    kinds = zip((STEM, LITERAL, ACCENTED), terms(text), strict=True)
    found = [[kind + term for term in terms.split(" ") if term] for kind, terms in kinds]
    wanted = [
        [term(word) for word in words(text)] for term in (stem_term, literal_term, accented_term)
    ]
    assert found == wanted


@given(st.lists(st.text("aéAÉœ·-'.,0123١٢²½Adlam 𞥑", max_size=12), max_size=8))
def test_the_accented_form_of_a_word_says_the_others(texts: list[str]) -> None:
    seen: dict[str, tuple[str, str]] = {}
    for word in (word for text in texts for word in words(text)):
        assert seen.setdefault(word.accented, word[:2]) == word[:2]


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("é", id="lettres"),
        pytest.param("e\u0301\u0316", id="accents empilés"),
        pytest.param("\u0316\u0301", id="accents seuls"),
        pytest.param("a.", id="sigle"),
        pytest.param(".111", id="nombre"),
        pytest.param("l'", id="élisions"),
        pytest.param("-t-il", id="inversions"),
        pytest.param("aa.e.s", id="écriture inclusive"),
        pytest.param("é\u00ad", id="césures"),
        pytest.param("аa", id="alphabets mêlés"),
        pytest.param("سلام", id="arabe"),
        pytest.param("😀", id="émojis"),
        pytest.param("\ud800é", id="demi-codets"),
        pytest.param("½", id="fractions"),
    ],
)
def test_a_chunk_of_any_length_is_quick(pattern: str, within: Within) -> None:
    text = pattern * (HUGE // len(pattern))
    with within(SECONDS):
        found = list(words(text))
    assert all(word.end <= len(text) for word in found)


def test_a_chunk_of_any_length_is_not_kept() -> None:
    tracemalloc.start()
    for rank in range(CHUNKS):
        terms(f"{rank}" + "a" * HUGE)
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < CHUNKS * HUGE // 2


@pytest.mark.parametrize("char", ["a", "é", "漢", "ﷺ", "e\u0301", "a\u200d"])
def test_a_chunk_without_end_is_analysed_in_pieces(char: str) -> None:
    text = char * (3 * LONGEST_CHUNK)
    found = list(words(text))
    assert len(found) >= 3
    assert "".join(text[word.start : word.end] for word in found) == text
    assert terms(text).stems.split(" ") == [word.stem for word in found]
    assert list(literals(text)) == [word.literal for word in found]


TEXTS = [path.read_text() for path in sorted(SAMPLES.rglob("*.txt"))]


@settings(max_examples=settings().max_examples // 5)
@given(st.lists(st.sampled_from(TEXTS), max_size=6, min_size=2))
def test_a_long_text_has_the_words_of_its_chunks(texts: list[str]) -> None:
    text = " ".join(texts)
    assume(len(text) > LONGEST_CHUNK)
    one_by_one = [word[:3] for chunk in join(text).split() for word in words(chunk)]
    assert [word[:3] for word in words(text)] == one_by_one
    assert terms(text).literals.split(" ") == [literal for _, literal, _ in one_by_one]


@given(st.text("0123456789., \u00a0\u202f", max_size=30))
def test_groups_of_digits_are_joined_where_no_digit_follows(text: str) -> None:
    # the rule in its plainest form, which remembers every group
    space = "[ \u00a0\u2009\u202f]"
    groups = re.finditer(rf"(?<![\d.,])\d{{1,3}}(?:{space}\d{{3}})+(?!\d)", text)
    joined = {place for match in groups for place in range(*match.span())}
    assert join(text) == "".join(
        "\u2060" if place in joined and re.match(space, char) else char
        for place, char in enumerate(text)
    )


@given(st.text("0123456789., \u00a0\u202f", max_size=30))
def test_joining_numbers_keeps_every_offset(text: str) -> None:
    joined = join(text)
    assert len(joined) == len(text)
    assert joined.replace("\u2060", "") == "".join(
        char for char, new in zip(text, joined, strict=True) if new != "\u2060"
    )


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("L’Élysée", "l'elysee"),
        ("  Côte   d'Ivoire ", "cote d'ivoire"),
        ("CÔTE\u00a0D’IVOIRE", "cote d'ivoire"),
        ("Co\u0302te d‘ivoire", "cote d'ivoire"),
        ("éco\u00adnomie", "economie"),
        ("Bœuf & Cie", "boeuf & cie"),
        ("2023", "2023"),
        ("S.N.C.F.", "sncf"),
        ("s.n.c.f", "sncf"),
        ("S. N. C. F.", "sncf"),
        ("SNCF", "sncf"),
        ("Côte-d’Ivoire", "cote d'ivoire"),
        ("Saint‑Étienne", "saint etienne"),
        ("Saint Etienne", "saint etienne"),
        ("Israël–Palestine", "israel palestine"),
        ("P.-D.G.", "pdg"),
        ("J.-P. Lô", "jp lo"),
        ("J. P. Lô", "jp lo"),
        ("JP Lô", "jp lo"),
        ("M. Lô", "m lo"),
        ("St. Malo", "st malo"),
        ("Covid-19", "covid 19"),
        ("F-35", "f35"),
        ("F35", "f35"),
        ("A 7", "a7"),
        ("J.O. 2024", "jo 2024"),
        ("J. O. 2024", "jo 2024"),
        ("JO 2024", "jo 2024"),
        ("49.3", "49 3"),
        ("49-3", "49 3"),
        ("493", "493"),
        ("Web 2.0", "web 2 0"),
        ("C++", "c++"),
        ("Vitamine C", "vitamine c"),
        ("L’Équipe", "l'equipe"),
        ("L＇Équipe.fr", "l'equipefr"),
        ("…", ""),
        ("- . -", ""),
        ("", ""),
    ],
)
def test_spellings_of_a_label_meet_under_one_value(label: str, value: str) -> None:
    assert fold_label(label) == value
    assert fold_label(value) == value


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()
