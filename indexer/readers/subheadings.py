"""Which lines of a text are sub-headings, where nothing but their shape says so?"""

from collections.abc import Sequence

_LONGEST = 90
_LONG = 120
_ENDS = '.,;:…!)»"”]'
_NO_OPENING = '-–—•*·«"“(['


def subheadings(lines: Sequence[str]) -> tuple[int, ...]:
    """The ranks of the short lines, without a final stop, that stand between two long ones."""
    return tuple(
        rank
        for rank in range(1, len(lines) - 1)
        if _is_short(lines[rank]) and _is_long(lines[rank - 1]) and _is_long(lines[rank + 1])
    )


def _is_short(line: str) -> bool:
    opens = line[0].isupper() or line[0].isdigit()
    return len(line) <= _LONGEST and opens and line[-1] not in _ENDS


def _is_long(line: str) -> bool:
    return len(line) > _LONG
