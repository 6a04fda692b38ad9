"""Which spellings are searched together, and which lines of the file cannot be used?"""

import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.words import NO_WORDS
from whoosh.query import Phrase

from indexer import query
from indexer.analysis import fold, words
from indexer.analysis.terms import stem_term
from indexer.engines import MOST_POSITIONS
from indexer.engines.tree_rewrites import positions
from indexer.messages.french_format import NBSP
from indexer.query import Parsed
from indexer.query.equivalents import MOST_OTHERS, key
from indexer.query.equivalents_file import (
    LONGEST_LINE,
    MOST_BYTES,
    MOST_LINES,
    MOST_WORDS,
    NAME,
    SHIPPED,
    EquivalentsFile,
    house,
    read,
    told,
)
from indexer.query.function_words import FUNCTION_WORDS

SHIPPED_ONES = read(SHIPPED).equivalents
HOUSE = """
# la maison
RN, Rassemblement national
RN, Radio Nova   # une deuxième ligne
député -> élu local
Canal → Canal+ Sport
alpha, bêta
bêta, gamma
gamma, alpha
"""


def lines(tmp_path: Path, content: str | bytes) -> EquivalentsFile:
    path = tmp_path / NAME
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def understood(tmp_path: Path, text: str) -> Parsed:
    return query.parse(text, NO_WORDS, known=lines(tmp_path, HOUSE).equivalents)


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ("RN", "ce mot : RN ou Rassemblement national ou Radio Nova"),
        ("rassemblement  national", "ce mot : rassemblement national ou RN"),
        ("radio nova", "ce mot : radio nova ou RN"),
        ("rn vote", "tous ces mots : rn ou Rassemblement national ou Radio Nova, vote"),
        ("vote rassemblement-national", "tous ces mots : vote, rassemblement-national ou RN"),
        ("mer radio nova vote", "tous ces mots : mer, radio nova ou RN, vote"),
        ("radio nova radio", "tous ces mots : radio nova ou RN, radio"),
        ("radio OU nova", "l’un de ces mots : radio, nova"),
        ("radio +nova", "tous ces mots : radio, nova"),
        ("titre:(radio nova)", "ce mot : radio nova ou RN (dans titre)"),
        ("titre:radio nova", "tous ces mots : radio (dans titre), nova"),
        ("vote -radio", "ce mot : vote ; sauf : radio"),
        ("vote SAUF (radio nova)", "ce mot : vote ; sauf : radio nova ou RN"),
        ("=RN", "ce mot : RN (orthographe exacte)"),
        ('"RN"', "ce mot : « RN »"),
        ("RN~", "ce mot : RN (à peu près)"),
        ("nova*", "ce mot : nova*"),
        ("RN PRÈS vote", "ceci : RN à 10 mots au plus de vote"),
        ("(rn vote) OU mer", "l’un ou l’autre : ((rn ou {} ou {}) et vote), mer"),
        ("député", "ce mot : député ou élu local"),
        ("élu local", "tous ces mots : élu, local"),
        # a sigle that nothing parts from its number is another word
        ("RN7", "ce mot : RN7"),
        ("rn7 vote", "tous ces mots : rn7, vote"),
        ("RN-vote", "ce mot : RN-vote ou {}-vote ou {}-vote"),
        ("ex-député", "ce mot : ex-député ou ex-élu local"),
        # circles and chains: a line says all that it does
        ("alpha", "ce mot : alpha ou bêta ou gamma"),
        ("beta", "ce mot : beta ou alpha ou gamma"),
    ],
)
def test_what_was_typed_is_read_back_with_its_equivalents(
    text: str, explanation: str, tmp_path: Path
) -> None:
    found = understood(tmp_path, text).explanation.replace(NBSP, " ")
    assert found == explanation.format("Rassemblement national", "Radio Nova")


