"""Are searches compared over time with true numbers, each leading to its articles?"""

import csv
from io import StringIO
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from support.markup import find, having

from indexer import deadline

ADDRESS = f"/tendances?s={quote('q=maire&tag=politique')}&q=grève&q=budget"


def rows_of(client: FlaskClient, query: str) -> list[dict[str, str]]:
    text = client.get(f"/tendances.csv?{query}").text.removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def found(client: FlaskClient, query: str) -> Any:
    return client.get(f"/api/v1/search?{query}&facet.size=1").json


def test_every_number_and_every_point_opens_as_many_articles(client: FlaskClient) -> None:
    text = client.get(ADDRESS).text
    points = find(text, "a", "chart")
    numbers = [link for link in find(text, "a", "numbers") if link.text.isdecimal()]
    assert len(points) == len(numbers) > 5
    for link in numbers:
        assert found(client, urlsplit(link.attributes["href"]).query)["total"] == int(link.text)
    told = {link.attributes["href"] for link in points}
    assert told == {link.attributes["href"] for link in numbers}


@pytest.mark.parametrize("filters", ["", "&source={}", "&exclude.source={}", "&from=2019-03-01"])
def test_a_share_is_of_all_articles_of_the_same_sources(filters: str, client: FlaskClient) -> None:
    source = found(client, "q=")["facets"]["source"][0]["value"]
    narrowed = filters.format(quote(source))
    rows = rows_of(client, f"by=year&s={quote('q=maire' + narrowed)}")
    assert rows
    for row in rows:
        first = f"{row['Période']}-01-01"
        days = "" if "from" in filters and row["Période"] == "2019" else f"&from={first}"
        days += f"&to={row['Période']}-12-31"
        kept = narrowed if days.count("&") == 1 else narrowed.replace("&from=2019-03-01", "")
        whole = found(client, kept + days)["total"]
        assert int(row["Ensemble"]) == whole
        share = 100 * int(row["Articles"]) / whole if whole else None
        told = row["Part (%)"].replace(",", ".")
        assert (float(told) if told else None) == pytest.approx(share, abs=0.001)


def test_the_address_is_the_whole_state(client: FlaskClient) -> None:
    text = client.get(f"{ADDRESS}&by=year&measure=share").text
    chosen = [link.text for link in find(text, "a", "ways") if "aria-current" in link.attributes]
    assert chosen == ["par année", "part des articles des mêmes sources"]
    kept = {
        (e.attributes["name"], e.attributes["value"]) for e in find(text, "input", "compare")[:-1]
    }
    assert {("by", "year"), ("measure", "share"), ("s", "q=gr%C3%A8ve")} <= kept
    dropped = next(link for link in find(text, "a", "series") if link.text == "ôter grève")
    left = client.get(dropped.attributes["href"]).text
    names = [link.text for link in find(left, "a", "series") if "drop" not in link.names]
    assert len(names) == 2
    assert not any("grève" in name for name in names)


def test_a_search_leads_to_its_curve_and_back(client: FlaskClient) -> None:
    results = client.get("/?q=maire&exclude.year=2020&page_size=10").text
    link = next(e for e in find(results, "a") if e.attributes["href"].startswith("/tendances?"))
    curve = client.get(link.attributes["href"]).text
    back = find(curve, "a", "series")[0].attributes["href"]
    assert back == "/?q=maire&exclude.year=2020"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("q=a&by=day", "« day » n’est pas de ceux-ci : auto, month, year."),
        ("q=a&measure=part", "« part » n’est pas de ceux-ci : articles, share."),
        ("s=from%3D2023", "« 2023 » n’est pas un jour de la forme AAAA-MM-JJ."),
        ("q=a&q=b&q=c&q=d&q=e&q=f", "Pas plus de 5 recherches à la fois."),
        ("s=gr%C3%A8ve", "« grève » n’est pas l’adresse d’une recherche."),
        ("s=q%253Da&s=%25", "« q%3Da » n’est pas l’adresse d’une recherche."),
        ("s=%3D", "« = » n’est pas l’adresse d’une recherche."),
        ("s=texte%3Da", "« texte=a » n’est pas l’adresse d’une recherche."),
        ("serie=a", "Paramètre inconnu « serie »"),
    ],
)
def test_what_cannot_be_used_is_said(query: str, told: str, client: FlaskClient) -> None:
    page = client.get(f"/tendances?{query}")
    assert page.status_code == 200
    said = [one.text.replace("\u00a0", " ") for one in having(page.text, "warning")]
    assert any(text.startswith(told) for text in said), said


def test_what_is_no_search_has_no_curve(client: FlaskClient) -> None:
    text = client.get("/tendances?s=gr%C3%A8ve&q=maire").text
    assert [e.text for e in find(text, "a", "series") if "drop" not in e.names] == ["maire"]


@pytest.mark.parametrize("path", ["/?q=", "/?view=titres", "/?page_size=50", "/?sort=newest"])
def test_the_whole_archive_is_a_search_like_another(path: str, client: FlaskClient) -> None:
    results = client.get(path).text
    link = next(e for e in find(results, "a") if e.attributes["href"].startswith("/tendances?"))
    text = client.get(link.attributes["href"]).text
    for name in ("part des articles des mêmes sources", "par année"):
        way = next(e for e in find(text, "a", "ways") if e.text == name)
        text = client.get(way.attributes["href"]).text
        (series,) = (e for e in find(text, "a", "series") if "drop" not in e.names)
        assert (series.text, series.attributes["href"]) == ("toute l’archive", "/?q=")
    kept = [
        e.attributes["value"] for e in find(text, "input", "compare") if "value" in e.attributes
    ]
    assert "q=" in kept
    assert having(client.get(series.attributes["href"]).text, "count-line")


def test_an_address_of_titles_is_a_search_too(client: FlaskClient) -> None:
    text = client.get(f"/tendances?s={quote('q=maire&view=titres&open=a')}").text
    assert not having(text, "warning")
    assert find(text, "a", "series")[0].attributes["href"] == "/?q=maire"


def test_the_table_is_named_as_what_is_compared(client: FlaskClient) -> None:
    name = client.get("/tendances.csv?q=maire&q=-gr%C3%A8ve").headers["Content-Disposition"]
    assert name == 'attachment; filename="manchette-tendances-maire-sauf-greve.csv"'


@pytest.mark.parametrize(
    "written", ["q=gr?ve&from=2019-01-01", "?q=gr?ve&from=2019-01-01", "/?q=gr?ve&from=2019-01-01"]
)
def test_a_question_mark_in_a_search_is_a_part_of_it(written: str, client: FlaskClient) -> None:
    text = client.get(f"/tendances?s={quote(written)}").text
    assert not having(text, "warning")
    links = [e.attributes["href"] for e in find(text, "a", "series") if "drop" not in e.names]
    assert links == ["/?q=gr%3Fve&from=2019-01-01"]


def test_a_table_out_of_time_is_refused(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadline, "HERE_SECONDS", -1.0)
    assert having(client.get("/tendances?q=maire").text, "warning")
    response = client.get("/tendances.csv?q=maire")
    assert response.status_code == 400
    assert "trop longue" in response.text


@pytest.mark.parametrize("query", ["", "s=", "q=hippogriffe", "s=%3F%3D%26&s=%00", "q=%28%28%22"])
def test_nothing_to_draw_is_a_page_all_the_same(query: str, client: FlaskClient) -> None:
    page = client.get(f"/tendances?{query}")
    assert page.status_code == 200
    assert not find(page.text, "svg", "chart")
    assert client.get(f"/tendances.csv?{query}").status_code == 200
