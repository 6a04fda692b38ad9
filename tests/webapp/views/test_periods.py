"""Do the periods one click away hold the days their names say, in Paris?"""

from datetime import UTC, date, datetime

import pytest

from webapp.views import periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("aujourd’hui", date(2024, 3, 1), date(2024, 3, 1)),
        ("7 jours", date(2024, 2, 24), date(2024, 3, 1)),
        ("30 jours", date(2024, 2, 1), date(2024, 3, 1)),
        ("cette année", date(2024, 1, 1), date(2024, 12, 31)),
        ("l’an dernier", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_period_ends_today_or_is_a_year(text: str, first: date, last: date) -> None:
    found = {one.text: (one.first, one.last) for one in periods.presets(date(2024, 3, 1))}
    assert found[text] == (first, last)
    assert (last - first).days in {0, 6, 29, 364, 365}


def test_the_year_begins_in_paris_before_it_does_in_greenwich() -> None:
    assert periods.today(datetime(2023, 12, 31, 23, 30, tzinfo=UTC)) == date(2024, 1, 1)
    assert periods.today(datetime(2024, 6, 30, 21, 59, tzinfo=UTC)) == date(2024, 6, 30)
