"""How often does a program ask? Counted over all processes of a server."""

import fcntl
import os
import struct
from hashlib import blake2b
from tempfile import TemporaryFile
from threading import Lock
from time import monotonic

# Programs that share a slot would share their rate: each looks for one of its own
_SLOTS = 1024
_SLOT = struct.Struct("8sdd")
_ID_BYTES = 8


class Rates:
    """What is left to each program, in a file that processes forked afterwards share."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        with TemporaryFile() as file:
            # as long as the processes
            self._file = os.dup(file.fileno())
        os.truncate(self._file, _SLOTS * _SLOT.size)
        self._lock = Lock()

    def wait(self, name: str, rate: int) -> float:
        """Seconds that a program must wait; 0 where it may ask, which then counts.

        It may ask `rate` times at once, and as many times a minute.
        """
        # a thread keeps others of its process out by the one, those of others by the other
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                return self._take(name, rate)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _take(self, name: str, rate: int) -> float:
        ident = blake2b(name.encode(), digest_size=_ID_BYTES).digest()
        place, left, last = self._slot(ident)
        now = monotonic()
        left = min(float(rate), left + (now - last) * rate / 60) if last else float(rate)
        if left < 1:
            return (1 - left) * 60 / rate
        os.pwrite(self._file, _SLOT.pack(ident, left - 1, now), place)
        return 0.0

    def _slot(self, ident: bytes) -> tuple[int, float, float]:
        first = int.from_bytes(ident) % _SLOTS
        for step in range(_SLOTS):
            place = (first + step) % _SLOTS * _SLOT.size
            found, left, last = _SLOT.unpack(os.pread(self._file, _SLOT.size, place))
            if found == ident or not last:
                return place, left, last
        # as many programs as there are slots: the one in the way begins again
        return first * _SLOT.size, 0.0, 0.0
