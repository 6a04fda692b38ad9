"""Which stem does a folded word have that no dictionary knows?

The light stemmer of J. Savoy, "Light Stemming Approaches for the French, Portuguese, German and
Hungarian Languages" (SAC 2006), written anew as tables, on words already folded, with the endings
of conjugated verbs added. It removes inflection and the commonest derivations, never a prefix.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Ending(NamedTuple):
    """A suffix, what replaces it, and how many letters a word must have to lose it."""

    suffix: str
    replacement: str
    shortest: int


def _endings(kept: int, replacement: str, suffixes: str) -> Iterator[Ending]:
    """Endings replaced alike, which leave at least `kept` letters."""
    return (Ending(suffix, replacement, len(suffix) + kept) for suffix in suffixes.split())


def _longest_first(endings: Iterable[Ending]) -> tuple[Ending, ...]:
    return tuple(sorted(endings, key=lambda ending: -len(ending.suffix)))


_PLURAL = (
    Ending("eaux", "eau", 6),
    Ending("aux", "al", 6),
    Ending("ux", "u", 4),
    Ending("ss", "ss", 0),  # « stress » has no plural mark
    Ending("s", "", 4),
)
# What a plural loses is gone before: « ais » is « ai » here. -ent and -on are left: as many nouns
# as verbs end so.
_CONJUGATED = _longest_first(
    _endings(
        4,
        "",
        "eraient iraient erion eriez assion assiez issaient issait issai issant issent issez erait"
        " erai eront erent irent aient ante asse assent erez era ant ait ai ee ez er e a",
    )
)
_DERIVED = _longest_first(
    (
        # no derivation: « département » is no « départ », nor « parlement » a « parler »
        Ending("partement", "partement", 0),
        Ending("parlement", "parlement", 0),
        Ending("generation", "generation", 0),
        Ending("issement", "r", 10),
        Ending("issant", "r", 9),
        Ending("ivement", "if", 9),
        Ending("ement", "", 9),  # four letters stay: « élément » is whole
        Ending("ficatrice", "fier", 12),
        Ending("ficateur", "fier", 11),
        Ending("catrice", "quer", 10),
        Ending("cateur", "quer", 9),
        Ending("atrice", "er", 9),
        Ending("ateur", "er", 8),
        Ending("ctrice", "cteur", 8),
        Ending("cteur", "cteur", 0),  # « directeur » is not « direct », nor « secteur » a « secte »
        Ending("teuse", "ter", 8),
        Ending("trice", "ter", 7),
        Ending("teur", "ter", 7),
        Ending("euse", "eu", 6),
        Ending("ieme", "", 6),
        Ending("iere", "ier", 8),
        Ending("ive", "if", 8),
        Ending("nnelle", "n", 10),
        Ending("nnel", "n", 10),
        Ending("ete", "et", 5),
        Ending("ique", "", 10),
        Ending("esse", "e", 9),
        Ending("inage", "in", 8),
        Ending("isme", "ist", 8),
        Ending("iste", "ist", 8),
        Ending("isation", "is", 10),
        Ending("isatrice", "is", 10),
        Ending("isateur", "is", 10),
        Ending("ation", "", 9),
        Ending("ition", "", 9),
    )
)
# Savoy also makes doubled letters one: then « année » meets « âne », and « presse », « près ».
_TIDIED = (
    (Ending("ie", "", 8), Ending("r", "", 5)),
    (Ending("ee", "", 7), Ending("ee", "ee", 0), Ending("e", "", 5)),  # « année » is not « Anne »
)


def light(word: str) -> str:
    """The stem of a folded word in any form; it need not be a word. Codes are their own."""
    if not word.isalpha():
        return word
    singular = _strip(word, _PLURAL)
    derived = _strip(singular, _DERIVED)
    return _tidy(derived if derived != singular else _strip(singular, _CONJUGATED))


def finish(lemma: str) -> str:
    """The stem of a folded dictionary form, which bears no inflection to remove."""
    return _tidy(_strip(lemma, _DERIVED))


def _tidy(stem: str) -> str:
    for endings in _TIDIED:
        stem = _strip(stem, endings)
    return stem


def _strip(word: str, endings: tuple[Ending, ...]) -> str:
    """The word without the first of the endings that it has."""
    for suffix, replacement, shortest in endings:
        if word.endswith(suffix) and len(word) >= shortest:
            return word.removesuffix(suffix) + replacement
    return word
