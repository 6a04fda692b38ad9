"""What do all processes of a server know together?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import mmap
from threading import Lock


class SharedMemory:
    """Bytes, zero at first, that processes forked afterwards read and write one at a time."""

    def __init__(self, size: int) -> None:
        """`size` is in bytes."""
        self._bytes = mmap(-1, size)
        self._lock = Lock()
        # in memory, as long as the processes: a full disk is nobody's matter here
        self._file = os.memfd_create("manchette")

    @contextmanager
    def locked(self) -> Iterator[mmap]:
        """The bytes, for a block that no other thread or process is in."""
        with self._lock:
            # unlike flock, it keeps out processes that share the file; a dead one frees it
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield self._bytes
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)
