"""Read the exports of tests as files are read: taken apart first, then part by part."""

import json
from collections.abc import Iterator
from io import BytesIO

from indexer.article import Article, Outcome, PassedOver, Rejected
from indexer.readers import markdown, tabular
from indexer.readers.part import Part, Rules
from indexer.readers.tabular import csv, jsonl

ANY_RULES = Rules()
_HEAD_BYTES = 4096
_BODY = "Le bac de Port-Lézard reprend lundi, après neuf mois d’arrêt."


def outcomes(
    name: str, content: bytes | str | object, rules: Rules = ANY_RULES
) -> Iterator[Outcome]:
    """What a file of this name holds; texts are UTF-8, other values are written as JSON."""
    if not isinstance(content, bytes | str):
        content = json.dumps(content, ensure_ascii=False)
    held = content if isinstance(content, bytes) else content.encode()
    head = held[:_HEAD_BYTES]
    if jsonl.accepts(name, head):
        yield from _read(jsonl.parts(BytesIO(held), name, rules), rules)
    elif csv.accepts(name, head):
        yield from _read(csv.parts(BytesIO(held), name, rules), rules)
    else:
        reader = next((one for one in (tabular, markdown) if one.accepts(name, head)), None)
        if reader:
            yield from reader.read(Part(name=name, content=held), rules)


def _read(found: Iterator[object], rules: Rules) -> Iterator[Outcome]:
    for one in found:
        if isinstance(one, Part):
            assert one.kind or tabular.accepts(one.name, one.content[:_HEAD_BYTES])
            yield from tabular.read(one, rules)
        else:
            assert isinstance(one, Rejected | PassedOver)
            yield one


def only(name: str, content: bytes | str | object, rules: Rules = ANY_RULES) -> Article:
    """The one article of a file."""
    (article,) = outcomes(name, content, rules)
    assert isinstance(article, Article), article
    return article


def record(**values: object) -> list[dict[str, object]]:
    """A JSON export of one article, with a title and a text where they are not given."""
    return [{"title": "Le bac reprend", "body": _BODY, **values}]
