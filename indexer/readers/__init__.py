"""Which formats can be read, and what does a file hold?

A reader is a module with `accepts` and `read`; READERS lists them, the first that accepts a file
reads it. To add a format, write the module and add it to the list.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from indexer.article import Article, Rejected
from indexer.readers import pagedump

MAX_BYTES = 20_000_000
HEAD_BYTES = 4096


class Reader(Protocol):
    """A module that reads one format."""

    def accepts(self, path: Path, head: bytes) -> bool:
        """Whether a file with this name and these first bytes is of this format."""

    def read(self, file: BinaryIO, source: str) -> Iterator[Article | Rejected]:
        """The articles of a file, or why there is none; `source` names it in a rejection."""


READERS: tuple[Reader, ...] = (pagedump,)


def read(path: Path) -> Iterator[Article | Rejected] | None:
    """What a file holds; None for a file that no reader accepts."""
    source = shown(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            reader = next((reader for reader in READERS if reader.accepts(path, head)), None)
            if reader is None:
                return None
            content = head + file.read(MAX_BYTES + 1 - len(head))
    except OSError as error:
        return iter([Rejected(source, f"illisible : {error.strerror}")])
    if len(content) > MAX_BYTES:
        return iter([Rejected(source, f"plus de {MAX_BYTES // 1_000_000} Mo")])
    return reader.read(io.BytesIO(content), source)


def shown(path: Path) -> str:
    """The name of a file as text, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace("\n", "\\n")
