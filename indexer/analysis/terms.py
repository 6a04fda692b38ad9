"""Which terms stand for the words of a text: stem, literal and accented forms?"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar

from indexer.analysis import LONGEST_CACHED, Word, analysed, chunks
from indexer.analysis.joining import join

# The kinds of terms, by the prefix of each
STEM, LITERAL, ACCENTED = KINDS = ("s:", "l:", "a:")
# Between the stem and the form in an accented term: the forms of a stem are the terms that begin so
FORM_MARK = "\x1f"


def stem_term(word: Word) -> str:
    """The term of any form of the word."""
    return STEM + word.stem


def literal_term(word: Word) -> str:
    """The term of this form, whatever its accents."""
    return LITERAL + word.literal


def accented_term(word: Word) -> str:
    """The term of this form with its accents."""
    return f"{ACCENTED}{word.stem}{FORM_MARK}{word.accented}"


CHUNKS_CACHED = 1 << 17
MADE_CACHED = 1 << 17


Made = TypeVar("Made")


class Terms(NamedTuple):
    """The terms of a text, a text for each of KINDS: a term a word, without prefix, between spaces.

    A term of `accents` determines those of the other kinds.
    """

    stems: str
    literals: str
    accents: str


def terms(text: str) -> Terms:
    """The terms of a text; three empty strings for one without words."""
    rows = [
        row
        for chunk in chunks(join(text))
        if (row := _cached(chunk) if len(chunk) <= LONGEST_CACHED else _terms(chunk))
    ]
    # zip(*rows) would hold an iterator for each of millions of words
    return Terms(*(" ".join([row[kind] for row in rows]) for kind in range(len(KINDS))))


def _terms(chunk: str) -> Terms | None:
    """The terms of a chunk, None for one that holds no word."""
    words = analysed(chunk)
    if not words:
        return None
    return Terms(
        " ".join(word.stem for word in words),
        " ".join(word.literal for word in words),
        " ".join(f"{word.stem}{FORM_MARK}{word.accented}" for word in words),
    )


_cached = lru_cache(CHUNKS_CACHED)(_terms)


class _Chunks(dict[str, Made]):
    """What `made` makes of the words of a chunk, kept for the last MADE_CACHED chunks or so.

    A dict is the fastest cache there is, and a page of results takes thousands of look-ups.
    """

    def __init__(self, made: Callable[[Iterable[Word]], Made]) -> None:
        self._made = made

    def __missing__(self, chunk: str) -> Made:
        made = self._made(analysed(chunk))
        if len(chunk) <= LONGEST_CACHED:
            if len(self) >= MADE_CACHED:
                self.clear()
            self[chunk] = made
        return made


def stem_of(term: str) -> str:
    """The stem term of an accented term: it stands wherever that one does."""
    return STEM + term.removeprefix(ACCENTED).partition(FORM_MARK)[0]


def _every_term(words: Iterable[Word]) -> frozenset[str]:
    forms = (stem_term, literal_term, accented_term)
    return frozenset(form(word) for word in words for form in forms)


CHUNK_TERMS = _Chunks(_every_term)
_LITERALS = _Chunks(lambda words: tuple(word.literal for word in words))


def literals(text: str) -> Iterator[str]:
    """The literal forms of the words of a text, in order."""
    return chain.from_iterable(map(_LITERALS.__getitem__, chunks(join(text))))
