"""How is a search named where only letters, figures and hyphens stand, as in the name of a file?"""

import re

from indexer.analysis import fold

_CHARACTERS = 100
_OTHERS = re.compile(r"[^a-z0-9]+")
# « -grève »: without its sign it would name the opposite
_MINUS = re.compile(r"(?<![^\s(])-(?=\S)")


def slug(said: str) -> str:
    """A sentence as a piece of the name of a file, cut between two words."""
    words = _OTHERS.sub("-", fold(_MINUS.sub("sauf ", said))).strip("-")
    if len(words) > _CHARACTERS:
        words = words[: _CHARACTERS + 1].rpartition("-")[0] or words[:_CHARACTERS]
    return words or "recherche"
