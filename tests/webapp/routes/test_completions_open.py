"""Does each completion open as many articles as it says, whatever is searched and filtered?"""

from collections.abc import Iterator
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from support.places import SAMPLES

from benchmarks.relevance import documents
from indexer.analysis import words

Pairs = tuple[tuple[str, str], ...]

HEADS = (
    "",
    "le ",
    "conseil ",
    "mer OU ",
    "-mer ",
    "SAUF ",
    '"la ',
    "« de ",
    "titre:",
    "tag:",
    "l’",
    "=",
)
STARTS = ("co", "él", "gre", "ma")
FILTERS: tuple[Pairs, ...] = (
    (("source", "Le Courrier du littoral"),),
    (("tag", "mer"), ("from", "2019-01-01")),
    (("exclude.tag", "mer"), ("to", "2023-12-31"), ("exclude.form", "conseil")),
)


def beginnings() -> Iterator[str]:
    """How the longer words of the titles of the samples begin."""
    for article in documents.articles(SAMPLES).values():
        for word in words(article.title):
            if len(word.literal) > 4:
                yield word.accented[:3]


def suggested(
    client: FlaskClient, text: str, filters: Pairs = ()
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] | None = client.get(
        f"/api/v1/suggest?{urlencode([('q', text), *filters])}"
    ).json
    assert found is not None
    return found


def total(client: FlaskClient, url: str) -> int:
    found = client.get(url).json
    assert found is not None
    return int(found["total"])


def check(client: FlaskClient, text: str, filters: Pairs = ()) -> int:
    """Open all that goes on from a text; how many lines there were."""
    found = suggested(client, text, filters)
    for row in found["words"]:
        asked = urlencode([("q", row["text"]), *filters])
        assert total(client, f"/api/v1/search?{asked}") == row["count"], (row, filters)
    for row in (*found["tags"], *found["authors"]):
        assert total(client, row["url"]) == row["count"], (row, filters)
    return len(found["words"]) + len(found["tags"]) + len(found["authors"])


def test_every_beginning_opens_what_it_says(client: FlaskClient) -> None:
    begun = sorted(set(beginnings()))[::8]
    assert sum(check(client, text) for text in begun) > 2 * len(begun)


@pytest.mark.parametrize("head", HEADS)
def test_what_was_typed_before_counts(head: str, client: FlaskClient) -> None:
    assert sum(check(client, head + start) for start in STARTS)


@pytest.mark.parametrize(("filters", "head"), [*product(FILTERS, ("", "le "))])
def test_filters_and_period_count(filters: Pairs, head: str, client: FlaskClient) -> None:
    assert sum(check(client, head + start, filters) for start in STARTS)


def test_a_tag_is_added_to_the_search_that_is_there(client: FlaskClient) -> None:
    filters = (("source", "le courrier du littoral"), ("from", "2016-01-01"), ("sort", "oldest"))
    tags = suggested(client, "le pê", filters)["tags"]
    expected = urlencode([("q", "le"), ("tag", "peche"), *filters])
    assert f"/api/v1/search?{expected}" in [row["url"] for row in tags]


def test_a_line_a_stem_and_no_word_of_grammar(client: FlaskClient) -> None:
    for start in STARTS:
        found = [row["text"] for row in suggested(client, start)["words"]]
        stems = [word.stem for text in found for word in words(text)]
        assert len(set(stems)) == len(stems)
    assert "dans" not in [row["text"] for row in suggested(client, "da")["words"]]


def test_a_title_says_where_and_when(client: FlaskClient) -> None:
    for row in suggested(client, "gre")["titles"]:
        article = client.get(f"/api/v1/articles/{row['id']}").json
        assert article is not None
        assert {name: article[name] for name in row} == row
        assert row.keys() == {"title", "id", "source", "published"}
