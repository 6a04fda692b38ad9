"""Spell a text as people type it: without accents, decomposed, in capitals, with odd marks."""

import unicodedata
from collections.abc import Callable, Mapping
from itertools import pairwise


def bare(text: str) -> str:
    """The text without its accents and cedillas."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize(
        "NFC", "".join(char for char in decomposed if not unicodedata.combining(char))
    )


def unligated(text: str) -> str:
    return text.replace("œ", "oe").replace("Œ", "Oe").replace("æ", "ae").replace("Æ", "Ae")


def hyphenated(text: str) -> str:
    """The text with a soft hyphen inside every pair of letters."""
    pieces = [a + ("\u00ad" if a.isalpha() and b.isalpha() else "") for a, b in pairwise(text)]
    return "".join(pieces) + text[-1:]


SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "sans accents": bare,
    "formes décomposées": lambda text: unicodedata.normalize("NFD", text),
    "capitales": str.upper,
    "capitales sans accents": lambda text: bare(text).upper(),
    "minuscules": str.lower,
    "sans ligatures": unligated,
    "apostrophes courbes": lambda text: text.replace("'", "’"),
    "apostrophes droites": lambda text: text.replace("’", "'"),
    "traits d’union conditionnels": hyphenated,
    "espaces insécables": lambda text: text.replace(" ", "\u00a0"),
    "espaces fines": lambda text: text.replace(" ", "\u202f"),
    "tout à la fois": lambda text: hyphenated(bare(unligated(text)).upper().replace("'", "’")),
}
