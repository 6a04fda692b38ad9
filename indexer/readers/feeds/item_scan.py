"""Where does each item of a long feed begin and end, CDATA aside?"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from indexer.readers.part import MAX_BYTES

_MARK = re.compile(rb"<!\[CDATA\[|\]\]>|<item[\s>]|</item>")
_BLOCK = 1_000_000
# No mark that a block cuts is longer
_LONGEST = 16


def items(file: BinaryIO) -> Iterator[bytes]:
    """What stands before the first item of a feed, then each of its items, markup included.

    At most some MAX_BYTES of one that is longer; one that the file cuts is none.
    """
    scan = _Scan()
    while block := file.read(_BLOCK):
        yield from scan.add(block)


class _Scan:
    def __init__(self) -> None:
        self._kept = b""
        self._scanned = 0
        self._start: int | None = None
        self._is_head = True
        self._in_cdata = False

    def add(self, block: bytes) -> Iterator[bytes]:
        """The items that end in one more block."""
        self._kept += block
        for mark in _MARK.finditer(self._kept, self._scanned):
            self._scanned = mark.end()
            yield from self._marked(mark)
        self._scanned = max(self._scanned, len(self._kept) - _LONGEST)
        self._forget()

    def _marked(self, mark: re.Match[bytes]) -> Iterator[bytes]:
        name = mark[0][:6]
        if self._in_cdata or name == b"]]>":
            self._in_cdata = self._in_cdata and name != b"]]>"
        elif name == b"<![CDA":
            self._in_cdata = True
        elif name == b"</item":
            if self._start is not None:
                yield self._kept[self._start : mark.end()]
            self._start = None
        elif self._start is None:
            if self._is_head:
                yield self._kept[: mark.start()]
            self._is_head = False
            self._start = mark.start()

    def _forget(self) -> None:
        """Keep what an item that is not at its end needs, and of a too long one its beginning."""
        if self._is_head and len(self._kept) <= MAX_BYTES:
            return
        start = self._scanned if self._start is None else self._start
        rest = self._kept[start:]
        if len(rest) > MAX_BYTES + 2 * _BLOCK:
            tail = self._kept[self._scanned :]
            rest = rest[: MAX_BYTES + _BLOCK] + tail
            self._scanned = len(rest) - len(tail)
        else:
            self._scanned -= start
        self._kept = rest
        self._start = None if self._start is None else 0
