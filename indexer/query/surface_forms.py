"""Which surface forms does a word have in the archive, and which of them are wanted?"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from indexer.analysis import Word, stem, words
from indexer.analysis.lexicon import participles
from indexer.analysis.terms import (
    ACCENTED,
    LITERAL,
    form_in,
    kind_and_rest,
    of_form,
    of_forms,
    of_literal,
    of_stem,
)
from indexer.engines import Prefix, Vocabulary
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


def forms(root: str, fields: Sequence[TextField], vocabulary: Vocabulary) -> Counter[str]:
    """The surface forms of a stem, in lower case, with their frequencies added up over `fields`."""
    return forms_among(vocabulary.terms_of(form_prefixes(root, fields)).values())


def form_prefixes(root: str, fields: Sequence[TextField]) -> list[Prefix]:
    """How the terms of all forms of a stem begin, in each of some fields."""
    return [(field.name, of_forms(root)) for field in fields]


def forms_among(rows: Iterable[Iterable[tuple[str, int]]]) -> Counter[str]:
    """The forms that accented terms stand for, with the frequencies of these added up."""
    counts: Counter[str] = Counter()
    for term, count in chain.from_iterable(rows):
        counts[form_in(term)] += count
    return counts


class Forms:
    """Which terms stand for a word where some surface forms are not wanted."""

    def __init__(self, vocabulary: Vocabulary, unwanted: Collection[str]) -> None:
        """`unwanted` are surface forms."""
        self._vocabulary = vocabulary
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
        return [of_stem(root.stem)] if kept is None else kept

    def _kept(self, root: str, fields: Sequence[TextField]) -> list[str] | None:
        """The accented terms of the forms of a stem that are wanted, None where all are."""
        unwanted = self.unwanted.get(root)
        if unwanted is None:
            return None
        return _accented(root, set(forms(root, fields, self._vocabulary)) - unwanted)

    def ambiguous(self, word: Word, fields: Sequence[TextField]) -> bool:
        """Whether the archive also has the same letters with other accents."""
        others = set(forms(word.stem, fields, self._vocabulary)) - {word.accented}
        return any(literal_of(form) == word.literal for form in others)

    def terms(self, literal: str, fields: Sequence[TextField]) -> list[str]:
        """The terms of a literal form: its own, or those of its wanted spellings."""
        kept = self._kept(stem(literal), fields)
        if kept is None:
            return [of_literal(literal)]
        return [term for term in kept if literal_of(form_in(term)) == literal]

    def accented(self, terms: Sequence[str], fields: Sequence[TextField]) -> list[str]:
        """The accented terms of the wanted forms that terms of any kind stand for, each once."""
        found: dict[str, None] = {}
        for term in terms:
            kind, rest = kind_and_rest(term)
            if kind == ACCENTED:
                found[term] = None
                continue
            root = stem(rest) if kind == LITERAL else rest
            kept = self._kept(root, fields)
            every = (
                kept if kept is not None else _accented(root, forms(root, fields, self._vocabulary))
            )
            found |= dict.fromkeys(
                one for one in every if kind != LITERAL or literal_of(form_in(one)) == rest
            )
        return list(found)


def _accented(root: str, found: Collection[str]) -> list[str]:
    return [of_form(root, form) for form in sorted(found)]


def best_spelling(literal: str, fields: Sequence[TextField], vocabulary: Vocabulary) -> str:
    """The most frequent surface form of a literal form, itself if the archive has none.

    A form without accents counts ACCENTED_WEIGHT times less.
    """
    counts = forms(stem(literal), fields, vocabulary)
    weights = {
        form: count * (1 if form == literal else ACCENTED_WEIGHT)
        for form, count in counts.items()
        if literal_of(form) == literal
    }
    return min(weights, key=lambda form: (-weights[form], form), default=literal)


def literal_of(form: str) -> str:
    """The literal form of a surface form."""
    return next((word.literal for word in words(form)), "")
