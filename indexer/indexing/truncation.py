"""Is a file a cut copy of what it was? Checksums of its beginnings tell, its bytes being gone.

They stand at the end of every line and, inside one, 8, 16, 32… 256 bytes from its start, then every
256: a copy that stops anywhere has those of the file up to there. A byte each, they give no text
away.
"""

from dataclasses import dataclass
from zlib import crc32

_FIRST, _STEP = 8, 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginnings:
    """What is remembered of the bytes of a file, without the zeros that a disk may end it with.

    `size` in bytes, `checks` one a beginning, the shortest first; `finished` where the last line
    ends.
    """

    size: int
    checks: bytes
    finished: bool


def beginnings(content: bytes) -> Beginnings:
    """What to remember of a file of this content."""
    written = content.rstrip(b"\0")
    return Beginnings(
        size=len(written),
        checks=_checks(written),
        finished=written.endswith(b"\n"),
    )


def is_cut(now: Beginnings, before: Beginnings) -> bool:
    """Whether a file holds a beginning of what it held, and no more.

    What follows the last checksum of an unfinished line is taken for as it was.
    """
    return now.size < before.size and before.checks.startswith(now.checks)


def _checks(content: bytes) -> bytes:
    found = bytearray()
    total = 0
    for line in content.splitlines(keepends=True):
        start, end = 0, _FIRST
        while end <= len(line):
            total = crc32(line[start:end], total)
            found.append(total & 0xFF)
            start, end = end, 2 * end if end < _STEP else end + _STEP
        if start < len(line):
            total = crc32(line[start:], total)
            if line.endswith(b"\n"):
                found.append(total & 0xFF)
    return bytes(found)
