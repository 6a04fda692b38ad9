"""Does the API answer as it is described, whatever is asked, and is all of it described?"""

import json
from collections import Counter
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import schemathesis
from conftest import Scale
from flask.testing import FlaskClient
from schemathesis.engine import Status, events, from_schema
from support.markup import find

from webapp.contract.endpoints import DESCRIPTION, DOCUMENTATION, ENDPOINTS
from webapp.contract.problems import Code
from webapp.views.answer_schemas import SCHEMAS
from webapp.views.openapi import FILES

# What a JSON Schema of each parameter alone cannot say
UNSAYABLE = {
    *(Code.NO_VALUE, Code.TOO_MANY_VALUES, Code.INVALID_PERIOD, Code.INVALID_NUMBER),
    *(Code.INVALID_CURSOR, "no_longer_known"),
}


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> dict[str, Any]:
    """The description for programs."""
    answer = client.get(DESCRIPTION)
    assert answer.mimetype == "application/openapi+json"
    return dict(json.loads(answer.text))


def excused(check: str, uri: str, content: bytes) -> bool:
    """Whether a failed check asks for what the description tells in words."""
    if check == "negative_data_rejection":
        pairs = parse_qsl(urlsplit(uri).query, keep_blank_values=True)
        return any(not value.strip() for _, value in pairs)
    if check == "positive_data_acceptance":
        told = json.loads(content)
        return {error["code"] for error in told.get("errors", [told])} <= UNSAYABLE
    return False


@pytest.mark.slow
def test_whatever_is_asked_the_answer_is_as_described(client: FlaskClient, scale: Scale) -> None:
    """Examples, the edges of each parameter, random values, valid and not."""
    config = schemathesis.Config.from_dict(
        {
            "generation": {
                "max-examples": scale(20, 300),
                "deterministic": True,
                "database": "none",
            },
            "headers": {"Accept-Encoding": "identity"},
            # what is excused must not end the search for more
            "continue-on-failure": True,
        }
    )
    described = schemathesis.openapi.from_wsgi(DESCRIPTION, client.application, config=config)
    asked: Counter[str] = Counter()
    failed = []
    for event in from_schema(described.include(path_regex="^/api/")).execute():
        assert not isinstance(event, events.NonFatalError | events.FatalError), event
        if not isinstance(event, events.ScenarioFinished):
            continue
        asked[str(event.label)] += len(event.recorder.interactions)
        for case, checks in event.recorder.checks.items():
            interaction = event.recorder.interactions[case]
            uri, answer = interaction.request.uri, interaction.response
            for check in checks:
                content = (answer.content if answer else b"") or b""
                if check.status == Status.FAILURE and not excused(check.name, uri, content):
                    failed.append((check.name, uri, content[:300]))
    assert failed == []
    assert set(asked) == {f"GET {one.path}" for one in ENDPOINTS}
    assert asked.total() > 500


def test_every_route_of_the_api_is_described(
    client: FlaskClient, description: dict[str, Any]
) -> None:
    rules = {
        rule.rule.replace("<article_id>", "{id}").replace("<name>", "{name}")
        for rule in client.application.url_map.iter_rules()
    }
    described = set(description["paths"])
    assert {rule for rule in rules if rule.startswith("/api/")} - described == {
        DESCRIPTION,
        DOCUMENTATION,
    }
    assert described <= rules


def test_every_parameter_is_described_once(description: dict[str, Any]) -> None:
    for one in (*ENDPOINTS, *FILES):
        listed = [row["name"] for row in description["paths"][one.path]["get"]["parameters"]]
        assert listed == [*one.places, *(parameter.name for parameter in one.parameters)]


@pytest.mark.parametrize("one", [*ENDPOINTS, *FILES], ids=lambda one: one.operation)
def test_the_example_of_each_parameter_is_taken(one: Any, client: FlaskClient) -> None:
    found = client.get("/api/v1/search?page_size=1").json
    assert found is not None
    path = one.path.format(id=found["hits"][0]["id"], name="tag")
    for parameter in one.parameters:
        answer = client.get(path, query_string={parameter.name: parameter.example})
        # the generations of the examples serve no more
        ended = {410} if parameter.name in {"cursor", "since"} else set()
        assert answer.status_code in {200} | ended, (parameter.name, answer.text[:300])


def undescribed(value: Any, schema: Any) -> set[str]:
    """The members of an answer that its schema does not name."""
    if isinstance(schema, dict) and "$ref" in schema:
        return undescribed(value, SCHEMAS[schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return undescribed(value, schema["anyOf"][0]) if value is not None else set()
    if isinstance(value, list):
        return {name for one in value for name in undescribed(one, schema["items"])}
    if isinstance(value, dict):
        known = schema["properties"]
        inside = (undescribed(one, known[name]) for name, one in value.items() if name in known)
        return set(value) - set(known) | {name for names in inside for name in names}
    return set()


@pytest.mark.parametrize(
    ("url", "schema"),
    [
        ("/api/v1/search?q=conseil&include=body&page_size=2", "Results"),
        ("/api/v1/search?q=conseil+municipal+gr%C3%A8ve", "Results"),
        ("/api/v1/search?q=consseil&year=2023", "Results"),
        ("/api/v1/facets/tag", "FacetValues"),
        ("/api/v1/suggest?q=cons", "Suggestions"),
        ("/api/v1/articles/{id}", "Article"),
        ("/api/v1/search?page=x&y=1", "Problem"),
    ],
)
def test_every_member_of_an_answer_is_described(url: str, schema: str, client: FlaskClient) -> None:
    """Those that were added too: schemas let them pass."""
    found = client.get("/api/v1/search?page_size=1").json
    assert found is not None
    answer = client.get(url.format(id=found["hits"][0]["id"])).json
    assert undescribed(answer, SCHEMAS[schema]) == set()


@pytest.mark.parametrize("url", ["search?q=le", "search?page=x", "nothing", "openapi.json"])
def test_an_answer_says_where_the_api_is_described(url: str, client: FlaskClient) -> None:
    link = client.get(f"/api/v1/{url}").headers["Link"]
    assert f'<{DESCRIPTION}>; rel="service-desc"' in link
    assert f'<{DOCUMENTATION}>; rel="service-doc"' in link
    assert "Link" not in client.get("/?q=le").headers


def test_the_page_of_the_api_names_all_that_there_is(client: FlaskClient) -> None:
    page = client.get(DOCUMENTATION).text
    told = {element.text for element in find(page, "code")}
    for one in (*ENDPOINTS, *FILES):
        assert {one.path, f"GET {one.path}"} & told
        if one in ENDPOINTS:
            assert {parameter.name for parameter in one.parameters} <= told
    assert {str(code) for code in Code} <= told
    for link in find(page, "a"):
        target = link.attributes["href"]
        assert target.startswith(("/", "#"))
        if target.startswith("/"):
            assert client.get(target).status_code == 200
