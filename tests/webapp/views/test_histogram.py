"""Do the bars count every dated article once, and lead to the period they stand for?"""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from support.markup import find, having, texts

from webapp.views.histogram import HEIGHT, histogram

MONTHS = st.dictionaries(
    st.builds(lambda y, m: y * 100 + m, st.integers(1, 9999), st.integers(1, 12)),
    st.integers(1, 10_000),
    max_size=40,
)
NEAR_MONTHS = st.dictionaries(
    st.builds(lambda y, m: y * 100 + m, st.integers(2015, 2019), st.integers(1, 12)),
    st.integers(1, 10_000),
    max_size=40,
)


@given(MONTHS | NEAR_MONTHS)
def test_every_article_is_in_one_bar_and_bars_touch(months: dict[int, int]) -> None:
    found = histogram(months, None, None)
    if found is None:
        return
    assert sum(bar.count for bar in found.bars) == sum(months.values())
    assert 2 <= len(found.bars) <= 120
    assert max(bar.height for bar in found.bars) == HEIGHT
    for bar, following in zip(found.bars, found.bars[1:], strict=False):
        assert following.first - bar.last == timedelta(days=1)
        held = [n for m, n in months.items() if bar.first <= date(m // 100, m % 100, 1) <= bar.last]
        assert bar.count == sum(held)
        assert (bar.height > 0) == (bar.count > 0)


@pytest.mark.parametrize(
    ("months", "noun", "names"),
    [
        pytest.param({202311: 1, 202401: 2}, "mois", ["novembre 2023", "janvier 2024"], id="month"),
        pytest.param({201905: 1, 202401: 2}, "année", ["2019", "2024"], id="year"),
        pytest.param({180001: 1, 202401: 2}, "décennie", ["1800–1809", "2020–2029"], id="decade"),
        pytest.param({101: 1, 202401: 2}, "siècle", ["0–99", "2000–2099"], id="wrong dates"),
    ],
)
def test_the_step_follows_the_span(months: dict[int, int], noun: str, names: list[str]) -> None:
    found = histogram(months, None, None)
    assert found is not None
    assert found.noun == noun
    ends = [found.bars[0].text, found.bars[-1].text]
    assert [text.replace("\u00a0", " ") for text in ends] == names


@pytest.mark.parametrize("months", [{}, {202401: 5}])
def test_below_two_bars_there_is_nothing_to_draw(months: dict[int, int]) -> None:
    assert histogram(months, None, None) is None


def test_bars_at_the_ends_keep_within_the_days_asked_for() -> None:
    found = histogram({202401: 1, 202402: 1}, date(2024, 1, 10), date(2024, 2, 20))
    assert found is not None
    spans = [(bar.first, bar.last) for bar in found.bars]
    assert spans == [
        (date(2024, 1, 10), date(2024, 1, 31)),
        (date(2024, 2, 1), date(2024, 2, 20)),
    ]


def test_a_month_is_seen_day_by_day() -> None:
    days = {date(2024, 2, 3): 4, date(2024, 3, 1): 1}
    found = histogram({202402: 4, 202403: 1}, date(2024, 2, 2), date(2024, 3, 2), days)
    assert found is not None
    assert found.noun == "jour"
    assert len(found.bars) == 30
    assert {bar.first: bar.count for bar in found.bars if bar.count} == days
    assert all(bar.first == bar.last for bar in found.bars)
    assert [bar.text for bar in found.bars[-2:]] == [
        "1ᵉʳ\u00a0mars\u00a02024",
        "2\u00a0mars\u00a02024",
    ]


@pytest.mark.parametrize(
    ("period", "wider"),
    [
        ("from=2023-02-01&to=2023-02-28", ("← 2023", "/?q=le&from=2023-01-01&to=2023-12-31")),
        ("from=2023-01-01&to=2023-12-31", ("← 2016–2026", "/?q=le")),
    ],
)
def test_there_is_a_way_out_of_a_period(
    period: str, wider: tuple[str, str], client: FlaskClient
) -> None:
    (link,) = find(client.get(f"/?q=le&{period}").text, "a", "wider")
    assert (link.text, link.attributes["href"]) == wider
    assert not having(client.get("/?q=le").text, "wider")


def test_a_few_articles_are_seen_without_bars(client: FlaskClient) -> None:
    for query in ("grève", "le"):
        total = client.get(f"/api/v1/search?q={query}").json["total"]  # type: ignore[index]
        assert bool(having(client.get(f"/?q={query}").text, "bars")) == (total >= 10), total


@pytest.mark.parametrize("query", ["q=le", "q=le&to=2023-12-31", "q=&from=2024-01-01"])
def test_a_bar_leads_to_the_articles_it_counts(query: str, client: FlaskClient) -> None:
    text = client.get(f"/?{query}").text
    bars = find(text, "a", "bars")
    figures = dict(zip(texts(text, "th", "figures")[2:], texts(text, "td", "figures"), strict=True))
    assert len(bars) == len(figures) > 1
    for bar in bars:
        name, _, count = bar.text.partition("\u00a0: ")
        found = client.get(f"/api/v1/search?{urlsplit(bar.attributes['href']).query}").json
        assert found is not None
        assert found["total"] == int(figures[name]) == int(count.split("\u00a0")[0])


def test_presets_are_links_and_the_one_in_use_is_told(client: FlaskClient) -> None:
    links = find(client.get("/?q=le&tag=politique&page=2").text, "a", "presets")
    assert [link.text for link in links] == [
        *("aujourd’hui", "7 jours", "30 jours", "cette année", "l’an dernier"),
    ]
    year = links[3].attributes["href"]
    assert year.startswith("/?q=le&tag=politique&from=")
    then = find(client.get(year).text, "a", "presets")
    assert [link.text for link in then if "aria-current" in link.attributes] == ["cette année"]


def test_what_dates_leave_out_is_told_on_the_page(client: FlaskClient) -> None:
    text = client.get("/?q=&from=2016-01-01").text
    undated = client.get("/api/v1/search?q=").json["total"]  # type: ignore[index]
    undated -= client.get("/api/v1/search?q=&from=0001-01-01").json["total"]  # type: ignore[index]
    (told,) = having(text, "omission")
    assert told.text.startswith(f"{undated}\u00a0article")
    assert "sans date exclu" in told.text
    assert having(client.get("/?q=").text, "omission") == []


@pytest.mark.parametrize(
    ("since", "count"), [(date(2021, 3, 29), 62), (date(2021, 1, 20), 45), (date(2021, 5, 1), 31)]
)
def test_days_name_each_month_in_a_wide_window_and_in_a_narrow_one(since: date, count: int) -> None:
    days = {since + timedelta(days=place): 1 for place in range(count)}
    found = histogram({}, since, max(days), days)
    assert found is not None
    named = [bar for bar in found.bars if bar.tick]
    narrow = [bar for bar in named if not bar.wide]
    assert 4 <= len(named) <= 10
    assert 2 <= len(narrow) <= 4
    for bars in (named, narrow):
        months: dict[int, str] = {}
        for bar in bars:
            months.setdefault(bar.first.month, bar.tick)
        assert all("\u00a0" in tick for tick in months.values()), months


@pytest.mark.parametrize("count", [*range(2, 121)])
def test_what_a_narrow_window_names_a_wide_one_names_too(count: int) -> None:
    months = {(2000 + rank // 12) * 100 + rank % 12 + 1: 1 for rank in range(count)}
    found = histogram(months, None, None)
    assert found is not None
    narrow = [bar for bar in found.bars if not bar.wide]
    assert len(narrow) <= 4
    assert all(bar.tick for bar in narrow)
