"""Which files hold many parts, and how are these taken out one by one?

A container is a module with `accepts` and `parts`; CONTAINERS lists them. They are asked before the
readers. What one gives is read as a file is, by the reader that its content or `Part.kind` names.
"""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from indexer.readers.containers import gz, tar, warc
from indexer.readers.containers import zip as zip_archive
from indexer.readers.feeds import wxr
from indexer.readers.part import Found, Rules
from indexer.readers.tabular import csv, jsonl


class Container(Protocol):
    """A module that takes a file of one format apart."""

    __name__: str

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a file with this name and these first bytes is of this format."""

    def parts(self, file: BinaryIO, name: str, rules: Rules) -> Iterator[Found]:
        """What a file holds, in its order, never more than one part in memory.

        Parts are named after `name`, which is harmless: `name#rank`. A file in an archive cannot be
        sought in. BadFile where nothing more can be read, MissingLibrary without its package.
        """


ARCHIVES: tuple[Container, ...] = (zip_archive, tar, warc, gz)
CONTAINERS: tuple[Container, ...] = (*ARCHIVES, jsonl, csv, wxr)
# Those that are read from their end
SOUGHT: tuple[Container, ...] = (zip_archive,)


def container_of(name: str, head: bytes) -> Container | None:
    """The container of a file with this name and these first bytes, None for any other file."""
    return next((one for one in CONTAINERS if one.accepts(name, head)), None)
