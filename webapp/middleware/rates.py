"""How often does a program ask? Counted over all processes of a server."""

import struct
from hashlib import blake2b
from mmap import mmap
from time import monotonic

from webapp.http.shared_memory import SharedMemory

_SLOTS = 1024
# Which program, what is left to it, and when that was so
_SLOT = struct.Struct("8sdd")
_ID_BYTES = 8


class Rates:
    """What is left to each program, which processes forked afterwards share."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._slots = SharedMemory(_SLOTS * _SLOT.size)

    def wait(self, name: str, rate: int) -> float:
        """Seconds that a program must wait; 0 where it may ask, which then counts.

        It may ask `rate` times at once, and as many times a minute.
        """
        ident = blake2b(name.encode(), digest_size=_ID_BYTES).digest()
        with self._slots.locked() as slots:
            place, left, last = _slot(slots, ident)
            now = monotonic()
            left = min(float(rate), left + (now - last) * rate / 60) if last else float(rate)
            if left < 1:
                return (1 - left) * 60 / rate
            _SLOT.pack_into(slots, place, ident, left - 1, now)
        return 0.0


def _slot(slots: mmap, ident: bytes) -> tuple[int, float, float]:
    """Where a program is, or may be, and what is known of it."""
    first = int.from_bytes(ident) % _SLOTS
    for step in range(_SLOTS):
        place = (first + step) % _SLOTS * _SLOT.size
        found, left, last = _SLOT.unpack_from(slots, place)
        if found == ident or not last:
            return place, left, last
    # as many programs as there are slots: the one in the way begins again
    return first * _SLOT.size, 0.0, 0.0
