"""Which files hold many parts, and how are these taken out one by one?

A container is a module with `accepts` and `parts`; CONTAINERS lists them. They are asked before the
readers. What one gives is read as a file is, by the reader that its content or `Part.kind` names.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from indexer.article import PassedOver, Rejected
from indexer.readers.part import Cut, Part


class Bytes(Protocol):
    """What can be read from its beginning to its end."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, b"" at the end."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive of files, to be read before the next one is asked for."""

    name: str
    file: Bytes


class Container(Protocol):
    """A module that takes a file of one format apart."""

    __name__: str

    def accepts(self, name: str, head: bytes) -> bool:
        """Whether a file with this name and these first bytes is of this format."""

    def parts(
        self, file: BinaryIO, name: str
    ) -> Iterator[Part | Member | Rejected | PassedOver | Cut]:
        """What a file holds, in its order, never more than one part in memory.

        Parts are named after `name`, which is harmless: `name#rank`, `name!member`. MissingLibrary
        without its package.
        """


CONTAINERS: tuple[Container, ...] = ()