def test_a_line_that_cannot_be_used_is_told_and_the_others_serve(tmp_path: Path) -> None:
    content = "\n".join(
        (
            "\ufeffSNCF, le rail",
            "→ rien à gauche",
            "rien à droite →",
            "trop, , vide",
            "seul",
            "Même, MÊME, mémé → Meme",
            "a → b → c",
            "le, article",
            "x" * (LONGEST_LINE + 1),
            " ".join(["mot"] * (MOST_WORDS + 1)) + ", long",
            ",".join(f"graphie{rank}" for rank in range(30)),
            "!!!, ???",
            "Kiev, Kyiv",
        )
    )
    found = lines(tmp_path, content)
    assert [one.line for one in found.wrong] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert found.used == 2
    assert found.equivalents.of(key("sncf")) == ("le rail",)
    assert found.equivalents.of(key("kyiv")) == ("Kiev",)
    assert list(told(found, 1)) == [
        f"equivalences.txt, ligne 2{NBSP}: une graphie sans mot, "
        "à côté d’une virgule ou d’une flèche",
        f"equivalences.txt{NBSP}: et 10{NBSP}lignes de plus",
    ]


@pytest.mark.parametrize(
    ("content", "wrong", "used"),
    [
        pytest.param("Kiev, Kyiv\nÉlysée, palais\nUE, Europe".encode("latin-1"), [2], 2, id="l1"),
        pytest.param("Kiev, Kyiv\nUE, Europe".encode("utf-16"), [1, 2], 0, id="UTF-16"),
        pytest.param(b"\xff\xfe\x00\x01" * 9 + b"\nUE, Europe", [1], 1, id="bytes"),
        pytest.param(b"UE, Europe\r\nONU, monde\r\n\r\n", [], 2, id="Windows"),
        pytest.param(b"", [], 0, id="empty"),
    ],
)
def test_lines_that_are_not_utf8_are_told(
    content: bytes, wrong: list[int], used: int, tmp_path: Path
) -> None:
    found = lines(tmp_path, content)
    assert ([one.line for one in found.wrong], found.used) == (wrong, used)


def test_a_long_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    found = lines(tmp_path, "".join(f"mot{n}, nom{n} propre\n" for n in range(MOST_LINES + 5)))
    assert (found.used, [one.line for one in found.wrong]) == (MOST_LINES, [MOST_LINES + 1])
    large = lines(tmp_path, b"UE, Europe\n" + b"# \n" * MOST_BYTES)
    assert (large.used, len(large.wrong)) == (1, 1)
    wide = lines(tmp_path, b"UE, Europe\n" + b"# " + b"x" * MOST_BYTES)
    assert (wide.used, [one.line for one in wide.wrong]) == (1, [2])


def test_a_spelling_has_no_more_equivalents_than_its_bound(tmp_path: Path) -> None:
    found = lines(tmp_path, "".join(f"centre, autour{n}\n" for n in range(30)))
    assert len(found.equivalents.of("centre")) == found.used == 8
    assert [one.line for one in found.wrong] == list(range(9, 31))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    folder, pipe = tmp_path / "dossier", tmp_path / "tuyau"
    folder.mkdir()
    os.mkfifo(pipe)
    for path in (folder, pipe):
        assert [one.line for one in read(path).wrong] == [0]


MANY = "\n".join(
    f"z{word}, " + ", ".join(" ".join([f"y{word}x{n}"] * 10) for n in range(8))
    for word in range(40)
)


@pytest.mark.parametrize("before", ["", '"un deux trois"~50 '])
def test_a_query_is_bounded_in_equivalents_and_positions(before: str, tmp_path: Path) -> None:
    known = lines(tmp_path, MANY).equivalents
    parsed = query.parse(before + " ".join(f"z{n}" for n in range(40)), NO_WORDS, known=known)
    others = [one for spelt in parsed.spellings for one in spelt.others]
    assert 0 < len(others) <= MOST_OTHERS
    read_lists = sum(
        positions(len(leaf.words), leaf.slop)
        for leaf in parsed.tree.leaves()
        if isinstance(leaf, Phrase) and leaf.fieldname == "body"
    )
    assert read_lists <= MOST_POSITIONS
    told_here = [one.message.replace(NBSP, " ") for one in parsed.warnings]
    assert "pas plus de 32 équivalents : la suite sans eux" in told_here
    unaffordable = [message for message in told_here if message.startswith("trop d’expressions")]
    assert len(others) + len(unaffordable) == MOST_OTHERS
    assert bool(unaffordable) == bool(before)


