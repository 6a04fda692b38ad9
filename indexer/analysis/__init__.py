"""Which words does a text hold, and which terms stand for each of them?

One chain for indexing, querying and highlighting: chunk between white space → normalise → cut into
words → fold → stem. Accented and unaccented spellings take the same path at every step. No word is
dropped but elided articles and the « t » of « a-t-il », so that a quoted phrase is literal.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from unidecode import unidecode

from indexer.analysis.char_filter import normalise
from indexer.analysis.joining import JOINER, join
from indexer.analysis.lexicon import lookup
from indexer.analysis.numerals import decimal, ordinal, ordinal_stem
from indexer.analysis.stemmer import light

CHUNKS_CACHED = WORDS_CACHED = 1 << 16
# Words are shorter; a page of base64 in one piece must not fill the caches.
LONGEST_CACHED = 64
# What is analysed in one piece, in characters: matching a word, and where its characters came from,
# take hundreds of bytes each. No query is as long, and no word that a person reads.
LONGEST_CHUNK = 4096


class Word(NamedTuple):
    """A word in its three forms, with the characters [start, end) it covers in its text."""

    stem: str
    literal: str
    accented: str
    start: int
    end: int


# Accented letters of the Latin alphabet and what they are without: words are cut in the text
# without accents, so that no rule can depend on them.
_BARE = {
    code: bare
    for code in range(0xC0, 0x250)
    if (bare := unicodedata.normalize("NFD", chr(code))[0]).isascii()
}
# What Unidecode makes of the letters and marks of a French text, which it looks up one by one
_FOLDED = {code: unidecode(chr(code)) for code in (*range(0x80, 0x250), *range(0x2010, 0x2040))}
_LETTER = r"[^\W\d_]"
_EDGE = r"(?![^\W_])"
# « N’Djamena », « M’Bala » are none
_ELISION = (
    r"(?:(?:jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu|[ld])'|[jmtsnc]'(?![bcdfgjklmnpqrstvwxz]))"
)
# Endings of inclusive writing. A full stop also ends a sentence, « fin.Le pacte »: after it, the
# endings that are words of their own need the plural.
_ENDING = r"(?:e|trice|rice|ice|euse|esse|fe|ere)"
_ANY_ENDING = rf"(?:{_ENDING}|ne|le|te|ve|se)"
_INCLUSIVE = (
    rf"(?:\({_ANY_ENDING}\)(?:\(?s\)?)?|·{_ANY_ENDING}(?:[·.]?s)?|·s"
    rf"|\.{_ENDING}(?:\.?s)?|[.-]{_ANY_ENDING}[.-]s|-e){_EDGE}"
)
# After the minutes of « 19:30 », but of no longer figures
_NO_TIME = r"(?![\d:])"
_LETTERS = r"(?:[^\W_][̀-ͯ]*)+"
_TOKEN = re.compile(
    rf"""
      (?P<acronym>(?<![^\W_])(?:(?:{_LETTER}\.-?){{2,}}{_LETTER}?|p\.?-d\.?g\.?){_EDGE})
    | (?P<phone>(?<![^\W_])(?:0|(?:00)?33)[1-9](?:[.-]?\d\d){{4}}(?![.-]?\d))
    | (?P<number>(?<!\d[.,])(?:\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?|\d+[.,]\d+)(?![.,]?\d))
    | (?P<article>(?<![^\W_])(?<![.,-])\d\d-\d(?![.,-]?\d|{_LETTER}))
    | (?P<numero>(?<![^\W_])n°)
    | (?P<area>(?:(?<![^\W_])|(?<=\d))[kcdm]?m[23]{_EDGE})
    | (?P<code>(?<![^\W_])(?:{_LETTER}-?|[adlnr]\.)\d+{_EDGE})
    | (?P<ordinal>(?<![^\W_])(?:\d+-?(?:ers?|r?es?|eres?|i?emes?)|2(?:nde?|de?)s?
        |[ivx]+emes?|iere?s?){_EDGE})
    | (?P<clock>(?<![^\W_])0\d(?=h{_EDGE}|h\d\d{_EDGE}|:[0-5]\d{_NO_TIME}))
    | (?P<hour>(?<=\d)(?:h(?=\d*(?:mi?n?)?{_EDGE})|(?<!:\d\d):(?=[0-5]\d{_NO_TIME})))
    | (?P<letters>(?<![^\W_]){_LETTER}{{2,}}(?=\d+{_EDGE}))
    | (?P<figures>\d+(?={_LETTER}+(?:\d+{_LETTER}*)?{_EDGE}))
    | (?P<unit>(?<=\d){_LETTER}+(?=\d+{_LETTER}*{_EDGE}))
    | (?P<whole>(?<![^\W_])(?:aujourd'hui|c'est-a-dire|quelqu'une?s?|presqu'iles?){_EDGE})
    | (?P<elided>(?<![^\W_]){_ELISION})
    | (?P<euphonic>(?:(?<=[^\W_])-|(?<![^\W_]))t(?=-(?:ils?|elles?|on){_EDGE}))
    | (?P<word>{_LETTERS}(?:'{_LETTERS})*)(?:(?<={_LETTER}{_LETTER}){_INCLUSIVE})?
    | (?P<times>×)
    | (?P<euro>€)
    """,
    re.VERBOSE | re.IGNORECASE,
)
# What stands for a token whatever its letters
_WRITTEN = {"elided": "", "euphonic": "", "numero": "no", "hour": "heures", "euro": "euros"}
_CHUNK = re.compile(rf"\S{{1,{LONGEST_CHUNK}}}")
# Figures of a telephone number after 0 or +33
_DIALLED = 9
_POINTS = re.compile("[.-]")
# What separates as a space does: « 49.3 » is 49-3, not 493
_HYPHENS = re.compile(r"-|(?<=\d)\.+(?=\d)")
# « F-35 » is f35, but « J.O. 2024 » jo 2024
_BEFORE_FIGURES = re.compile(r"(?<=(?<![a-z0-9'])[a-z])[. -]+(?=\d)")
_BETWEEN_INITIALS = re.compile(r"(?<=(?<![a-z0-9'])[a-z])[. -]+(?=[a-z](?![a-z0-9']))")
_NOT_FOLDED = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """The text in ASCII lower case: é → e, œ → oe."""
    plain = text if text.isascii() else text.translate(_FOLDED)
    return (plain if plain.isascii() else unidecode(plain)).lower()


def fold_line(text: str) -> str:
    """The text folded, with straight apostrophes and single spaces: « L’Été  14 » → l'ete 14."""
    folded = fold(" ".join(map(_normal, text.split())))
    # Unidecode writes some apostrophes as grave accents, which are apostrophes when typed
    return " ".join(folded.replace("`", "'").split())


def fold_label(label: str) -> str:
    """The value under which spellings of a facet label meet: « Côte-d’Ivoire » → cote d'ivoire.

    A hyphen is a space, a dot is nothing, and initials or a letter and its figures are one word
    whatever stands between them: S.N.C.F. → sncf, « J.-P. Lô » → jp lo, F-35 → f35. "" for a label
    without anything else.
    """
    joined = _BEFORE_FIGURES.sub("", _BETWEEN_INITIALS.sub("", fold_line(label)))
    return " ".join(_HYPHENS.sub(" ", joined).replace(".", "").split())


def _normal(chunk: str) -> str:
    return "".join(normalise(piece)[0] for piece in chunks(chunk))


def words(text: str) -> Iterator[Word]:
    """The words of a text in order, offsets counted in `text`; a word's position is its rank."""
    for match in _CHUNK.finditer(join(text)):
        offset = match.start()
        for stem, literal, accented, start, end in analyse_chunk(match.group()):
            yield Word(stem, literal, accented, start + offset, end + offset)


def chunks(text: str) -> Iterable[str]:
    """What stands between white space, in pieces of LONGEST_CHUNK characters at most."""
    # to split is many times faster, but gives all the pieces of a text of megabytes at once
    return (
        text.split() if len(text) <= LONGEST_CHUNK else map(re.Match.group, _CHUNK.finditer(text))
    )


def analyse_chunk(chunk: str) -> tuple[Word, ...]:
    """The words of one of the `chunks` of a text with its numbers joined, offsets counted in it."""
    return _cached(chunk) if len(chunk) <= LONGEST_CACHED else analysed(chunk)


def stem(literal: str) -> str:
    """The stem of a folded word; a number or a code is its own stem."""
    return _stem(literal) if len(literal) <= LONGEST_CACHED else literal


def analysed(chunk: str) -> tuple[Word, ...]:
    """What `analyse_chunk` gives, worked out each time."""
    text, spans = normalise(chunk)
    kept: list[Word] = []
    for match in _TOKEN.finditer(text.translate(_BARE)):
        accented, literal = _spellings(match, text)
        if literal:
            first, last = match.span()
            if spans:
                first, last = spans[first][0], spans[last - 1][1]
                # what stands for a space is no part of « 20 » in « 20 h »
                last -= chunk[last - 1] == JOINER
            # « E.U. » is no form of « avoir »
            root = literal if match.lastgroup == "acronym" else stem(literal)
            kept.append(Word(root, literal, accented, first, last))
    return tuple(kept)


_cached = lru_cache(CHUNKS_CACHED)(analysed)


@lru_cache(WORDS_CACHED)
def _stem(literal: str) -> str:
    singular = light(literal)
    return ordinal_stem(literal) or lookup(literal) or lookup(singular) or singular


def _spellings(match: re.Match[str], text: str) -> tuple[str, str]:
    """The accented and the literal form of a token of a text, both empty for one that is no word.

    The token was found in the text without its accents, letter for letter. The literal form depends
    on the accented one alone.
    """
    kind = match.lastgroup or ""
    if kind in _WRITTEN:
        return _WRITTEN[kind], _WRITTEN[kind]
    match kind:
        case "number" | "article" | "clock":
            digits = decimal(match.group())
            digits = digits[1:] if kind == "clock" else digits
            return digits, digits
        case "phone":
            digits = f"0{_NOT_FOLDED.sub('', match.group())[-_DIALLED:]}"
            return digits, digits
        case "ordinal":
            accented = text[slice(*match.span())].lower()
            return accented, ordinal(_NOT_FOLDED.sub("", fold(accented)))
        case "word":
            accented = text[slice(*match.span("word"))].lower()
        case "acronym" | "code":
            accented = _POINTS.sub("", text[slice(*match.span())]).lower()
        case _:
            accented = text[slice(*match.span())].lower()
    return accented, _NOT_FOLDED.sub("", fold(accented))
