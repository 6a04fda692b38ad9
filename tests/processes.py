"""Which processes did this one start, and how much memory did each of them take?"""

import os
import re
from contextlib import suppress
from pathlib import Path


def descendants() -> set[str]:
    """The processes under this one, by number."""
    parents: dict[str, str] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            parents[path.parent.name] = path.read_text().rpartition(")")[2].split()[1]
    found, latest = set[str](), {str(os.getpid())}
    while latest:
        latest = {number for number, parent in parents.items() if parent in latest}
        found |= latest
    return found


def peak(number: str) -> int:
    """The most memory that a process was resident in so far, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{number}/status").read_text())
    assert found
    return 1024 * int(found[1])
