"""What does a reader read at once, under which rules of the house?"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from indexer.article import PassedOver, Rejected

# What one part may have, in a file or in an archive, and what is seen of it to know its format
MAX_BYTES, HEAD_BYTES = 20_000_000, 4096
TOO_LONG = f"plus de {MAX_BYTES // 1_000_000} Mo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file, or what an archive of files holds at one place.

    `name` is harmless on a terminal and never a path to open: `file`, `file!member`, `file#rank`.
    `content` has at most MAX_BYTES bytes. Where it was saved from the Web:
    `address`, the `charset` that the server declared, and the moment it was `captured`. `kind` is
    the name of its reader where the archive tells it ("html"), "" where the content has to.
    """

    name: str
    content: bytes
    address: str | None = None
    charset: str | None = None
    captured: datetime | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """An archive ends before it should, or what stands in it is damaged.

    What it gave before and gives no more is kept.
    """

    source: str
    reason: str


class Bytes(Protocol):
    """What can be read from its beginning to its end; BadFile where it is damaged."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, b"" at the end."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive of files, to be read before the next one is asked for."""

    name: str
    file: Bytes


# What a container gives
Found = Part | Member | Rejected | PassedOver | Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a house decides about reading.

    `keeps_unarchivable` takes wires too that their agency marks as not to be archived. `fields`
    gives, for a field of an article, the name that exports of this house have for it.
    """

    keeps_unarchivable: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


class MissingLibrary(Exception):
    """The reader of a format needs a package that is not installed; the text names it."""


@contextmanager
def packages() -> Iterator[None]:
    """Load what a reader needs in the block: MissingLibrary for a package that is not there."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("indexer"):
            raise
        raise MissingLibrary(error.name) from error


class BadFile(Exception):
    """An archive, or a file in one, cannot be read any further; the text says why, in French."""


class Damaged(BadFile):
    """Its bytes are damaged, or cannot be read here yet: what it gave before is kept."""


class CutShort(BadFile):
    """It ends before it should."""
