"""Read TAR archives, member by member, without going back."""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from indexer.article import PassedOver
from indexer.readers.containers.names import is_hidden, within
from indexer.readers.containers.streams import read_full
from indexer.readers.part import BadFile, Bytes, CutShort, Found, Member, Rules

_MAGIC, _MAGIC_AT = b"ustar", 257
_CUT = "archive coupée avant la fin"


def accepts(name: str, head: bytes) -> bool:  # noqa: ARG001 - its content tells
    """Whether a file is a TAR archive, not compressed."""
    return head.startswith(_MAGIC, _MAGIC_AT)


def parts(
    file: BinaryIO,
    name: str,
    rules: Rules,  # noqa: ARG001 - no rule bears on it
) -> Iterator[Found]:
    """The regular members; CutShort where the archive does not end as it should."""
    forward = _Forward(file)
    try:
        # a tarfile of our own stream: neither compression nor a way back
        archive = tarfile.TarFile(fileobj=forward)  # type: ignore[arg-type]
        while (member := archive.next()) is not None:
            # else it keeps every member it met
            archive.members = []  # type: ignore[attr-defined]
            if not member.isdir() and not is_hidden(member.name):
                yield _found(archive, member, name)
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
        raise (CutShort(_CUT) if forward.ended else BadFile("archive TAR abîmée")) from error
    forward.check_end()


def _found(archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> Found:
    opened = archive.extractfile(member) if member.isfile() else None
    if opened:
        return Member(member.name, _Checked(opened, member.size))
    is_link = member.islnk() or member.issym()
    return PassedOver(within(name, member.name), "lien" if is_link else "fichier spécial")


class _Checked:
    """The bytes of a member, which the archive may not hold to the end."""

    def __init__(self, file: Bytes, size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int, /) -> bytes:
        try:
            block = self._file.read(size)
        except (tarfile.TarError, ValueError) as error:
            raise CutShort(_CUT) from error
        self._left -= len(block)
        if not block and self._left > 0:
            raise CutShort(_CUT)
        return block


class _Forward:
    """A file that is read from its beginning to its end, for one who seeks forward only."""

    def __init__(self, file: Bytes) -> None:
        self._file = file
        self._at = 0
        self._last = b""
        self.ended = False

    def tell(self) -> int:
        return self._at

    def seek(self, position: int) -> int:
        if position < self._at:
            raise ValueError(position)
        while self._at < position and self.read(min(position - self._at, 1_000_000)):
            pass
        return self._at

    def read(self, size: int) -> bytes:
        self._last = read_full(self._file, size)
        self._at += len(self._last)
        self.ended = len(self._last) < size
        return self._last

    def check_end(self) -> None:
        """The last header that was read has to be one of zeros."""
        if len(self._last) < tarfile.BLOCKSIZE:
            raise CutShort(_CUT)
        if any(self._last):
            raise BadFile("archive TAR abîmée")
