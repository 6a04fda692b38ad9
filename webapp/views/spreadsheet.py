"""How is a table written as CSV? As a French Excel opens it, no cell a formula."""

import csv
import io
import re
from collections.abc import Iterable

from webapp.sanitize import flat

# With this byte order mark Excel reads a file as UTF-8
BEGIN = "\ufeff"
# What a spreadsheet takes for the start of a formula, the full-width signs of Japanese ones too
_FORMULA = re.compile("[=+\\-@＝＋－＠]")
# A program that reads commas has a cell begin there, but for the first of a line, which is quoted
_AFTER_COMMA = re.compile('(,[\\s"]*)(?=[=+\\-@＝＋－＠])')


def row(cells: Iterable[str]) -> str:
    """A line: semicolons, all cells quoted, CRLF; no formula for a program that reads commas."""
    line = io.StringIO()
    first, *others = (_inert(flat(cell).strip()) for cell in cells)
    cleaned = [first, *(_AFTER_COMMA.sub(r"\1'", cell) for cell in others)]
    csv.writer(line, delimiter=";", quoting=csv.QUOTE_ALL).writerow(cleaned)
    return line.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
