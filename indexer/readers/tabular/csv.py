"""Take a CSV export apart: a record a row, under the names of its header."""

import json
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from indexer.article import Rejected
from indexer.messages.french_format import counted
from indexer.readers.part import Found, Part, Rules
from indexer.readers.tabular.columns import Columns
from indexer.readers.tabular.csv_rows import Row, rows
from indexer.readers.tabular.text_lines import decoded, lines, opening

SUFFIXES = frozenset((".csv", ".tsv", ".tab"))
_NO_HEADER = (
    "pas d’en-tête qui nomme un titre et un texte : la première ligne doit donner le nom des"
    " colonnes (« titre », « texte »… ; d’autres noms se donnent dans [formats.champs])"
)


def accepts(name: str, head: bytes) -> bool:
    """Whether a file is CSV by its name, and no page or JSON by its content."""
    return PurePath(name).suffix.lower() in SUFFIXES and not opening(head).startswith(("<", "{"))


def parts(file: BinaryIO, name: str, rules: Rules) -> Iterator[Found]:
    """A part a row, a JSON object named by the line where the row begins."""
    table = rows(lines(file, newline=""))
    first = next(table, None)
    header = [decoded(cell).strip() for cell in first.cells] if first else []
    columns = Columns(rules.fields)
    if first is None or first.broken:
        yield Rejected(name, first.broken if first else "fichier vide")
    elif not columns.stands(header, "title") or not columns.stands(header, "body", "lede"):
        yield Rejected(name, _NO_HEADER)
    else:
        for row in table:
            yield _part(row, header, f"{name}#{row.line}")


def _part(row: Row, header: list[str], source: str) -> Part | Rejected:
    extra = [cell for cell in row.cells[len(header) :] if cell.strip()]
    if row.broken or extra:
        told = f"{counted(len(row.cells), 'cellule')} pour {counted(len(header), 'colonne')}"
        return Rejected(source, row.broken or told)
    record: dict[str, str] = {}
    for column, cell in zip(header, row.cells, strict=False):
        if cell.strip():
            record.setdefault(column, decoded(cell))
    content = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
    return Part(name=source, content=content, kind="tabular")