def test_a_sigle_is_found_as_it_is_and_words_in_any_form(tmp_path: Path) -> None:
    known = lines(tmp_path, "concours, CAPES, élus locaux").equivalents
    tree = query.parse("concours", NO_WORDS, known=known).tree
    terms = {
        term
        for leaf in tree.leaves()
        for term in (leaf.words if type(leaf) is Phrase else [leaf.text])
    }
    assert {"l:capes", *map(stem_term, words("élus locaux"))} <= terms
    assert terms.isdisjoint(map(stem_term, words("capes")))


def test_the_list_that_ships_is_sound() -> None:
    shipped = read(SHIPPED)
    assert shipped.wrong == ()
    assert shipped.used >= 150
    others = shipped.equivalents.others
    assert not [spelling for spelling in others if FUNCTION_WORDS.issuperset(spelling.split())]


def test_a_file_is_read_again_when_it_changed_and_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert house().path == SHIPPED
    path = tmp_path / NAME
    path.write_text("RN, Radio Nova\nfaux\n", "utf-8")
    with caplog.at_level(logging.WARNING):
        first, again = house(), house()
    assert first is again
    assert first.equivalents.of("rn") == ("Radio Nova",)
    assert first.equivalents.of("onu") == ()
    assert [record.getMessage() for record in caplog.records] == list(told(first, 20))
    path.write_text("RN, Radio Nova, route nationale\n", "utf-8")
    assert house().equivalents.of("rn") == ("Radio Nova", "route nationale")
    path.unlink()
    assert house().path == SHIPPED


def test_the_file_stands_beside_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MANCHETTE_CONFIG", str(tmp_path / "ailleurs.toml"))
    (tmp_path / NAME).write_text("RN, Radio Nova\n", "utf-8")
    assert house().equivalents.of("rn") == ("Radio Nova",)


def _elided(text: str) -> str:
    return text.replace("hier ", "hier l’")


@pytest.mark.parametrize("written", [str.upper, str.lower, fold, _elided])
def test_case_accents_and_elisions_do_not_count(written: Callable[[str], str]) -> None:
    shipped = SHIPPED_ONES
    spellings = {other for others in shipped.others.values() for other in others}
    for spelling in sorted(one for one in spellings if shipped.of(key(one))):
        (found,) = query.parse(written(f"hier {spelling}"), NO_WORDS, known=shipped).spellings
        assert {key(other.text) for other in found.others} == set(
            map(key, shipped.of(key(spelling)))
        )


@given(
    st.lists(
        st.sampled_from(
            [
                *"\"'=-+()~*:,/ ",
                "RN",
                "onu",
                "nations",
                "unies",
                "titre:",
                "OU",
                "SAUF",
                "PRÈS",
                "de",
                "saint-denis",
                "49.3",
                "l’",
            ]
        ),
        max_size=40,
    )
)
def test_any_text_is_understood_with_equivalents(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for typed in (text, "".join(pieces)):
        parsed = query.parse(typed, NO_WORDS, known=SHIPPED_ONES)
        assert all(
            other.text in parsed.explanation for spelt in parsed.spellings for other in spelt.others
        )
        again = query.parse(
            typed,
            NO_WORDS,
            known=replace(SHIPPED_ONES, as_typed=frozenset(one.key for one in parsed.spellings)),
        )
        assert {one.key for one in again.spellings}.isdisjoint(one.key for one in parsed.spellings)
