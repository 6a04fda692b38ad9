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
    ],
)
def test_a_date_is_understood_as_it_is_written(text: str, days: Days) -> None:
    parsed = query.parse(text, NO_WORDS, today=TODAY)
    assert parsed.node == days
    assert [one.message for one in parsed.warnings if "espace" not in one.message] == []


@pytest.mark.parametrize("text", ["date:septembre", "date:31 février 2023", "depuis:lundi"])
def test_what_is_no_date_is_told(text: str) -> None:
    (warning, *_) = query.parse(text, NO_WORDS, today=TODAY).warnings
    assert "date incomprise" in warning.message


def test_no_day_is_guessed_where_none_is_said() -> None:
    (warning, *_) = query.parse("depuis:hier", NO_WORDS).warnings
    assert "date incomprise" in warning.message


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("depuis:hier", True),
        ("date: Aujourd’hui", True),
        ("hier", False),
        ("titre:hiérarchie", False),
    ],
)
def test_only_a_period_counts_from_today(text: str, relative: bool) -> None:  # noqa: FBT001
    assert is_relative(text) == relative
