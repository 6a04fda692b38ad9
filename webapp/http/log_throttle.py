"""Was this just logged? A warning that every request repeats takes one line of the log a minute."""

import mmap
import struct
from time import monotonic
from zlib import crc32

SECONDS = 60.0
# Texts that share a slot take turns in it: one may be told again sooner, none is kept back
_SLOTS = 256
# The checksum of the text that was let through last, and when
_ENTRY = struct.Struct("=Id")


class Throttle:
    """When each text was let through last, in memory that processes forked afterwards share."""

    def __init__(self) -> None:
        """No text was let through yet."""
        self._entries = mmap.mmap(-1, _SLOTS * _ENTRY.size)

    def allows(self, text: str) -> bool:
        """Whether a text was not let through within SECONDS; if so it is, as of this moment."""
        checksum = crc32(text.encode("utf-8", "surrogatepass"))
        place = checksum % _SLOTS * _ENTRY.size
        same, last = _ENTRY.unpack_from(self._entries, place)
        now = monotonic()
        if last and same == checksum and now - last < SECONDS:
            return False
        _ENTRY.pack_into(self._entries, place, checksum, now)
        return True
