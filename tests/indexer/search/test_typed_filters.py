"""Which pieces of a query are filters that can be taken away one by one?"""

from functools import partial
from operator import attrgetter, eq

import pytest

from indexer.query.lexer import lexemes
from indexer.search import typed_filters


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        pytest.param("grève date:2023", {"date:2023": "grève"}, id="date"),
        pytest.param("grève  depuis:2020  mer", {"depuis:2020": "grève mer"}, id="in between"),
        pytest.param(
            'titre:"à la une" mer', {'titre:"à la une"': "mer"}, id="field of a quotation"
        ),
        pytest.param("-source:écho mer", {"-source:écho": "mer"}, id="minus"),
        pytest.param("mer SAUF tag:port", {"SAUF tag:port": "mer"}, id="not"),
        pytest.param("titre:=Élysée mer", {"titre:=Élysée": "mer"}, id="exact"),
        pytest.param("titre:a ET b", {"titre:a": "b"}, id="and after"),
        pytest.param("b ET titre:a", {"titre:a": "b"}, id="and before"),
        pytest.param("TITRE:a date:2020", {"TITRE:a": "date:2020", "date:2020": "TITRE:a"}, id="2"),
        pytest.param(
            "date:septembre 2023 mer", {"date:septembre 2023": "mer"}, id="month in words"
        ),
        pytest.param("mer date:14 septembre 2023", {"date:14 septembre 2023": "mer"}, id="day"),
        pytest.param("mer depuis:1er mai 2023 b", {"depuis:1er mai 2023": "mer b"}, id="since"),
        pytest.param("titre:mai 2023", {"titre:mai": "2023"}, id="no period, so one word"),
        pytest.param("depuis:hier mer", {"depuis:hier": "mer"}, id="yesterday"),
        pytest.param("titre:a,b mer", {"titre:a,b": "mer"}, id="several values"),
        pytest.param("-titre:=a/b,c mer", {"-titre:=a/b,c": "mer"}, id="several, excluded"),
        pytest.param("mer -a,b", {}, id="excluded words"),
        pytest.param("grève mer", {}, id="none"),
        pytest.param("inconnu:a", {}, id="unknown field"),
        pytest.param("titre: a", {}, id="nothing after the colon"),
        pytest.param("a OU titre:b", {}, id="an alternative is no filter"),
        pytest.param("titre:(a b)", {}, id="parentheses"),
        pytest.param("", {}, id="empty"),
    ],
)
def test_filters_are_found_and_taken_away(text: str, filters: dict[str, str]) -> None:
    found = list(lexemes(text))
    assert {
        one.text: typed_filters.without(text, found, partial(eq, one))
        for one in typed_filters.typed(text, found)
    } == filters


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("grève date:2023 depuis:2020 titre:mer", "grève titre:mer"),
        ("grève -date:2023", "grève -date:2023"),
        ("grève", "grève"),
    ],
)
def test_periods_are_taken_away_together_unless_excluded(text: str, without: str) -> None:
    assert typed_filters.without(text, list(lexemes(text)), attrgetter("dated")) == without


def test_all_filters_are_taken_away_together() -> None:
    text = "titre:a grève ET date:2023 -source:b mer"
    assert typed_filters.without(text, list(lexemes(text)), lambda _: True) == "grève mer"
