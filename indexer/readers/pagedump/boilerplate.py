"""Which lines of a visible page are no part of the article?"""

import re
from collections.abc import Set as AbstractSet

from indexer.readers.pagedump.line_shapes import is_boilerplate
from indexer.readers.pagedump.paragraphs import Glued
from indexer.readers.pagedump.players import player_lines

_RELATED = re.compile(r"(?:à )?(?:lire|voir) aussi\s*:?", re.IGNORECASE)
_RELATED_DAY = re.compile(r"\d{1,2}(?:er|\.)? [^\W\d]+\.? \d{4}(?:,? (?:à )?\d{1,2}[:h]\d\d)?$")
_RELATED_LINES = 6


def without_boilerplate(
    visible: list[str], glued: Glued, publisher: AbstractSet[str]
) -> tuple[list[str], str]:
    """The lines of the article, and the caption of a picture among them, empty without one.

    A line that looks like boilerplate is kept where the glued body has it at its place. `publisher`
    holds the lines of the publisher's block.
    """
    kept: list[str] = []
    caption = ""
    players = player_lines(visible, glued)
    i = -1
    while (i := i + 1) < len(visible):
        line = visible[i]
        if i in players:
            continue
        captioned, _, credit = line.partition("©")
        related = _RELATED.fullmatch(line)
        odd = credit or related or line in publisher or is_boilerplate(line)
        if not odd or glued.holds(line, kept[-1] if kept else ""):
            kept.append(line)
        elif related:
            i = _related_end(visible, i, glued)
        elif credit:
            caption = caption or captioned.rstrip()
    return kept, caption


def _related_end(visible: list[str], start: int, glued: Glued) -> int:
    """The index of the last line of a block of related articles: its date, else its title."""
    for i in range(start + 1, min(start + 1 + _RELATED_LINES, len(visible))):
        if _RELATED_DAY.match(visible[i]):
            return i
        if glued.holds(visible[i], visible[i - 1]):
            return i - 1
    return min(start + 1, len(visible) - 1)
