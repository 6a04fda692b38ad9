"""Which stem has a lemma? That of the word it is formed on, where the dictionary has that word."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tools.lexicon.curated import Curated
from tools.lexicon.dictionary import Entry
from tools.lexicon.lemmas import fold


class Derivation(NamedTuple):
    """A suffix, what it stands in for, and how many letters a folded lemma must have."""

    suffix: str
    endings: tuple[str, ...]
    shortest: int


# The first that a lemma has is the only one tried; the base must be a verb or a word by itself.
_DERIVATIONS = (
    Derivation("ification", ("ifier",), 11),
    Derivation("ificateur", ("ifier",), 11),
    Derivation("ificatrice", ("ifier",), 12),
    Derivation("issement", ("ir",), 10),
    Derivation("isation", ("iser",), 9),
    Derivation("isateur", ("iser",), 9),
    Derivation("isatrice", ("iser",), 10),
    Derivation("cation", ("quer",), 8),
    Derivation("cateur", ("quer",), 8),
    Derivation("catrice", ("quer",), 9),
    Derivation("ation", ("er",), 7),
    Derivation("ateur", ("er",), 7),
    Derivation("atrice", ("er",), 8),
    Derivation("ition", ("er", "ir"), 8),
    Derivation("iteur", ("ir",), 8),
    Derivation("ement", ("er",), 8),
    Derivation("euse", ("eur",), 7),
    Derivation("trice", ("teur",), 7),
    Derivation("eure", ("eur",), 7),
    Derivation("isme", ("iste",), 7),
    Derivation("nnelle", ("n",), 10),
    Derivation("nnel", ("n",), 10),
    # the noun and the verb in -er whose forms are written alike: « vote »
    Derivation("e", ("er",), 3),
)
_ADVERBS = (
    Derivation("ivement", ("if",), 9),
    Derivation("ement", ("", "e"), 8),
    Derivation("ment", ("",), 8),
)
_INFINITIVES = {"er", "ir", "ifier", "iser", "quer"}


class Families:
    """The stems of the lemmas of a dictionary."""

    def __init__(self, found: Iterable[Entry], curated: Curated) -> None:
        self._together = curated.together
        self._verbs: dict[str, str] = {}
        self._words: dict[str, str] = {}
        # names, and words of grammar: « pendant » is no form of « pendre »
        self._whole = set(curated.apart | curated.names)
        self._adverbs: set[str] = set()
        self._participles: dict[str, str] = {}
        for entry in found:
            if entry.is_name or entry.is_grammar:
                self._whole.add(entry.form)
            elif entry.is_verb:
                self._verbs[fold(entry.lemma)] = entry.lemma
                if {"po:ppas", "po:ppre"} & entry.tags:
                    self._participles.setdefault(entry.form, entry.lemma)
            else:
                self._words[fold(entry.lemma)] = entry.lemma
            if entry.kind == "adv":
                self._adverbs.add(entry.lemma)

    def stem(self, lemma: str) -> str:
        """The folded word that the family of a lemma goes by."""
        seen = {lemma}
        while (base := self.base(lemma)) not in seen:
            seen.add(base)
            lemma = base
        return fold(lemma)

    def base(self, lemma: str) -> str:
        """The lemma that a lemma is formed on, itself for one that is on none."""
        if lemma in self._together:
            return self._together[lemma]
        if lemma in self._whole:
            return lemma
        return self._participles.get(lemma) or next(self._formed_on(lemma), lemma)

    def _formed_on(self, lemma: str) -> Iterator[str]:
        folded = fold(lemma)
        derivations = _ADVERBS if lemma in self._adverbs else _DERIVATIONS
        for suffix, endings, shortest in derivations:
            if folded.endswith(suffix) and len(folded) >= shortest:
                for ending in endings:
                    base = folded.removesuffix(suffix) + ending
                    bases = self._verbs if ending in _INFINITIVES else self._words
                    if base != folded and base in bases:
                        yield bases[base]
                return
