"""Does every answer name the generation it comes from?"""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.generations import store


@pytest.mark.parametrize("search", ["", "?q=le", "?q=absentissime"])
def test_a_page_names_its_generation(search: str, client: FlaskClient, samples_index: Path) -> None:
    name = store.current(samples_index).generation
    assert f'<meta name="generation" content="{name}">' in client.get(f"/{search}").text


def test_an_article_and_an_answer_in_json_name_their_generation(
    client: FlaskClient, samples_index: Path
) -> None:
    name = store.current(samples_index).generation
    found = client.get("/api/v1/search").json
    assert found is not None
    assert found["index"]["generation"] == name
    page = client.get(f"/article/{found['hits'][0]['id']}").text
    assert f'<meta name="generation" content="{name}">' in page


def test_a_page_that_needs_no_generation_names_none(client: FlaskClient) -> None:
    assert 'name="generation"' not in client.get("/aide").text
