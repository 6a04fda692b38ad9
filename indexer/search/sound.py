"""How does a word sound, and how may a sound be written at its beginning?"""

import re
from functools import lru_cache

# How a sound at the beginning of a word is written otherwise
BEGINNINGS = {
    **{vowel: (f"h{vowel}",) for vowel in "aeiouy"},
    "h": ("a", "e", "i", "o", "u", "y"),
    "f": ("ph",),
    "p": ("f",),
    "k": ("c", "qu"),
    "q": ("c", "k"),
    "c": ("k", "qu", "s"),
    "s": ("c",),
    "z": ("s", "x"),
    "j": ("g",),
    "g": ("j",),
}
# In this order, on a folded word
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"([^aeiouy])\1", r"\1"),
        (r"ph", "f"),
        (r"sch|sh", "ch"),
        (r"x(?=[bcdfgjklmnpqrstvz])|xc(?=[eiy])|x|cs(?=[^h])", "ks"),
        (r"s?c(?=[eiy])", "s"),
        (r"ch(?=[rlntm]|eo|ol|ec)|qu|q|k|c(?!h)", "k"),
        (r"g(?=[eiy])", "j"),
        (r"gu(?=[eiy])|(?<=g)h", "g"),
        (r"je(?=[ao])", "j"),
        (r"(?<!c)h", ""),
        (r"eau|au", "o"),
        (r"[ae]i(?!l)|e(?=r$|z$|t$)", "e"),
        (r"y", "i"),
        (r"[ae][mn](?=[^aeiou]|$)", "an"),
        (r"om(?=[^aeioumn])", "on"),
        (r"ti(?=on|el|eu|al|aire)", "si"),
        (r"z|(?<=[aeiou])s(?=[aeiou])", "z"),
        (r"(.)\1", r"\1"),
        (r"(?<=..)(?:e?s|[et])$", ""),
    )
)


@lru_cache(1 << 12)
def sound(literal: str) -> str:
    """How a folded word sounds, roughly: words that sound alike give the same text."""
    for pattern, written in _SOUNDS:
        literal = pattern.sub(written, literal)
    return literal
