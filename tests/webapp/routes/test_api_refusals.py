"""What does the API refuse, and does each refusal say how to ask instead?"""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

SEARCH = "/api/v1/search"
PROBLEM = "application/problem+json"

# A name, and the one suggested instead.
UNKNOWN = [
    pytest.param("tags", "tag", id="plural"),
    pytest.param("exclude.tags", "exclude.tag", id="exclusion"),
    pytest.param("pagesize", "page_size", id="run together"),
    pytest.param("Sort", "sort", id="capital"),
    pytest.param("xyzzy", "", id="like no other"),
]
# A name, its value, and the value suggested instead; empty where any valid one will do.
INVALID = [
    pytest.param("page", "0", "1", id="page zero"),
    pytest.param("page", "-1", "1", id="page below zero"),
    pytest.param("page", "deux", "1", id="page in letters"),
    pytest.param("page", "1.0", "1", id="page with a point"),
    pytest.param("page", "٣", "1", id="page in Arabic digits"),
    pytest.param("page", "501", "1", id="page past the bound"),
    pytest.param("page", "9" * 5000, "1", id="page of 5000 digits"),
    pytest.param("page_size", "0", "20", id="empty page"),
    pytest.param("page_size", "101", "20", id="page too large"),
    pytest.param("sort", "date", "", id="sort unknown"),
    pytest.param("sort", "newst", "newest", id="sort misspelt"),
    pytest.param("from", "2023-02-30", "", id="no such day"),
    pytest.param("from", "14/09/2023", "", id="French date"),
    pytest.param("from", "2023", "", id="year alone"),
    pytest.param("to", "hier", "", id="word"),
]


def refused(client: FlaskClient, query: str) -> dict[str, str]:
    """The problem with a search, which must be refused."""
    response = client.get(f"{SEARCH}?{query}")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    problem = response.json
    assert problem is not None
    assert problem["status"] == 400
    assert problem["type"] == "about:blank"
    assert problem["title"]
    return dict(problem)


@pytest.mark.parametrize(("name", "suggestion"), UNKNOWN)
def test_an_unknown_parameter_is_refused_and_one_is_suggested(
    name: str, suggestion: str, client: FlaskClient
) -> None:
    problem = refused(client, urlencode({"q": "budget", name: "1"}))
    assert (problem["param"], problem["suggestion"]) == (name, suggestion)
    assert name in problem["detail"]


# What other services call it, and what it is called here; "" where there is no such thing.
ELSEWHERE = {
    "page_size": "limit rows per_page perPage per-page pageSize size count n max_results num",
    "page": "offset start p skip page[number]",
    "q": "query search text keywords recherche",
    "from": "since after date_from startDate depuis",
    "to": "until before dateTo end_date",
    "sort": "order order_by sortBy tri",
    "author": "auteur byline",
    "section": "category rubrique",
    "source": "publisher journal",
    "year": "année",
    "fields": "fl select",
    "": "format lang language output callback api_key highlight",
}


@pytest.mark.parametrize(
    ("name", "ours"), [(name, ours) for ours, names in ELSEWHERE.items() for name in names.split()]
)
def test_a_name_that_people_bring_is_known(name: str, ours: str, client: FlaskClient) -> None:
    problem = refused(client, urlencode({"q": "budget", name: "1"}))
    assert (problem["param"], problem["suggestion"]) == (name, ours)


@pytest.mark.parametrize(
    ("path", "name", "ours"),
    [
        ("/api/v1/suggest", "rows", "limit"),
        ("/api/v1/suggest", "page", "limit"),
        ("/api/v1/facets/tag", "contains", "prefix"),
        ("/api/v1/facets/tag", "limit", "page_size"),
        ("/api/v1/facets/tag", "sort", ""),
        ("/api/v1/articles/x", "select", "fields"),
    ],
)
def test_what_is_suggested_is_of_the_address(
    path: str, name: str, ours: str, client: FlaskClient
) -> None:
    problem = client.get(f"{path}?{name}=2").json
    assert problem is not None
    assert problem["code"] == "unknown_parameter"
    assert problem["suggestion"] in {ours, ""}


