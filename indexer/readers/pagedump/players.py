"""What does a player, set among the paragraphs of a page, leave behind in its text?

A label, a title, a duration, a credit, a line each, in any order.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto

from indexer.readers.pagedump.paragraphs import Glued

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d\d"
_DURATION = re.compile(
    rf"(?:durée\s*:?\s*)?(?:{_CLOCK}(?:\s*[/|]\s*{_CLOCK})?|(?:\d\d?\s?h\s?)?\d{{1,3}}\s?(?:min|mn)"
    r"(?:utes?)?\.?(?:\s?\d\d?\s?(?:s|sec|secondes?)?\.?)?|\d{1,3}\s?(?:s|sec|secondes)\.?)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:la |en )?(?:vidéos?|video|audio|podcasts?|direct|replay|diaporama)(?:\s*:)?"
    r"|lecteurs? (?:vidéo|audio)|(?:re)?lecture|lire la vidéo"
    r"|écouter(?: (?:l['’]|le |la |cet? )\S+)?|(?:(?:re)?voir|regarder)(?: en replay| la vidéo)?"
    r"|télécharger(?: l['’]\S+)?|pause|plein écran|le son est (?:coupé|désactivé)|activer le son",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:crédits?|copyright|source)(?: (?:photo|vidéo|image)s?)?\s*:", re.IGNORECASE
)
_LONGEST_MARK = 40
_LONGEST_TITLE = 120
_REACH = 3


class _Kind(Enum):
    DURATION = auto()
    LABEL = auto()
    CREDIT = auto()
    TITLE = auto()
    TEXT = auto()


def player_lines(visible: list[str], glued: Glued) -> frozenset[int]:
    """The ranks of the lines that players left; what the glued body holds at its place is text.

    Without a glued body a duration alone is no player: a list of programmes has them too.
    """
    found: set[int] = set()
    marks = [i for i, line in enumerate(visible) if len(line) <= _LONGEST_MARK and _is_mark(line)]
    for mark in marks:
        if mark not in found and not _is_text(visible, mark, glued):
            block = {mark, *_above(visible, mark, glued), *_below(visible, mark, glued)}
            if _is_player({_kind(visible[i]) for i in block}, glued):
                found |= block
    return frozenset(found)


def _is_player(kinds: set[_Kind], glued: Glued) -> bool:
    if _Kind.DURATION in kinds:
        return bool(glued) or len(kinds & {_Kind.LABEL, _Kind.CREDIT}) > 0
    return _Kind.CREDIT in kinds or kinds == {_Kind.LABEL}


def _above(visible: list[str], mark: int, glued: Glued) -> Iterator[int]:
    """The lines of a player before its mark, of which one may be its title."""
    titled = False
    for i in range(mark - 1, max(-1, mark - 1 - _REACH), -1):
        kind = _kind(visible[i])
        if kind is _Kind.TEXT or (kind is _Kind.TITLE and titled) or _is_text(visible, i, glued):
            return
        titled = titled or kind is _Kind.TITLE
        yield i


def _below(visible: list[str], mark: int, glued: Glued) -> Iterator[int]:
    """The lines of a player after its mark; a title among them has another such line after it."""
    for i in range(mark + 1, min(mark + 1 + _REACH, len(visible))):
        kind = _kind(visible[i])
        goes_on = i + 1 < len(visible) and _kind(visible[i + 1]) is _Kind.CREDIT
        if kind is _Kind.TEXT or (kind is _Kind.TITLE and not goes_on):
            return
        if _is_text(visible, i, glued):
            return
        yield i


def _is_mark(line: str) -> bool:
    """Whether a line alone shows a player: a duration or a label."""
    return bool(_DURATION.fullmatch(line) or _LABEL.fullmatch(line))


def _is_text(visible: list[str], i: int, glued: Glued) -> bool:
    return glued.holds(visible[i], visible[i - 1] if i else "")


def _kind(line: str) -> _Kind:
    if len(line) <= _LONGEST_MARK:
        if _DURATION.fullmatch(line):
            return _Kind.DURATION
        if _LABEL.fullmatch(line):
            return _Kind.LABEL
    if len(line) > _LONGEST_TITLE:
        return _Kind.TEXT
    if "©" in line or _CREDIT.match(line):
        return _Kind.CREDIT
    opens = line.lstrip('«"“ \xa0')[:1]
    return _Kind.TITLE if opens.isupper() and line[-1] not in '.…:,;»"”' else _Kind.TEXT
