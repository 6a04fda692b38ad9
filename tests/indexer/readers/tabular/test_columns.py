"""Does the one table of names say what its documentation says?"""

import re

import pytest
from support.places import ROOT

from indexer.readers.tabular.columns import NAMES, field_of, folded

_ROW = re.compile(r"^\| (\w+) \| ((?:`\w+` ?)+)\|$", re.MULTILINE)


def test_the_documentation_has_the_names_of_the_table() -> None:
    rows = _ROW.findall((ROOT / "docs/formats.md").read_text("utf-8"))
    assert {field: tuple(re.findall(r"\w+", names)) for field, names in rows} == NAMES


@pytest.mark.parametrize(
    "name",
    [
        "Date de publication",
        "date_publication",
        "DATE-PUBLICATION",
        "dc:datePublication",
        " Daté publication",
    ],
)
def test_names_are_one_whatever_their_spelling(name: str) -> None:
    assert folded(name) == "datepublication"
    assert field_of(name) == "published"


def test_names_that_a_house_added_in_drupal_are_those_of_the_table() -> None:
    assert [field_of(name) for name in ("field_auteur", "field_date_de_publication", "field")] == [
        "authors",
        "published",
        None,
    ]


def test_every_name_is_folded_and_stands_for_one_field() -> None:
    told = {name: field for field, names in NAMES.items() for name in names if field != "status"}
    assert all(folded(name) == name for name in told)
    assert all(field_of(name) == field for name, field in told.items())