def test_all_that_is_wrong_is_told_at_once(client: FlaskClient) -> None:
    query = "limit=3&page=0&from=hier&sort=newst&year=20x&exclude.year=2x&tag=-&q=%E9t%E9&fields=x"
    problem = client.get(f"{SEARCH}?{query}").json
    assert problem is not None
    told = {error["param"]: (error["code"], error["suggestion"]) for error in problem["errors"]}
    assert told == {
        "limit": ("unknown_parameter", "page_size"),
        "page": ("invalid_number", "1"),
        "from": ("invalid_date", "2023-09-14"),
        "sort": ("invalid_choice", "newest"),
        "year": ("invalid_year", "2023"),
        "exclude.year": ("invalid_year", "2023"),
        "tag": ("no_value", ""),
        "q": ("not_utf8", "été"),
        "fields": ("invalid_choice", ""),
    }
    first = problem["errors"][0]
    assert all(problem[name] == first[name] for name in ("code", "param", "detail", "suggestion"))


@pytest.mark.parametrize("query", ["q=%E9t%E9", "q=%C3", "tag=%FF", "%E9=1", "q=a&q=%ED%A0%80"])
@pytest.mark.parametrize("path", ["search", "suggest", "facets/tag"])
def test_bytes_that_are_no_utf8_are_told(path: str, query: str, client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/{path}?{query}")
    assert answer.status_code == 400
    assert answer.json is not None
    assert "not_utf8" in {error["code"] for error in answer.json["errors"]}


@pytest.mark.parametrize("query", ["q=%C3%A9t%C3%A9", "q=été", "q=a+b%20c", "q=%F0%9F%99%82"])
def test_utf8_is_read_however_it_is_written(query: str, client: FlaskClient) -> None:
    assert client.get(f"{SEARCH}?{query}").status_code == 200


@pytest.mark.parametrize("text", ["🙂", "\u200b", "***", "()", "\x00", "…"])
def test_a_text_of_which_nothing_is_left_is_told(text: str, client: FlaskClient) -> None:
    for path in ("search", "facets/tag"):
        found = client.get(f"/api/v1/{path}?{urlencode({'q': text})}").json
        assert found is not None
        assert "aucun mot à chercher" in found["warnings"][-1]["message"]


@pytest.mark.parametrize("text", ["🙂", "\u200b", "\u00ad"])
def test_a_prefix_of_which_nothing_is_left_is_refused(text: str, client: FlaskClient) -> None:
    """Left out quietly, the answer would be all values."""
    problem = client.get(f"/api/v1/facets/tag?{urlencode({'prefix': text})}").json
    assert problem is not None
    assert problem["code"] == "no_value"


@pytest.mark.parametrize(
    ("name", "value", "suggestion"),
    [
        ("fields", "id,titre,auteurs", "id,title,authors"),
        ("facets", "tags,histogram", "tag,month"),
        ("fields", ",", ""),
        ("facets", ",", ""),
        ("facets", "tag,,month", "tag,month"),
        ("include", "corps", ""),
        ("facet.size", "0", "100"),
        ("nearly.size", "11", "10"),
    ],
)
def test_a_choice_that_there_is_none_of_is_refused(
    name: str, value: str, suggestion: str, client: FlaskClient
) -> None:
    problem = refused(client, urlencode({name: value}))
    assert (problem["param"], problem["suggestion"]) == (name, suggestion)
    follow = client.get(f"{SEARCH}?{urlencode({name: problem['suggestion']})}")
    assert follow.status_code == 200


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/v1/search?page=x", "invalid_number"),
        ("/api/v1/articles/0000000000000000", "article_not_found"),
        ("/api/v1/nothing", "not_found"),
        ("/api/v1//search", "moved"),
    ],
)
def test_an_error_has_a_code(path: str, code: str, client: FlaskClient) -> None:
    problem = client.get(path).json
    assert problem is not None
    assert problem["code"] == code


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        pytest.param("application/problem+json", PROBLEM, id="problem"),
        pytest.param("application/json", PROBLEM, id="JSON"),
        pytest.param(
            "text/csv, application/problem+json;q=0.9", PROBLEM, id="a file, or a problem"
        ),
        pytest.param("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", id="a browser"),
        pytest.param("*/*", "text/html", id="anything"),
        pytest.param("text/csv", "text/html", id="a file alone"),
        pytest.param("text/html, application/json;q=0.5", "text/html", id="rather a page"),
    ],
)
@pytest.mark.parametrize("path", ["/search.pdf", "/selection.csv/x", "/article/absent"])
def test_a_file_is_refused_as_who_asks_reads_it(
    path: str, accept: str, kind: str, client: FlaskClient
) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.mimetype == kind


