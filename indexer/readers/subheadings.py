"""Which lines of a text are sub-headings, where nothing but their shape says so?"""

from collections.abc import Sequence

_LONGEST = 90
_SHORTEST_AROUND = 30
_LONG = 120
_STOPS = ".!?…"
_PAUSES = ".…,;:"
_CLOSERS = "\"'»”’)] \xa0\u202f"


def subheadings(lines: Sequence[str]) -> tuple[int, ...]:
    """The ranks of the short lines, without a final stop, that stand between two long ones."""
    return tuple(
        rank
        for rank in range(1, len(lines) - 1)
        if _is_short(lines[rank])
        and _is_long(lines[rank - 1], lines[rank])
        and _is_long(lines[rank + 1], lines[rank])
    )


def _is_short(line: str) -> bool:
    """Whether a line can be a heading; a question can, a quoted sentence not."""
    first = line.lstrip('«"“¿¡ \xa0\u202f')[:1]
    opens = first.isupper() or first.isdigit()
    bare = line.rstrip(_CLOSERS)
    stops = _PAUSES if bare == line else _PAUSES + _STOPS
    return len(line) <= _LONGEST and opens and bare[-1:] not in stops


def _is_long(line: str, heading: str) -> bool:
    """Whether a line is a paragraph beside a heading: sentences, and longer than it is."""
    if len(line) > _LONG:
        return True
    ends = line.rstrip(_CLOSERS)[-1:] in _STOPS
    return ends and len(line) >= max(_SHORTEST_AROUND, len(heading))
