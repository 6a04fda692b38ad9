"""Are dates, numbers and plurals written as French readers expect them?"""

from datetime import UTC, date, datetime, timedelta

import pytest

from indexer.article import PARIS
from indexer.messages import french_format

NOW = datetime(2024, 2, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1\u202f000"),
        (1234567, "1\u202f234\u202f567"),
        (-1000, "-1\u202f000"),
        (1234.5, "1\u202f234,5"),
        (0.1, "0,1"),
    ],
)
def test_number(value: float, expected: str) -> None:
    assert french_format.number(value) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0\u00a0rejet"),
        (1, "1\u00a0rejet"),
        (2, "2\u00a0rejets"),
        (1500, "1\u202f500\u00a0rejets"),
    ],
)
def test_zero_and_one_are_singular(count: int, expected: str) -> None:
    assert french_format.counted(count, "rejet") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2023, 9, 14), "jeudi 14\u00a0septembre\u00a02023"),
        (date(2024, 2, 29), "jeudi 29\u00a0février\u00a02024"),
        (date(2023, 8, 1), "mardi 1ᵉʳ\u00a0août\u00a02023"),
        (date(2023, 12, 31), "dimanche 31\u00a0décembre\u00a02023"),
        (date(1999, 1, 11), "lundi 11\u00a0janvier\u00a01999"),
    ],
)
def test_day_and_weekday(value: date, expected: str) -> None:
    assert french_format.weekday(value) == expected
    assert french_format.day(value) == expected.split(" ", 1)[1]


@pytest.mark.parametrize(
    ("value", "ending"),
    [
        (
            datetime(2023, 9, 14, 9, 5, tzinfo=PARIS),
            "14\u00a0septembre\u00a02023, 9\u00a0h\u00a005",
        ),
        (
            datetime(2023, 9, 14, 22, 30, tzinfo=UTC),
            "15\u00a0septembre\u00a02023, 0\u00a0h\u00a030",
        ),
        (datetime(2023, 9, 14, 0, 0, tzinfo=PARIS), "jeudi 14\u00a0septembre\u00a02023"),
        (datetime(2023, 12, 31, 23, 0, tzinfo=UTC), "lundi 1ᵉʳ\u00a0janvier\u00a02024"),
    ],
)
def test_a_moment_is_told_in_paris_without_its_time_at_midnight(
    value: datetime, ending: str
) -> None:
    assert french_format.moment(value).endswith(ending)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(seconds=-5), "à l’instant"),
        (timedelta(0), "à l’instant"),
        (timedelta(seconds=59), "à l’instant"),
        (timedelta(seconds=60), "il y a 1\u00a0minute"),
        (timedelta(minutes=59, seconds=59), "il y a 59\u00a0minutes"),
        (timedelta(hours=1), "il y a 1\u00a0heure"),
        (timedelta(hours=23, minutes=59), "il y a 23\u00a0heures"),
        (timedelta(days=1), "il y a 1\u00a0jour"),
        (timedelta(days=1200), "il y a 1\u202f200\u00a0jours"),
    ],
)
def test_an_age_is_told_in_its_largest_unit(age: timedelta, expected: str) -> None:
    assert french_format.days_ago(NOW - age, NOW) == expected
