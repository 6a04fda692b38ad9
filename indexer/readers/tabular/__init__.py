"""Read what a CMS exports as records: JSON here, JSON Lines and CSV record by record.

The two are containers (`jsonl`, `csv`), whose parts are read here.
"""

from collections.abc import Iterator
from pathlib import PurePath

from indexer.article import Outcome
from indexer.readers.part import Part, Rules, packages
from indexer.readers.tabular import jsonl
from indexer.readers.tabular.json_shape import opens_document
from indexer.readers.tabular.text_lines import opening

_SUFFIXES = jsonl.SUFFIXES | {".json"}


def accepts(name: str, head: bytes) -> bool:
    """Whether a part is JSON, by its content, or by its name where the content is none's."""
    text = opening(head)
    return opens_document(text) or (
        PurePath(name).suffix.lower() in _SUFFIXES and not text.startswith("<")
    )


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The articles of a JSON text."""
    with packages():
        from indexer.readers.tabular import documents  # noqa: PLC0415 - who only searches needs none
    return documents.read(part, rules)
