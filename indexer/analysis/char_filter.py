"""Bring one chunk of text to canonical characters, remembering where each of them came from."""

import re
import unicodedata
from collections.abc import Iterator

APOSTROPHES = "’ʼ‘`´ʹ′＇ꞌ‛ˈ"
HYPHENS = "‐‑−"
MIDDLE_DOTS = "•⋅∙‧･"
# Soft hyphen, zero width, word joiner, byte order and bidirectional marks: never part of a word.
INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069"
)
_TABLE = str.maketrans(
    dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(HYPHENS, "-")
    | dict.fromkeys(MIDDLE_DOTS, "·")
    | dict.fromkeys(INVISIBLE)
)

# Cyrillic and Greek letters drawn like Latin ones; replaced only in words that mix scripts.
_HOMOGLYPHS = str.maketrans(
    "аеорсухіјѕԁһԛԝАВЕЅІЈКМНОРСТУХҮёЁїοαερυνικτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwABESIJKMHOPCTYXYëËïoaepuviktxABEZHIKMNOPTYX",
)
# Normalisation sorts the marks of a letter, in quadratic time; no writing has this many on one.
_PILE = 30
_SHORT = 256
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LOOKALIKE = re.compile(r"[Ͱ-ϿЀ-ӿ\u0500-\u052f]")


def normalise(chunk: str) -> tuple[str, list[tuple[int, int]] | None]:
    """The chunk in NFKC, straight apostrophes, no invisible marks, and the spans of its characters.

    The spans are (start, end) in `chunk`, one for each character of the result; None says that
    character i stands at (i, i + 1). Every accented spelling and its decomposed form give the same.
    """
    if chunk.isascii() and "`" not in chunk:
        return chunk, None
    text = chunk.translate(_TABLE)
    if len(text) == len(chunk) <= _SHORT and unicodedata.is_normalized("NFKC", text):
        return _one_script(text), None
    pieces, spans = [], []
    for start, end in _clusters(chunk):
        piece = unicodedata.normalize("NFKC", chunk[start:end].translate(_TABLE))
        # a spacing accent such as ¨ decomposes into a space and a mark
        piece = piece.replace(" ", "")
        if "⁄" in piece:  # 3½ is not 31/2
            piece = f" {piece} "
        pieces.append(piece)
        spans += [(start, end)] * len(piece)
    return _one_script("".join(pieces)), spans


def _clusters(chunk: str) -> Iterator[tuple[int, int]]:
    """The spans of base characters, each with the marks that follow it, at most `_PILE` of them."""
    start = 0
    for i, char in enumerate(chunk):
        marks = unicodedata.combining(char) or char in INVISIBLE
        if i > start and (not marks or i - start > _PILE):
            yield start, i
            start = i
    yield start, len(chunk)


def _one_script(text: str) -> str:
    return _WORD.sub(_latinise, text) if _LOOKALIKE.search(text) else text


def _latinise(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(_HOMOGLYPHS) if _LATIN.search(word) else word
