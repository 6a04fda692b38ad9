"""Tags come as a line, a list or objects; each is there once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.tags import tags

VALUES = [
    ("eau potable, Val-Perdu", ("eau potable", "Val-Perdu")),
    ("eau potable,Val-Perdu ,", ("eau potable", "Val-Perdu")),
    ("eau; Val-Perdu, source", ("eau", "Val-Perdu, source")),
    ("eau | Val-Perdu", ("eau", "Val-Perdu")),
    ("eau|Val-Perdu;source", ("eau", "Val-Perdu", "source")),
    ("eau", ("eau",)),
    ("", ()),
    (" , ;", ()),
    (["eau", "Val-Perdu"], ("eau", "Val-Perdu")),
    (["eau, gaz", "Val-Perdu"], ("eau, gaz", "Val-Perdu")),
    (("eau", " Val-Perdu "), ("eau", "Val-Perdu")),
    ([{"name": "eau"}, {"@type": "Thing", "name": "Val-Perdu"}], ("eau", "Val-Perdu")),
    ([{"code": "medtop:1"}, {"name": ""}, {"name": None}], ()),
    ([{"name": "eau"}, "Val-Perdu", 2024, None, True, ["x"]], ("eau", "Val-Perdu", "2024")),
    ({"name": "eau"}, ("eau",)),
    ({"code": "eau"}, ()),
    (None, ()),
    (3.5, ()),
    ([], ()),
    (
        "Villebrume, budget municipal,quais , Budget municipal",
        ("Villebrume", "budget municipal", "quais"),
    ),
    ("été, Ete, ÉTÉ", ("été",)),
    ("eau   de\xa0source", ("eau de source",)),
    ("e\u0301te\u0301", ("été",)),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_value_gives_its_tags(value: object, expected: tuple[str, ...]) -> None:
    assert tags(value) == expected


def test_the_title_is_no_tag() -> None:
    assert tags("eau, Le Pont  coupé", title="Le pont coupé") == ("eau",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["name", "x"]), inner),
    max_leaves=8,
)


@given(JSON, st.text())
def test_no_value_raises(value: object, title: str) -> None:
    found = tags(value, title)
    assert all(tag == tag.strip() != "" for tag in found)
    assert len(set(found)) == len(found)
