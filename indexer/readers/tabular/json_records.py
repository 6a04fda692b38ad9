"""Which records does a JSON document hold, however systems wrap them?

A document is a list of records, an object that holds one within three levels, or one record. A
record may stand inside what a database says of it (`_source`, `attributes`, `node`).
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from indexer.readers.iptc import ninjs_keys
from indexer.readers.tabular.columns import Columns
from indexer.readers.tabular.systems import completed

_LEVELS = 3
_WRAPPERS = ("_source", "attributes", "node", "fields", "properties", "article", "post", "item")

Record = Mapping[str, object]


class Records(NamedTuple):
    """The records of a document; `is_list` where their ranks name them."""

    records: tuple[object, ...]
    is_list: bool


def is_ninjs(record: object) -> bool:
    """Whether an object is a wire in ninjs, which another reader knows."""
    return isinstance(record, dict) and ninjs_keys.is_ninjs(str(name).lower() for name in record)


def unwrapped(record: Record, columns: Columns) -> Record:
    """The record inside what a system says of it; what stands beside counts after it."""
    record = completed(record)
    if columns.stands(list(record), "title") and columns.stands(list(record), "body", "lede"):
        return record
    for name in _WRAPPERS:
        inner = record.get(name)
        if isinstance(inner, dict) and inner:
            return completed(
                {**inner, **{key: record[key] for key in record if key not in {name, *inner}}}
            )
    return record


def is_article(record: object, columns: Columns) -> bool:
    """Whether an object has the names of a title and of a text, or is a wire."""
    if not isinstance(record, dict):
        return False
    names = list(unwrapped(record, columns))
    has_text = columns.stands(names, "body", "lede")
    return is_ninjs(record) or (has_text and columns.stands(names, "title"))


def records_of(document: object, columns: Columns) -> Records:
    """The records of a document; none where nothing in it is an article.

    The longest list of articles is it, unless the document itself has a title and a body.
    """
    if isinstance(document, list):
        return Records(tuple(document) if _holds(document, columns) else (), is_list=True)
    if not isinstance(document, dict):
        return Records((), is_list=False)
    is_whole = is_ninjs(document) or _is_whole(unwrapped(document, columns), columns)
    lists = [] if is_whole else [one for one in _lists(document, columns) if _holds(one, columns)]
    if lists:
        longest: list[object] = max(lists, key=len)
        return Records(tuple(longest), is_list=True)
    if is_article(document, columns):
        return Records((document,), is_list=False)
    return Records((), is_list=False)


def _is_whole(record: Record, columns: Columns) -> bool:
    """Whether a record has a title and a body that is no list of articles."""
    bodies = [value for _, value in columns.of(record, "body")]
    has_body = any(not (isinstance(one, list) and _holds(one, columns)) for one in bodies)
    return has_body and columns.stands(list(record), "title")


def _holds(records: list[object], columns: Columns) -> bool:
    return any(is_article(record, columns) for record in records)


def _lists(document: Record, columns: Columns, level: int = 1) -> Iterator[list[object]]:
    """The lists of a document; the objects that stand under names of their own are one too."""
    if all(isinstance(value, dict) for value in document.values()):
        yield list(document.values())
    for value in document.values():
        if isinstance(value, list):
            yield value
        # an export may wrap its tables in a list of one
        inner = value[0] if isinstance(value, list) and len(value) == 1 else value
        if isinstance(inner, dict) and level < _LEVELS and not is_article(inner, columns):
            yield from _lists(inner, columns, level + 1)
