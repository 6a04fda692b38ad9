"""Which equivalents does the house write down, and which of its lines cannot be read?

`equivalences.txt` beside the settings, else the one that ships. It is read when it changed, so that
a server that runs needs no restart and no index is made again.
"""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from indexer.analysis import words
from indexer.config.origins import settings_file
from indexer.errors import refusal
from indexer.messages.french_format import NBSP, counted, number, quoted
from indexer.query.equivalents import Equivalents
from indexer.query.function_words import FUNCTION_WORDS

NAME = "equivalences.txt"
SHIPPED = Path(__file__).with_name(NAME)
MOST_LINES = 10_000
MOST_BYTES = 2_000_000
LONGEST_LINE = 1000
# Of a spelling: more words are no name; and how many others it may stand for
MOST_WORDS = 10
MOST_OTHERS = 8
_ARROW = re.compile("→|->")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_LOGGED = 20

_log = logging.getLogger(__name__)


class WrongLine(NamedTuple):
    """A line that is not used, counted from 1, and why; line 0 is the whole file."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EquivalentsFile:
    """What a file holds: its equivalents, how many lines are used, the others, its digest."""

    path: Path
    equivalents: Equivalents
    used: int
    wrong: tuple[WrongLine, ...]
    digest: str


class _Refused(Exception):
    """Why a line is not used."""


def read(path: Path) -> EquivalentsFile:
    """The file at a path, without the lines that cannot be used; nothing of one that is no file."""
    reader = _Reader()
    try:
        # to open a pipe would wait for who writes into it
        if path.is_file():
            reader.read(path)
        else:
            reader.wrong.append(WrongLine(0, "ce n’est pas un fichier"))
    except OSError as error:
        reader.wrong.append(WrongLine(0, f"illisible : {refusal(error)}"))
    return EquivalentsFile(
        path=path,
        equivalents=Equivalents(
            {spelling: tuple(others.values()) for spelling, others in reader.others.items()},
            reader.reach,
        ),
        used=reader.used,
        wrong=tuple(reader.wrong),
        digest=reader.digest,
    )


class _Reader:
    def __init__(self) -> None:
        self.others: dict[str, dict[str, str]] = {}
        self.reach: dict[str, int] = {}
        self.used = 0
        self.wrong: list[WrongLine] = []
        self.digest = ""

    def read(self, path: Path) -> None:
        """Read the lines of a file up to its bounds."""
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        self.digest = blake2b(content, digest_size=16).hexdigest()
        # some editors begin a file with a mark
        lines = content[:MOST_BYTES].removeprefix(b"\xef\xbb\xbf").splitlines()
        whole = len(content) <= MOST_BYTES
        # a line that was cut in two would say something else
        read = (lines if whole else lines[:-1])[:MOST_LINES]
        for rank, line in enumerate(read, 1):
            try:
                self._line(line)
            except _Refused as refused:
                self.wrong.append(WrongLine(rank, str(refused)))
        if len(read) < len(lines):
            most = f"pas plus de {number(MOST_LINES)} lignes et de {MOST_BYTES // 10**6} Mo"
            self.wrong.append(WrongLine(len(read) + 1, f"{most}{NBSP}: la suite n’est pas lue"))

    def _line(self, line: bytes) -> None:
        if len(line) > LONGEST_LINE:
            raise _Refused(f"plus de {counted(LONGEST_LINE, 'octet')}")
        text = _COMMENT.sub("", _decoded(line)).strip()
        if text:
            groups = list(_groups(text))
            for spelling, others in groups:
                if len({*self.others.get(spelling, ()), *others}) > MOST_OTHERS:
                    message = (
                        f"plus de {counted(MOST_OTHERS, 'équivalent')} pour {quoted(spelling)}"
                    )
                    raise _Refused(message)
            for spelling, others in groups:
                self._add(spelling, others)
            self.used += 1

    def _add(self, spelling: str, others: Mapping[str, str]) -> None:
        # the first line decides how a spelling is shown
        known = self.others.setdefault(spelling, {})
        for one, shown in others.items():
            known.setdefault(one, shown)
        first, *rest = spelling.split(" ")
        self.reach[first] = max(self.reach.get(first, 0), 1 + len(rest))


def _decoded(line: bytes) -> str:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Refused("pas en UTF-8") from error
    if "\0" in text:  # UTF-16
        raise _Refused("pas en UTF-8")
    return text


def _groups(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The key of each spelling of a line, and those that are searched with it, by their keys."""
    sides = _ARROW.split(text)
    if len(sides) > 2:  # noqa: PLR2004
        raise _Refused(f"plus d’une flèche{NBSP}: écrire deux lignes")
    left, *right = (_spellings(side) for side in sides)
    meant = right[0] if right else left
    if len(left | meant) == 1:
        raise _Refused("une seule graphie, il en faut deux, entre elles une virgule")
    for spelling in left:
        yield spelling, {one: shown for one, shown in meant.items() if one != spelling}


def _spellings(side: str) -> dict[str, str]:
    """The spellings between the commas of a side, by their keys."""
    pieces = side.split(",")
    if len(pieces) > MOST_OTHERS + 1:
        raise _Refused(f"plus de {counted(MOST_OTHERS + 1, 'graphie')}")
    found: dict[str, str] = {}
    for piece in pieces:
        spelling = " ".join(piece.split())
        held = [word.literal for word in words(spelling)]
        if not held:
            raise _Refused("une graphie sans mot, à côté d’une virgule ou d’une flèche")
        if len(held) > MOST_WORDS:
            raise _Refused(f"une graphie de plus de {counted(MOST_WORDS, 'mot')}")
        if FUNCTION_WORDS.issuperset(held):
            message = f"{quoted(spelling)} se lit partout{NBSP}: un petit mot n’a pas d’équivalent"
            raise _Refused(message)
        found.setdefault(" ".join(held), spelling)
    return found


class _Kept(NamedTuple):
    """A file as it was when it was read."""

    state: tuple[object, ...]
    file: EquivalentsFile


_kept: list[_Kept] = []


def house() -> EquivalentsFile:
    """The file of the house as it is, or the one that ships where it has none."""
    path = settings_file().with_name(NAME)
    state = _state(path)
    if not state:
        path, state = SHIPPED, (SHIPPED,)
    for kept in _kept:
        if kept.state == state:
            return kept.file
    file = read(path)
    _tell(file)
    # one assignment: another thread finds the one or the other
    _kept[:] = [_Kept(state, file)]
    return file


def _state(path: Path) -> tuple[object, ...]:
    """What changes with a file, empty where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - at each search, and half as long
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        return path, error.errno
    return path, found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _tell(file: EquivalentsFile) -> None:
    """Say in the log what is not used."""
    for message in told(file, _LOGGED):
        _log.warning("%s", message)


def told(file: EquivalentsFile, most: int) -> Iterator[str]:
    """What is not used of a file, `most` lines of it one by one."""
    for line, reason in file.wrong[:most]:
        place = f"{file.path.name}, ligne {line}" if line else file.path.name
        yield f"{place}{NBSP}: {reason}"
    if len(file.wrong) > most:
        more = counted(len(file.wrong) - most, "ligne")
        yield f"{file.path.name}{NBSP}: et {more} de plus"
