"""How is a number written, whatever its separators and its ordinal ending?"""

import re

_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DECIMAL = re.compile("[.-]")
_ORDINAL = re.compile(r"(\d+|[ivx]+)(er|re|ere|e|ieme|eme|nde?|de?)s?")
_FIRST = re.compile("i(?=ere?s?$)")  # « François Ier » is « François 1er »
# One spelling for each: 2ème is 2e, 1ère is 1re, the 2d round is the 2nd
_ENDINGS = {"ere": "re", "ieme": "e", "eme": "e", "d": "nd", "de": "nde"}


def decimal(digits: str) -> str:
    """Figures with a comma before their decimals: 1.234,5 → 1234,5 and 3.5 → 3,5; 49-3 too."""
    if not digits.isascii():
        digits = _DIGIT.sub(lambda digit: str(int(digit.group())), digits)
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(".", "")
    return _DECIMAL.sub(",", digits)


def ordinal(folded: str) -> str:
    """The one spelling of a folded ordinal: 2eme → 2e, 1ere → 1re, xixeme → xixe."""
    match = _ORDINAL.fullmatch(_FIRST.sub("1", folded))
    return match[1] + _ENDINGS.get(match[2], match[2]) if match else folded


def ordinal_stem(literal: str) -> str:
    """The stem of an ordinal in figures, under which 1er meets 1re; "" for another word."""
    match = _ORDINAL.fullmatch(literal) if literal[:1].isdigit() else None
    return f"{match[1]}e" if match else ""
