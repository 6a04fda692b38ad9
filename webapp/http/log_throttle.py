"""Was this just logged? A warning that every request repeats takes one line of the log a minute."""

import mmap
import struct
from time import monotonic
from zlib import crc32

SECONDS = 60.0
# Texts that share a slot share the minute
_SLOTS = 256
_TIME = struct.Struct("d")


class Throttle:
    """When each text was let through last, in memory that processes forked afterwards share."""

    def __init__(self) -> None:
        """No text was let through yet."""
        self._times = mmap.mmap(-1, _SLOTS * _TIME.size)

    def allows(self, text: str) -> bool:
        """Whether a text was not let through within SECONDS; if so it is, as of this moment."""
        place = crc32(text.encode("utf-8", "surrogatepass")) % _SLOTS * _TIME.size
        (last,) = _TIME.unpack_from(self._times, place)
        now = monotonic()
        if last and now - last < SECONDS:
            return False
        _TIME.pack_into(self._times, place, now)
        return True
