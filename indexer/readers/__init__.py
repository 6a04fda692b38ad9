"""Which formats can be read, and what does a file hold?

A reader is a module with `accepts` and `read`; READERS lists them, the first that accepts a file
reads it. To add a format, write the module and add it to the list. A file of many parts is taken
apart first: see indexer.readers.containers.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Protocol

from indexer.article import Outcome, Rejected
from indexer.errors import refusal
from indexer.messages.escaping import neutral
from indexer.readers import feeds, html, iptc, markdown, pagedump, tabular
from indexer.readers.containers import Container, container_of
from indexer.readers.containers.walk import Item, Walk
from indexer.readers.part import HEAD_BYTES, MAX_BYTES, TOO_LONG, Part, Rules

_DIGEST_BYTES = 16
# What a file that is too long for a format can be instead
_ADVICE = {
    "tabular": " : donner du JSON Lines (.jsonl), un article par ligne",
    "iptc": " : donner un fichier par dépêche, ou en JSON une dépêche par ligne",
    "feeds": " : donner un fichier par partie du flux, ou l’export de WordPress",
}
_BLOCK = 1_000_000
_NO_RULES = Rules()


class Reader(Protocol):
    """A module that reads one format."""

    __name__: str

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a part with this name and these first bytes is of this format."""

    def read(self, part: Part, rules: Rules) -> Iterator[Outcome]:
        """The articles of a part, or why there is none; MissingLibrary without its package."""


# What a file holds decides before its name does: page dumps are whatever else is a text
READERS: tuple[Reader, ...] = (iptc, feeds, html, tabular, markdown, pagedump)
# What they load for the first part they read, with packages that who only searches does without
LOADED = tuple(
    f"{__name__}.{module}"
    for module in ("iptc.reading", "feeds.reading", "html.reading", "tabular.documents")
)


def name(format_: Reader | Container | None) -> str:
    """What records call a format, wherever its module stands; "" for none."""
    return format_.__name__.rpartition(".")[2] if format_ else ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of a file, one more than MAX_BYTES at most, and the reader that accepts it.

    Of a file that no reader accepts, and of one that `container` takes apart, the first HEAD_BYTES.
    """

    reader: Reader | None
    content: bytes
    container: Container | None = None

    @property
    def format(self) -> str:
        """The name of the format, "" for one that is not read."""
        return name(self.container or self.reader)


def load(path: Path) -> Loaded:
    """Read a file from the disk; OSError where it refuses."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        container = container_of(path.name, head)
        reader = None if container else reader_of(path.name, head)
        if reader is None:
            return Loaded(None, head, container)
        return Loaded(reader, head + file.read(MAX_BYTES + 1 - len(head)))


def reader_of(file_name: str, head: bytes, kind: str = "") -> Reader | None:
    """The reader of that `kind`, else the first that accepts these first bytes; None for none."""
    named = (reader for reader in READERS if kind and name(reader) == kind)
    accepting = (reader for reader in READERS if reader.accepts(file_name, head))
    return next(named, None) or next(accepting, None)


def reader_of_part(part: Part) -> Reader | None:
    """The reader of what a container gave."""
    # the name that counts is that of the member
    return reader_of(part.name.rpartition("!")[2], part.content[:HEAD_BYTES], part.kind)


def walk(
    container: Container, file: BinaryIO, source: str, rules: Rules = _NO_RULES
) -> Iterator[Item]:
    """What a file that a container takes apart holds; `source` names it."""
    return Walk(_refusal, rules).items(container, file, source)


def _refusal(file_name: str, head: bytes) -> str | None:
    reader = reader_of(file_name, head)
    return too_long(reader) if reader else None


def parse(
    reader: Reader, content: bytes, source: str, rules: Rules = _NO_RULES
) -> Iterator[Outcome]:
    """What a file of this content holds; `source` names it in a rejection."""
    if len(content) > MAX_BYTES:
        return iter([Rejected(source, too_long(reader))])
    return reader.read(Part(name=source, content=content), rules)


def too_long(reader: Reader) -> str:
    """Why a file of this reader is refused that has more than MAX_BYTES, and what to give."""
    return TOO_LONG + _ADVICE.get(name(reader), "")


def read(path: Path) -> Iterator[Outcome] | None:
    """What a file holds, all of it in this process; None for a file that no reader accepts."""
    source = shown(path)
    try:
        loaded = load(path)
    except OSError as error:
        return iter([unreadable(source, error)])
    return parse(loaded.reader, loaded.content, source) if loaded.reader else None


def unreadable(source: str, error: OSError) -> Rejected:
    """The rejection of a file that the disk did not give."""
    return Rejected(source, f"illisible : {refusal(error)}")


def shown(path: Path) -> str:
    """The path of a file as text that is harmless on a terminal, whatever its bytes."""
    return neutral(os.fsencode(path).decode("utf-8", "backslashreplace"))


def digest_of(loaded: Loaded) -> bytes:
    """The digest of the bytes of a file for the reader that accepts it: another gives another."""
    return _keyed(loaded.format, loaded.content).digest()


def digest_of_whole(file: BinaryIO, format_: str) -> bytes:
    """The digest of a file that a container takes apart, from where it stands to its end."""
    digest = _keyed(format_, b"")
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.digest()


def digest(path: Path) -> bytes:
    """The digest of a file as it is recorded; OSError where the disk refuses it."""
    loaded = load(path)
    if loaded.container is None:
        return digest_of(loaded)
    with path.open("rb") as file:
        return digest_of_whole(file, loaded.format)


def _keyed(format_: str, content: bytes) -> blake2b:
    return blake2b(content, digest_size=_DIGEST_BYTES, key=format_.encode())
