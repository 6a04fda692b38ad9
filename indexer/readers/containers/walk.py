"""What does a container hold, archives in it included, within its bounds?"""

import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from indexer.article import PassedOver, Rejected
from indexer.readers.containers import ARCHIVES, SOUGHT, Container, container_of
from indexer.readers.containers.names import within
from indexer.readers.containers.streams import buffered, read_full
from indexer.readers.part import (
    HEAD_BYTES,
    MAX_BYTES,
    TOO_LONG,
    BadFile,
    Bytes,
    Cut,
    CutShort,
    Damaged,
    Member,
    Part,
    Rules,
)

MAX_PARTS, MAX_INFLATED = 1_000_000, 100_000_000_000
UNREAD = "fichier d’un format que Manchette ne lit pas"

Item = Part | Rejected | PassedOver | Cut


class Walk:
    """A walk through one file."""

    def __init__(self, too_long: Callable[[str, bytes], str | None], rules: Rules) -> None:
        """One walk a file: the bounds hold for all that is in it.

        `too_long` tells of a name and a head why such a file is refused past MAX_BYTES, None where
        nobody reads it.
        """
        self._too_long = too_long
        self._rules = rules
        self._parts = 0
        self._bytes = 0

    def items(self, container: Container, file: BinaryIO, name: str) -> Iterator[Item]:
        """The parts of a file, in its order, and why others are none."""
        return self._items(container, file, name, 0)

    def _items(self, container: Container, file: BinaryIO, name: str, level: int) -> Iterator[Item]:
        try:
            for found in container.parts(file, name, self._rules):
                self._count_part()
                if isinstance(found, Member):
                    yield from self._opened(found, within(name, found.name), level)
                else:
                    yield found
        except BadFile as error:
            yield Cut(name, str(error))

    def _opened(self, member: Member, name: str, level: int) -> Iterator[Item]:
        file = _Counted(member.file, self._count)
        try:
            head = read_full(file, HEAD_BYTES)
            inner = container_of(member.name, head)
            if inner in ARCHIVES and level:
                yield Rejected(name, "archive dans une archive d’une archive : la sortir")
            elif inner:
                yield from self._items(inner, _file(inner, file, head), name, level + 1)
            elif refusal := self._too_long(member.name, head):
                content = head + read_full(file, MAX_BYTES + 1 - len(head))
                is_long = len(content) > MAX_BYTES
                yield Rejected(name, refusal) if is_long else Part(name=name, content=content)
            else:
                yield PassedOver(name, UNREAD)
        except CutShort:
            raise
        except Damaged as error:
            yield Cut(name, str(error))
        except BadFile as error:
            yield Rejected(name, str(error))

    def _count_part(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise CutShort("plus de 1 000 000 de fichiers : la suite n’est pas lue")

    def _count(self, size: int) -> None:
        self._bytes += size
        if self._bytes > MAX_INFLATED:
            raise CutShort("plus de 100 Go en tout : la suite n’est pas lue")


class _Counted:
    def __init__(self, file: Bytes, count: Callable[[int], None]) -> None:
        self._file = file
        self._count = count

    def read(self, size: int, /) -> bytes:
        block = self._file.read(size)
        self._count(len(block))
        return block


def _file(inner: Container, file: Bytes, head: bytes) -> BinaryIO:
    """A container in an archive as a file; one that is read from its end has to be in memory."""
    if inner not in SOUGHT:
        return buffered(file, head)
    content = head + read_full(file, MAX_BYTES + 1 - len(head))
    if len(content) > MAX_BYTES:
        raise BadFile(f"archive ZIP de {TOO_LONG} dans une archive : la sortir")
    return io.BytesIO(content)
