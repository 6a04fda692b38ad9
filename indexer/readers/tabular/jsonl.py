"""Take JSON Lines apart: a JSON object a line."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from indexer.article import Rejected
from indexer.readers.part import Part, Rules
from indexer.readers.tabular import text_lines
from indexer.readers.tabular.json_shape import are_lines, opens_object

SUFFIXES = frozenset((".jsonl", ".ndjson", ".jsonlines", ".ldjson"))


def accepts(name: str, head: bytes) -> bool:
    """Whether a file has an object a line: the first is whole, not alone, or the name says so."""
    text = text_lines.opening(head)
    if PurePath(name).suffix.lower() in SUFFIXES:
        return not text.startswith(("[", "<")) and text.partition("\n")[0].strip() != "{"
    return are_lines(text)


def parts(
    file: BinaryIO,
    name: str,
    rules: Rules,  # noqa: ARG001 - no rule bears on it
) -> Iterator[Part | Rejected]:
    """A part a line, named by its number from 1; empty lines are nothing."""
    is_empty = True
    for number, line in enumerate(text_lines.lines(file, newline="\n"), 1):
        source = f"{name}#{number}"
        if not line:
            yield Rejected(source, text_lines.TOO_LONG)
        elif not line.strip():
            continue
        elif not opens_object(text := text_lines.decoded(line).strip()):
            yield Rejected(source, "JSON illisible : un objet par ligne est attendu")
        else:
            yield Part(name=source, content=text.encode("utf-8", "replace"))
        is_empty = False
    if is_empty:
        yield Rejected(name, "fichier vide")
