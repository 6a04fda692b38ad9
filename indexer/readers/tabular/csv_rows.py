"""Which rows does a CSV export have, at which line does each begin, and which one is broken?

A row that breaks off inside quotes would take all that follows for its last cell: it alone is
refused, and reading goes on at the line after its first.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO

from indexer.readers.tabular.text_lines import MAX_CHARACTERS, TOO_LONG

_HEADER_LINES = 50
DELIMITERS = ";\t,|"
# Cells of a text of 20 MB pass; the default of the library is 131,072 characters
csv.field_size_limit(MAX_CHARACTERS)

_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_TO_CLOSE = re.compile(r'[^"]*+(?:""[^"]*+)*+"')
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the line of the file, from 1, where it begins; or why it is none."""

    line: int
    cells: tuple[str, ...] = ()
    broken: str = ""


def delimiter_of(header: str) -> str:
    """The most frequent delimiter of a header outside quotes; the first of DELIMITERS for none."""
    plain = _QUOTED.sub("", header)
    return max(DELIMITERS, key=plain.count)


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The rows that are not empty, the header first; `lines` keep their ends."""
    source = _Lines(lines)
    delimiter = _declared(source)
    while (first := source.peek()) is not None:
        if delimiter is None:
            if not first.strip():
                source.take()
                continue
            delimiter = delimiter_of(_whole_header(source))
        line = source.number + 1
        row = _record(source, delimiter, line)
        if row.broken or any(cell.strip() for cell in row.cells):
            yield row


_NUL = "octets nuls : ce n’est pas du texte"
_CONTRADICT = "guillemets qui se contredisent d’une ligne à l’autre"
_ENDLESS = "guillemet ouvert qui n’est pas fermé"


class _Lines:
    """Lines that can be given back; `number` of them were taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self.number = 0

    def peek(self) -> str | None:
        if not self._back:
            line = next(self._lines, None)
            if line is None:
                return None
            self._back.append(line)
        return self._back[0]

    def take(self) -> str | None:
        line = self.peek()
        if line is not None:
            self._back.popleft()
            self.number += 1
        return line

    def give_back(self, lines: list[str]) -> None:
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _declared(source: _Lines) -> str | None:
    """The delimiter that Excel's line `sep=;` names."""
    found = _SEPARATOR.fullmatch(source.peek() or "")
    if found is None:
        return None
    source.take()
    return found[1]


def _whole_header(source: _Lines) -> str:
    """The header, whose quoted cells may hold breaks, without taking it."""
    taken: list[str] = []
    while (line := source.take()) is not None:
        taken.append(line)
        # its delimiter is not known: a quote that opens a cell stands nearly anywhere
        if "".join(taken).count('"') % 2 == 0 or len(taken) > _HEADER_LINES:
            break
    source.give_back(taken)
    return "".join(taken)


def _record(source: _Lines, delimiter: str, number: int) -> Row:
    """The next row; of one that is broken only its first line is taken.

    No line is looked at more than twice: what stays inside a row without an end opens none itself.
    """
    quotes = _Quotes(delimiter)
    taken: list[str] = []
    size = 0
    problem = _ENDLESS
    while (line := source.take()) is not None:
        taken.append(line)
        size += len(line)
        if not line or size > MAX_CHARACTERS:
            problem = TOO_LONG
            break
        quotes.take(line)
        if quotes.contradict and len(taken) > 1:
            problem = _CONTRADICT
            break
        if not quotes.is_open:
            text = "".join(taken)
            cells = (_loose_cells if quotes.contradict else _cells)(text, delimiter)
            return Row(number, broken=_NUL) if "\0" in text else Row(number, cells)
    source.give_back(taken[1:])
    return Row(number, broken=problem)


class _Quotes:
    """Whether quotes are open after the lines so far, and whether one closed within a cell."""

    def __init__(self, delimiter: str) -> None:
        self._opening = re.compile(rf'(?:^|{re.escape(delimiter)}) *"')
        self._after = frozenset(("", "\r", "\n", " ", delimiter))
        self.is_open = False
        self.contradict = False

    def take(self, line: str) -> None:
        at = 0
        self.contradict = False
        while True:
            opened = None if self.is_open else self._opening.search(line, at)
            if not self.is_open and opened is None:
                return
            closed = _TO_CLOSE.match(line, opened.end() if opened else at)
            self.is_open = closed is None
            if closed is None:
                return
            at = closed.end()
            self.contradict |= line[at : at + 1] not in self._after


def _cells(text: str, delimiter: str) -> tuple[str, ...]:
    # lines as the library has them: no other break of Unicode ends a row
    lines = StringIO(text, newline="")
    return tuple(next(csv.reader(lines, delimiter=delimiter, skipinitialspace=True), []))


def _loose_cells(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a line with quotes inside quotes: one closes only before a delimiter."""
    text = line.rstrip("\r\n")
    mark = re.escape(delimiter)
    cell = re.compile(
        rf'(?:^|{mark}) *(?:"((?:[^"]|"(?! *(?:{mark}|$)))*+)" *(?={mark}|$)|([^{mark}]*+))'
    )
    found = (match[1] if match[1] is not None else match[2] for match in cell.finditer(text))
    return tuple(one.replace('""', '"') for one in found)
