"""Which terms stand for the words of a text: stem, literal and accented forms?"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from indexer.analysis import LONGEST_CACHED, Word, analyse_chunk, analysed, chunks
from indexer.analysis.joining import join

# The kinds of terms, by the prefix of each
STEM, LITERAL, ACCENTED = KINDS = ("s:", "l:", "a:")
_PREFIX = 2
# Between the stem and the form in an accented term: the forms of a stem are the terms that begin so
FORM_MARK = "\x1f"


def of_stem(stem: str) -> str:
    """The term of a stem."""
    return STEM + stem


def of_literal(literal: str) -> str:
    """The term of a literal form; of its beginning, how the terms of such forms begin."""
    return LITERAL + literal


def of_forms(stem: str) -> str:
    """How the terms of all forms of a stem begin."""
    return f"{ACCENTED}{stem}{FORM_MARK}"


def of_form(stem: str, form: str) -> str:
    """The term of one form of a stem, with its accents."""
    return f"{ACCENTED}{stem}{FORM_MARK}{form}"


def stem_term(word: Word) -> str:
    """The term of any form of the word."""
    return STEM + word.stem


def literal_term(word: Word) -> str:
    """The term of this form, whatever its accents."""
    return LITERAL + word.literal


def accented_term(word: Word) -> str:
    """The term of this form with its accents."""
    return f"{ACCENTED}{word.stem}{FORM_MARK}{word.accented}"


def kind_and_rest(term: str) -> tuple[str, str]:
    """The prefix of a term and what stands after it; two empty strings for a text of no kind."""
    kind = term[:_PREFIX]
    return (kind, term[_PREFIX:]) if kind in KINDS else ("", "")


def literal_in(term: str) -> str:
    """The literal form that a term stands for."""
    return term[_PREFIX:]


def form_in(term: str) -> str:
    """The form that an accented term stands for."""
    return term.partition(FORM_MARK)[2]


def readable(term: str) -> str:
    """A term for a person to read: a:elect/élection."""
    return term.replace(FORM_MARK, "/")


def stem_in(accents: str) -> str:
    """The stem of an accented term without its prefix, as it stands in `Terms.accents`."""
    return accents.partition(FORM_MARK)[0]


def stem_of(term: str) -> str:
    """The term of the stem of an accented form, which stands wherever this form does."""
    return STEM + stem_in(term.removeprefix(ACCENTED))


MADE_CACHED = 1 << 17


Made = TypeVar("Made")


class Terms(NamedTuple):
    """The terms of a text, a text for each of KINDS: a term a word, without prefix, between spaces.

    A term of `accents` determines those of the other kinds.
    """

    stems: str
    literals: str
    accents: str


class _Chunks(dict[str, Made]):
    """What `made` makes of the words of a chunk, kept for the last MADE_CACHED chunks or so.

    A dict is the fastest cache there is, and each word of a build or of a page looks something up.
    """

    def __init__(
        self,
        made: Callable[[Sequence[Word]], Made],
        words: Callable[[str], Sequence[Word]] = analyse_chunk,
    ) -> None:
        self._made, self._words = made, words

    def __missing__(self, chunk: str) -> Made:
        made = self._made(self._words(chunk))
        if len(chunk) <= LONGEST_CACHED:
            if len(self) >= MADE_CACHED:
                self.clear()
            self[chunk] = made
        return made


def _columns(words: Sequence[Word]) -> Terms | None:
    """The terms of words, None without any."""
    if not words:
        return None
    return Terms(
        " ".join(word.stem for word in words),
        " ".join(word.literal for word in words),
        " ".join(f"{word.stem}{FORM_MARK}{word.accented}" for word in words),
    )


# a build asks for nothing else of a chunk
_TERMS = _Chunks(_columns, analysed)


def terms(text: str) -> Terms:
    """The terms of a text; three empty strings for one without words."""
    rows = [row for row in map(_TERMS.__getitem__, chunks(join(text))) if row]
    # zip(*rows) would hold an iterator for each of millions of words
    return Terms(*(" ".join([row[kind] for row in rows]) for kind in range(len(KINDS))))


def _every_term(words: Sequence[Word]) -> frozenset[str]:
    forms = (stem_term, literal_term, accented_term)
    return frozenset(form(word) for word in words for form in forms)


CHUNK_TERMS = _Chunks(_every_term)
_LITERALS = _Chunks(lambda words: tuple(word.literal for word in words))


def literals(text: str) -> Iterator[str]:
    """The literal forms of the words of a text, in order."""
    return chain.from_iterable(map(_LITERALS.__getitem__, chunks(join(text))))
