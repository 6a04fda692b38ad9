"""Which letters must a text hold for a word to stand in it? To look for them is cheaper than words.

A word is made of letters of its text in their order, and nothing but what is no letter stands
between them: so texts and forms are compared in lower case, without accents, in letters and figures
alone. A word with figures, or that a sign stands for, is found by analysis only.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from os.path import commonprefix

from indexer.analysis import LONGEST_CACHED, fold
from indexer.analysis.terms import ACCENTED, MADE_CACHED, STEM, form_in, kind_and_rest
from indexer.engines import Searcher
from indexer.query.surface_forms import forms
from indexer.schema import TEXT_FIELDS
from indexer.search.generation_memo import GenerationMemo

Needles = Sequence[bytes]
# Every text holds it
ANYWHERE: Needles = (b"",)
# « n° », « 7 h », « € », « × »
_SIGNS = {"no", "heures", "euros", "x"}
# Words that begin alike share a needle of so many letters at least
_SHARED = 3
_ENCODING = "cp1252"
# No letters, which the encoding lacks: spaces, hyphens, joiners
_SEPARATORS = re.compile("[\u2000-\u2015\u2028-\u202f\u2060]+")
_NO_LETTER = re.compile("[^a-z0-9]+")


def _plain(text: str) -> bytes:
    return _NO_LETTER.sub("", fold(unicodedata.normalize("NFKC", text))).encode()


_PLAIN = {
    code: _plain(char) if char.isalnum() else b""
    for code in range(256)
    for char in [bytes([code]).decode(_ENCODING, "ignore")]
}
_DROPPED = bytes(code for code, plain in _PLAIN.items() if not plain)
_TABLE = bytes(plain[0] if len(plain) == 1 else code for code, plain in _PLAIN.items())
_LIGATURES = [(bytes([code]), plain) for code, plain in _PLAIN.items() if len(plain) > 1]


def letters(text: str) -> bytes | None:
    """The letters and figures of a text; None where a rare character makes them hard to tell."""
    try:
        found = text.lower().encode(_ENCODING).translate(_TABLE, _DROPPED)
    except UnicodeEncodeError:
        rest = _SEPARATORS.sub("", text)
        return letters(rest) if len(rest) < len(text) else None
    if not found.isascii():
        for ligature, plain in _LIGATURES:
            found = found.replace(ligature, plain)
    return found


def chunk_letters(chunk: str) -> bytes:
    """The letters of one of the `chunks` of a text that has some."""
    return (_remembered(chunk) if len(chunk) <= LONGEST_CACHED else letters(chunk)) or b""


def may_hold(found: bytes | None, needles: Needles) -> bool:
    """Whether a text with these letters may hold a word with one of these needles."""
    return found is None or any(needle in found for needle in needles)


def needles(term: str, searcher: Searcher | None) -> Needles:
    """What a text of a generation must hold one of to hold a term; ANYWHERE without generation."""
    return _NEEDLES(searcher, term) if searcher else ANYWHERE


def shared(found: Iterable[bytes]) -> Needles:
    """Fewer needles, one of which is in every text that holds one of these."""
    kept: list[bytes] = []
    for needle in sorted(found):
        # letters are compared
        common = commonprefix([*kept[-1:], needle])  # noqa: RUF071
        if kept and len(common) >= min(_SHARED, len(kept[-1])):
            kept[-1] = needle[: len(common)]
        else:
            kept.append(needle)
    return kept


def _of_term(searcher: Searcher, term: str) -> Needles:
    kind, rest = kind_and_rest(term)
    if kind == STEM:
        written: Iterable[str] = forms(rest, TEXT_FIELDS, searcher.vocabulary)
    else:
        written = [form_in(term) if kind == ACCENTED else rest]
    found = {_plain(form) for form in written}
    certain = all(one.isalpha() and one.decode() not in _SIGNS for one in found)
    return shared(found) if certain else ANYWHERE


_NEEDLES = GenerationMemo[str, Needles](_of_term)
_remembered = lru_cache(MADE_CACHED)(letters)
