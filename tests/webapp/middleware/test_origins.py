"""Which pages of other origins may read the API?"""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.config import Settings
from webapp import create_app

TOOL = "https://outil.exemple"
URL = "/api/v1/search?q=le"


@pytest.fixture
def listing(samples_index: Path) -> FlaskClient:
    """A client of a server that lists one origin."""
    settings = Settings(index=samples_index, api_origins=(TOOL, "http://[::1]:8080"))
    return create_app(settings).test_client()


@pytest.mark.parametrize("origin", [TOOL, "http://[::1]:8080"])
@pytest.mark.parametrize("url", [URL, "/api/v1/search?page=x", "/api/v1/openapi.json"])
def test_an_origin_that_is_listed_reads_the_api(
    url: str, origin: str, listing: FlaskClient
) -> None:
    headers = listing.get(url, headers={"Origin": origin}).headers
    assert headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in headers["Vary"]


@pytest.mark.parametrize(
    "origin",
    [
        *("https://autre.exemple", "null", "*", "http://outil.exemple", f"{TOOL}:8443"),
        *(f"{TOOL}.malin.example", f"{TOOL}/", "HTTPS://OUTIL.EXEMPLE", f"{TOOL}, {TOOL}"),
    ],
)
def test_no_other_origin_reads_it(origin: str, listing: FlaskClient) -> None:
    answer = listing.get(URL, headers={"Origin": origin})
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers
    # a cache must not give it to the one that is listed
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize("url", ["/", "/?q=le", "/search.csv?q=le", "/absent"])
def test_pages_and_files_are_read_by_their_own_origin_alone(url: str, listing: FlaskClient) -> None:
    headers = listing.get(url, headers={"Origin": TOOL}).headers
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_but_reading_is_shared(method: str, listing: FlaskClient) -> None:
    asked = {"Origin": TOOL, "Access-Control-Request-Method": "POST"}
    answer = listing.open(URL, method=method, headers=asked)
    assert answer.status_code == 405
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_without_the_setting_no_origin_is_named(client: FlaskClient) -> None:
    headers = client.get(URL, headers={"Origin": TOOL}).headers
    assert not [name for name, _ in headers if name.startswith("Access-Control")]


def test_what_is_kept_is_shared_too(listing: FlaskClient) -> None:
    first = listing.get(URL, headers={"Origin": TOOL})
    same = listing.get(URL, headers={"Origin": TOOL, "If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    assert same.headers["Access-Control-Allow-Origin"] == TOOL
