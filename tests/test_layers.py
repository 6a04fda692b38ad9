"""Does each room import only what the contract of tools/layers.py lets it, and is it drawn?"""

import ast

import pytest

from tools import layers


def test_every_module_stands_in_a_room() -> None:
    for module in layers.modules():
        if module != "indexer":
            assert layers.room(module)


def test_nothing_is_imported_upward() -> None:
    assert layers.upward() == []


def test_no_circle_among_modules_nor_among_rooms() -> None:
    assert layers.circle(layers.imports()) == []
    assert layers.circle(layers.rooms()) == []


@pytest.mark.parametrize("package", ["indexer", "webapp"])
def test_few_modules_stand_outside_a_room(package: str) -> None:
    assert len(list((layers.ROOT / package).glob("[a-z]*.py"))) <= 7


def test_a_circle_is_found() -> None:
    assert layers.circle({"a": {"b"}, "b": {"c"}, "c": {"a"}})


def test_every_package_says_which_question_it_answers() -> None:
    for name, path in layers.modules().items():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), name


def test_the_drawing_is_up_to_date() -> None:
    assert layers.PAGE.read_text("utf-8") == layers.page(), "make docs"
