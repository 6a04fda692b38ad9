"""Which formats can be read, and what does a file hold?

A reader is a module with `accepts` and `read`; READERS lists them, the first that accepts a file
reads it. To add a format, write the module and add it to the list.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from indexer.article import Outcome, Rejected
from indexer.errors import refusal
from indexer.messages.escaping import neutral
from indexer.readers import pagedump
from indexer.readers.part import Part, Rules

MAX_BYTES = 20_000_000
HEAD_BYTES = 4096
_DIGEST_BYTES = 16


class Reader(Protocol):
    """A module that reads one format."""

    __name__: str

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a part with this name and these first bytes is of this format."""

    def read(self, part: Part, rules: Rules) -> Iterator[Outcome]:
        """The articles of a part, or why there is none; MissingLibrary without its package."""


READERS: tuple[Reader, ...] = (pagedump,)


def name(reader: Reader | None) -> str:
    """What records call a reader, wherever its module stands; "" for none."""
    return reader.__name__.rpartition(".")[2] if reader else ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The bytes of a file, one more than MAX_BYTES at most, and the reader that accepts it.

    Of a file that no reader accepts, only the first HEAD_BYTES.
    """

    reader: Reader | None
    content: bytes


def load(path: Path) -> Loaded:
    """Read a file from the disk; OSError where it refuses."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        reader = next((reader for reader in READERS if reader.accepts(path.name, head)), None)
        if reader is None:
            return Loaded(None, head)
        return Loaded(reader, head + file.read(MAX_BYTES + 1 - len(head)))


def parse(reader: Reader, content: bytes, source: str) -> Iterator[Outcome]:
    """What a file of this content holds; `source` names it in a rejection."""
    if len(content) > MAX_BYTES:
        return iter([Rejected(source, f"plus de {MAX_BYTES // 1_000_000} Mo")])
    return reader.read(Part(name=source, content=content), Rules())


def read(path: Path) -> Iterator[Outcome] | None:
    """What a file holds; None for a file that no reader accepts."""
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
    key = name(loaded.reader).encode()
    return blake2b(loaded.content, digest_size=_DIGEST_BYTES, key=key).digest()
