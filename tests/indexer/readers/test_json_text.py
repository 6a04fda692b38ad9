"""JSON from anywhere is loaded within bounds, or refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.json_text import MAX_DEPTH, load
from indexer.readers.refused import Refused

VALUES = [
    ('{"a": "é"}', {"a": "é"}),
    ("\ufeff[1, 2.5, true, null]", [1, 2.5, True, None]),
    ("[NaN, Infinity, -Infinity]", [None, None, None]),
    ('["a\nb\tc"]', ["a\nb\tc"]),
    (r'["\ud83d\ude00"]', ["😀"]),
    (r'["\ud800"]', ["\ufffd"]),
    (r'["\ude00\ud83d"]', ["\ufffd\ufffd"]),
    (r'["\uD83Dx\uDE00"]', ["\ufffdx\ufffd"]),
    (r'["\ud83d\ud83d\ude00"]', ["\ufffd😀"]),
    (r'["\\ud800 \"\ud800\""]', ['\\ud800 "\ufffd"']),
    (r'{"\udfff": 1}', {"\ufffd": 1}),
    ('["\ud800"]', ["\ufffd"]),
    ('["[[[[", "{{{\\"{"]', ["[[[[", '{{{"{']),
    ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
    ("[" + "[1]," * 500 + "[1]]", [[1]] * 501),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_text_gives_its_value(text: str, value: object) -> None:
    loaded = load(text)
    assert value is None or loaded == value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "illisible à la ligne 1", id="vide"),
        pytest.param("bonjour", "illisible à la ligne 1", id="texte"),
        pytest.param('{"a": 1,\n}', "illisible à la ligne", id="virgule de trop"),
        pytest.param('{"a": 1}\n{"a": 2}', "illisible à la ligne 2", id="deux objets"),
        pytest.param('["a', "illisible", id="chaîne ouverte"),
        pytest.param('"a"', "ni liste", id="une chaîne"),
        pytest.param("3", "ni liste", id="un nombre"),
        pytest.param("NaN", "ni liste", id="NaN"),
        pytest.param("[" * (MAX_DEPTH + 1), "imbriqué", id="101 niveaux"),
        pytest.param('{"a":' * 100_000, "imbriqué", id="100 000 niveaux"),
        pytest.param('["x", ' * 101, "imbriqué", id="des chaînes entre les niveaux"),
        pytest.param("[" + "9" * 5000 + "]", "chiffres", id="5 000 chiffres"),
        pytest.param('["' + "x" * 20_000_000 + '"]', "millions", id="20 Mo"),
    ],
)
def test_what_is_out_of_bounds_is_refused(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        load(text)


PIECES = st.sampled_from(
    ['"', "\\", "\\ud800", "[", "]", "{", "}", ":", ",", "1", "e9", "NaN", "\n", "é", "\ud800"]
)


@given(st.text() | st.lists(PIECES).map("".join))
def test_no_text_raises_anything_else(text: str) -> None:
    try:
        loaded = load(text)
    except Refused:
        return
    assert isinstance(loaded, dict | list)
    str(loaded).encode()
