"""What is shown of a text field that has no place of its own: on a page, in JSON, in a terminal?

Where a query is found in it, below the rest and under its name: a row of TEXT_FIELDS is enough.
"""

from collections.abc import Mapping
from typing import NamedTuple

from indexer.article import Article
from indexer.schema import TEXT_FIELDS, TextField
from indexer.search.highlight import Marks, Passage, wholes
from indexer.search.snippets import passages

_PLACED = {"title", "lede", "body", "tags", "authors", "source", "section"}
_OTHERS = tuple(field for field in TEXT_FIELDS if field.name not in _PLACED)


class FieldPassages(NamedTuple):
    """A field, and passages of it that hold hits."""

    field: TextField
    passages: tuple[Passage, ...]


def excerpts(article: Article, marks: Mapping[str, Marks]) -> tuple[FieldPassages, ...]:
    """The best passages of each of these fields that a query is found in."""
    found = (
        FieldPassages(field, passages(field.values(article), marks[field.name]))
        for field in _OTHERS
        if field.name in marks
    )
    return tuple(one for one in found if one.passages)


def whole(article: Article, marks: Mapping[str, Marks]) -> tuple[FieldPassages, ...]:
    """Each of these fields that a query is found in, its values whole."""
    return tuple(
        FieldPassages(one.field, tuple(wholes(one.field.values(article), marks[one.field.name])))
        for one in excerpts(article, marks)
    )
