"""Which processes did one start, and how much memory did each of them take?"""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

SAMPLED_SECONDS = 0.2


def descendants(pid: int = 0) -> set[str]:
    """The processes under one, 0 for this one, by number."""
    parents: dict[str, str] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            parents[path.parent.name] = path.read_text().rpartition(")")[2].split()[1]
    found, latest = set[str](), {str(pid or os.getpid())}
    while latest:
        latest = {number for number, parent in parents.items() if parent in latest}
        found |= latest
    return found


def peak(number: str) -> int:
    """The most memory that a process was resident in so far, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{number}/status").read_text())
    assert found
    return 1024 * int(found[1])


def peaks(process: "subprocess.Popen[Any]", seconds: float = inf) -> Iterator[int]:
    """The most memory of a process and of any under it, now and then until it has ended.

    What else this one started, a cluster for other tests, is none of them. TimeoutError, and the
    process is killed, where it has not ended after so many seconds.
    """
    end = monotonic() + seconds
    while process.poll() is None:
        if monotonic() > end:
            process.kill()
            raise TimeoutError(process.args)
        for number in (str(process.pid), *descendants(process.pid)):
            with suppress(OSError, AssertionError):  # it ended meanwhile
                yield peak(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SAMPLED_SECONDS)
