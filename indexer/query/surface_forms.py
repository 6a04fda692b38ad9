"""Which surface forms does a word have in the archive, and which of them are wanted?"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from indexer.analysis import Word, stem, words
from indexer.analysis.lexicon import participles
from indexer.analysis.terms import ACCENTED, FORM_MARK, LITERAL, STEM
from indexer.query.expansion import Terms
from indexer.schema import TextField

# Capitals often lose their accents: a form without any is shown where it is this many times as
# frequent as an accented one
ACCENTED_WEIGHT = 4


class Root(NamedTuple):
    """A stem that a word is searched by, and the only forms of it that are meant; empty for all."""

    stem: str
    only: frozenset[str] = frozenset()


def roots(word: Word) -> Iterator[Root]:
    """The stem of a word, then those by which a verb finds its participle, and it the verb."""
    yield Root(word.stem)
    for other in participles(word.stem):
        if other.isascii():
            yield Root(other)
        else:
            yield Root(next(words(other)).stem, frozenset({other}))


def forms(root: str, fields: Sequence[TextField], terms: Terms) -> Counter[str]:
    """The surface forms of a stem, in lower case, with their frequencies added up over `fields`."""
    begin = f"{ACCENTED}{root}{FORM_MARK}"
    counts: Counter[str] = Counter()
    for field in fields:
        for term, count in terms(field.name, begin):
            counts[term.removeprefix(begin)] += count
    return counts


class Forms:
    """Which terms stand for a word where some surface forms are not wanted."""

    def __init__(self, terms: Terms, unwanted: Collection[str]) -> None:
        """`unwanted` are surface forms."""
        self._terms = terms
        self.unwanted: dict[str, set[str]] = {}
        for word in (word for form in unwanted for word in words(form)):
            self.unwanted.setdefault(word.stem, set()).add(word.accented)

    def wanted(self, word: Word, fields: Sequence[TextField]) -> list[str]:
        """The terms of a word in any form: its stems, or the forms of them that are wanted."""
        return [term for root in roots(word) for term in self._of(root, fields)]

    def _of(self, root: Root, fields: Sequence[TextField]) -> list[str]:
        if root.only:
            return _accented(root.stem, root.only - self.unwanted.get(root.stem, set()))
        kept = self._kept(root.stem, fields)
        return [STEM + root.stem] if kept is None else kept

    def _kept(self, root: str, fields: Sequence[TextField]) -> list[str] | None:
        """The accented terms of the forms of a stem that are wanted, None where all are."""
        unwanted = self.unwanted.get(root)
        if unwanted is None:
            return None
        return _accented(root, set(forms(root, fields, self._terms)) - unwanted)

    def ambiguous(self, word: Word, fields: Sequence[TextField]) -> bool:
        """Whether the archive also has the same letters with other accents."""
        others = set(forms(word.stem, fields, self._terms)) - {word.accented}
        return any(literal_of(form) == word.literal for form in others)

    def terms(self, literal: str, fields: Sequence[TextField]) -> list[str]:
        """The terms of a literal form: its own, or those of its wanted spellings."""
        kept = self._kept(stem(literal), fields)
        if kept is None:
            return [LITERAL + literal]
        return [term for term in kept if literal_of(term.partition(FORM_MARK)[2]) == literal]


def _accented(root: str, found: Collection[str]) -> list[str]:
    return [f"{ACCENTED}{root}{FORM_MARK}{form}" for form in sorted(found)]


def best_spelling(literal: str, fields: Sequence[TextField], terms: Terms) -> str:
    """The most frequent surface form of a literal form, itself if the archive has none.

    A form without accents counts ACCENTED_WEIGHT times less.
    """
    counts = forms(stem(literal), fields, terms)
    weights = {
        form: count * (1 if form == literal else ACCENTED_WEIGHT)
        for form, count in counts.items()
        if literal_of(form) == literal
    }
    return min(weights, key=lambda form: (-weights[form], form), default=literal)


def literal_of(form: str) -> str:
    """The literal form of a surface form."""
    return next((word.literal for word in words(form)), "")
