"""How are bytes read that were compressed, so that what was made to swell is not believed?"""

import io
import zlib
from collections.abc import Callable
from typing import BinaryIO

from indexer.readers.part import BadFile, Bytes, CutShort, Damaged

# Pages compress 3 to 8 times; what goes further is not looked at before this number of bytes
MAX_RATIO, FREE_BYTES = 200, 1_000_000
SWELLS = f"gonfle plus de {MAX_RATIO} fois : ce n’est pas du texte"
_BLOCK = 65_536
_WITH_GZIP_HEADER = 31


def read_full(file: Bytes, size: int) -> bytes:
    """The next `size` bytes, fewer at the end only."""
    blocks = []
    while size > 0 and (block := file.read(min(size, _BLOCK))):
        blocks.append(block)
        size -= len(block)
    return b"".join(blocks)


class Inflating:
    """What a compressed file gives, counted as it comes."""

    def __init__(self, file: Bytes, compressed: Callable[[], int]) -> None:
        """`file` gives the bytes, `compressed` how many it took for them so far, or at most."""
        self._file = file
        self._compressed = compressed
        self._count = 0

    def read(self, size: int, /) -> bytes:
        """The next bytes; BadFile where they are too many for what they come from."""
        block = self._file.read(size)
        self._count += len(block)
        if self._count > max(FREE_BYTES, MAX_RATIO * self._compressed()):
            raise BadFile(SWELLS)
        return block


class Gunzipped:
    """What a gzip file of one or many members holds; CutShort where it ends within one."""

    def __init__(self, file: Bytes) -> None:
        """`file` stands at its beginning."""
        self._file = file
        self._member = zlib.decompressobj(_WITH_GZIP_HEADER)
        self._waiting = b""
        self._begun = True
        self.taken = 0

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; what stands before a damage is given first."""
        while True:
            if not self._waiting and not self._member.unconsumed_tail:
                self._waiting = self._file.read(_BLOCK)
                self.taken += len(self._waiting)
                if not self._waiting:
                    return self._at_end()
            block = self._inflated(size)
            if block:
                return block

    def _inflated(self, size: int) -> bytes:
        if self._member.eof:
            # members may be followed by zeros
            self._waiting = self._waiting.lstrip(b"\0")
            if not self._waiting:
                return b""
            self._member = zlib.decompressobj(_WITH_GZIP_HEADER)
        try:
            block = self._member.decompress(self._waiting, size)
        except zlib.error as error:
            raise Damaged("contenu compressé abîmé") from error
        self._waiting = self._member.unconsumed_tail or self._member.unused_data
        return block

    def _at_end(self) -> bytes:
        if not self._member.eof:
            raise CutShort("archive coupée avant la fin")
        return b""


class _Raw(io.RawIOBase):
    def __init__(self, head: bytes, file: Bytes) -> None:
        self._head = head
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        block, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        block = block or self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


def buffered(file: Bytes, head: bytes = b"") -> BinaryIO:
    """What is left of a file after its `head`, with it, to read lines of too."""
    return io.BufferedReader(_Raw(head, file), _BLOCK)
