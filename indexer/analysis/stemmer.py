"""What is the singular of a folded word that no dictionary knows?

Most such words are names, which look like forms of verbs and are none: « Coupat », « Menasse ».
They lose the mark of a plural, and « -eure » its last letter; nothing else.
"""

from typing import NamedTuple


class Ending(NamedTuple):
    """A suffix, what replaces it, and how many letters a word must have to lose it."""

    suffix: str
    replacement: str
    shortest: int


_PLURAL = (
    Ending("eaux", "eau", 6),
    Ending("aux", "al", 6),
    Ending("ux", "u", 4),
    Ending("ss", "ss", 0),  # « stress » has no plural mark
    Ending("s", "", 4),
)
_FEMININE = (Ending("eure", "eur", 7),)


def light(word: str) -> str:
    """The folded word without its plural, nor the -e of « chercheure ». Codes are their own."""
    return _strip(_strip(word, _PLURAL), _FEMININE) if word.isalpha() else word


def _strip(word: str, endings: tuple[Ending, ...]) -> str:
    """The word without the first of the endings that it has."""
    for suffix, replacement, shortest in endings:
        if word.endswith(suffix) and len(word) >= shortest:
            return word.removesuffix(suffix) + replacement
    return word
