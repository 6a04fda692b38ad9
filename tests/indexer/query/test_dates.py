"""Are dates understood as people write them?"""

from datetime import date

import pytest
from support.words import NO_WORDS

from indexer import query
from indexer.query.dates import is_relative
from indexer.query.syntax_tree import Days

TODAY = date(2023, 9, 14)
YESTERDAY = date(2023, 9, 13)
THE_DAY = Days(TODAY, TODAY)
THE_MONTH = Days(date(2023, 9, 1), date(2023, 9, 30))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("date:14-09-2023", THE_DAY),
        ("date:14/09/2023", THE_DAY),
        ("date:2023-09-14", THE_DAY),
        ("date:14 septembre 2023", THE_DAY),
        ("date: 14 SEPTEMBRE 2023", THE_DAY),
        ('date:"14 septembre 2023"', THE_DAY),
        ("date:1er septembre 2023", Days(date(2023, 9, 1), date(2023, 9, 1))),
        ("date:09-2023", THE_MONTH),
        ("date:septembre 2023", THE_MONTH),
        ("date:août 2023", Days(date(2023, 8, 1), date(2023, 8, 31))),
        ("date:aout 2023", Days(date(2023, 8, 1), date(2023, 8, 31))),
        ("depuis:septembre 2023", Days(date(2023, 9, 1), None)),
        ("avant:septembre 2023", Days(None, date(2023, 8, 31))),
        ("depuis:hier", Days(YESTERDAY, None)),
        ("date:aujourd’hui", THE_DAY),
        ("date:AUJOURD'HUI", THE_DAY),
        ("avant:hier", Days(None, date(2023, 9, 12))),
        ("depuis:lundi", Days(date(2023, 9, 11), None)),
        ("depuis:jeudi", Days(date(2023, 9, 7), None)),
        ("date:mardi dernier", Days(date(2023, 9, 12), date(2023, 9, 12))),
        ("date:septembre", THE_MONTH),
        ("date:septembre dernier", Days(date(2022, 9, 1), date(2022, 9, 30))),
        ("depuis:octobre", Days(date(2022, 10, 1), None)),
        ("date:la semaine dernière", Days(date(2023, 9, 4), date(2023, 9, 10))),
        ("depuis:la semaine dernière", Days(date(2023, 9, 4), None)),
        ("avant:cette semaine", Days(None, date(2023, 9, 10))),
        ("date:ce mois-ci", THE_MONTH),
        ("date:le mois dernier", Days(date(2023, 8, 1), date(2023, 8, 31))),
        ("date:cette année", Days(date(2023, 1, 1), date(2023, 12, 31))),
        ("date:l’an dernier", Days(date(2022, 1, 1), date(2022, 12, 31))),
        ("depuis:3 jours", Days(date(2023, 9, 11), None)),
        ("depuis:une semaine", Days(date(2023, 9, 7), None)),
        ("depuis:il y a deux mois", Days(date(2023, 7, 14), None)),
        ("depuis:2 ans", Days(date(2021, 9, 14), None)),
    ],
)
def test_a_date_is_understood_as_it_is_written(text: str, days: Days) -> None:
    parsed = query.parse(text, NO_WORDS, today=TODAY)
    assert parsed.node == days
    assert [one.message for one in parsed.warnings if "espace" not in one.message] == []


@pytest.mark.parametrize("text", ["date:bientôt", "date:31 février 2023", "depuis:mois"])
def test_what_is_no_date_is_told(text: str) -> None:
    (warning, *_) = query.parse(text, NO_WORDS, today=TODAY).warnings
    assert "date incomprise" in warning.message


def test_months_ago_end_with_the_month() -> None:
    parsed = query.parse("depuis:un mois", NO_WORDS, today=date(2023, 3, 31))
    assert parsed.node == Days(date(2023, 2, 28), None)


def test_no_day_is_guessed_where_none_is_said() -> None:
    (warning, *_) = query.parse("depuis:hier", NO_WORDS).warnings
    assert "date incomprise" in warning.message


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("depuis:hier", True),
        ("date: Aujourd’hui", True),
        ("grève depuis:la semaine dernière", True),
        ("depuis:3 jours", True),
        ("depuis:2023", False),
        ("date:septembre 2023", False),
        ("date:14/09/2023 jours de grève", False),
        ("hier", False),
        ("titre:hiérarchie", False),
    ],
)
def test_only_a_period_counts_from_today(text: str, relative: bool) -> None:  # noqa: FBT001
    assert is_relative(text) == relative