@pytest.mark.parametrize(("name", "value", "suggestion"), INVALID)
def test_an_invalid_value_is_refused_and_a_valid_one_is_suggested(
    name: str, value: str, suggestion: str, client: FlaskClient
) -> None:
    problem = refused(client, urlencode({name: value}))
    assert problem["param"] == name
    assert value in problem["detail"]
    assert suggestion in {"", problem["suggestion"]}
    follow = client.get(f"{SEARCH}?{urlencode({name: problem['suggestion']})}")
    assert follow.status_code == 200


@pytest.mark.parametrize("name", ["q", "from", "to", "sort", "page", "page_size"])
def test_a_parameter_that_holds_one_value_is_refused_twice(name: str, client: FlaskClient) -> None:
    value = {"q": "a", "sort": "newest", "page": "1", "page_size": "10"}.get(name, "2023-01-01")
    problem = refused(client, urlencode([(name, value), (name, value)]))
    assert (problem["param"], problem["suggestion"]) == (name, value)


def test_a_period_that_ends_before_it_begins_is_refused(client: FlaskClient) -> None:
    problem = refused(client, "from=2023-02-01&to=2023-01-31")
    assert (problem["param"], problem["suggestion"]) == ("to", "2023-02-01")


@pytest.mark.parametrize(("page", "size", "status"), [(100, 100, 200), (101, 100, 400)])
def test_page_and_size_are_bounded_together(
    page: int, size: int, status: int, client: FlaskClient
) -> None:
    assert client.get(f"{SEARCH}?page={page}&page_size={size}").status_code == status


def test_a_filter_that_stands_for_no_value_is_refused(client: FlaskClient) -> None:
    """Left out quietly, the answer would be the whole archive."""
    assert refused(client, urlencode({"tag": "🙂"}))["param"] == "tag"


def test_filters_and_exclusions_are_bounded_together(client: FlaskClient) -> None:
    kept = [("tag", f"t{rank}") for rank in range(30)]
    out = [("exclude.year", f"{2000 + rank}") for rank in range(20)]
    assert client.get(f"{SEARCH}?{urlencode(kept + out)}").status_code == 200
    problem = refused(client, urlencode([*kept, *out, ("exclude.form", "grève")]))
    assert problem["param"] == "exclude.form"
    assert "50" in problem["detail"]


@pytest.mark.parametrize("name", ["q", "tag", "exclude.year", "from", "to", "sort", "page"])
def test_a_field_left_empty_in_a_form_is_no_parameter(name: str, client: FlaskClient) -> None:
    whole = client.get(SEARCH).json
    found = client.get(f"{SEARCH}?{name}=").json
    assert whole is not None
    assert found is not None
    assert found["total"] == whole["total"]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/api/v1/articles/0000000000000000", id="no such article"),
        pytest.param("/api/v1/articles/%00", id="nul"),
        pytest.param(f"/api/v1/articles/{'a' * 5000}", id="long"),
        pytest.param("/api/v1/nothing", id="no such endpoint"),
        pytest.param("/api/v2/search", id="no such version"),
    ],
)
def test_what_is_not_there_is_a_problem_in_json(path: str, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.mimetype == "application/problem+json"
    assert response.json is not None
    assert response.json["status"] == 404


def test_a_missing_article_is_told_from_a_missing_address(client: FlaskClient) -> None:
    missing = [client.get(f"/api/v1/{path}").json for path in ("articles/0000000000000000", "nope")]
    details = {problem["detail"] for problem in missing if problem}
    assert len(details) == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_another_method_is_a_problem_in_json(method: str, client: FlaskClient) -> None:
    response = client.open(SEARCH, method=method)
    assert response.status_code == 405
    assert response.mimetype == "application/problem+json"
    assert response.headers["Allow"] == "GET, HEAD"
