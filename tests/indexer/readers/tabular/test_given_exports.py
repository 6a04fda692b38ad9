"""Does each export that we were given say what was expected of it?"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.exports import outcomes

from indexer.article import Article, Rejected

FILES = (
    "j01_lines.jsonl",
    "j02_wrapped.json",
    "j03_deep.json",
    "j04_not_articles.json",
    "c01_excel.csv",
    "x01_front_matter.md",
)


@pytest.mark.parametrize("name", FILES)
def test_a_given_export_is_read_as_expected(name: str, shared: Path) -> None:
    path = shared / "formats" / name
    expected = json.loads(path.with_name(f"{name}.gold.json").read_text("utf-8"))
    found = list(outcomes(name, path.read_bytes()))
    articles = [one for one in found if isinstance(one, Article)]
    refused = [one.source.rpartition("#")[2] for one in found if isinstance(one, Rejected)]
    gold = expected.get("gold", [])
    for article, told in zip(articles, gold if isinstance(gold, list) else [gold], strict=True):
        assert as_told(article, told) == {
            key: value for key, value in told.items() if value is not None
        }
    assert refused == [str(line) for line in expected.get("rejected_lines", [])] or (
        expected.get("reject") and refused == [name]
    )


def as_told(article: Article, told: dict[str, Any]) -> dict[str, Any]:
    """The fields that an expectation judges, written as it writes them."""
    return {name: _value(article, name, told[name]) for name in told if told[name] is not None}


def _value(article: Article, name: str, told: object) -> object:
    value = getattr(article, name)
    match value:
        case datetime():
            # moments are compared, whatever the offset
            return told if value == datetime.fromisoformat(str(told)) else value.isoformat()
        case tuple():
            return "\n".join(value) if name == "body" else list(value)
    return value or ""
