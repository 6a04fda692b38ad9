"""Which lemma does each folded form belong to?

Lemmas keep their accents and capitals here, so that « marché » and « marche », « Tours » and
« tour » are told apart as long as anything depends on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from indexer import analysis
from tools.lexicon.curated import Curated
from tools.lexicon.dictionary import Entry

fold = cache(analysis.fold)

# Among verbs that share a form the irregular one is meant: « saura » is « savoir », not « saurer »
_GROUPS = {"v0": 0, "v3": 1, "v2": 2, "v1": 3}
_OTHER = 4


class Rank(NamedTuple):
    """Of the lemmas of a form the least is chosen; shorter ones, then the alphabet, at the end."""

    kind: int
    begins: bool
    order: int
    length: int
    folded: str
    lemma: str


def lemmas(found: Iterable[Entry], curated: Curated) -> dict[str, str]:
    """The lemma of each folded form that is one word of letters."""
    ranked: defaultdict[str, list[Rank]] = defaultdict(list)
    participles: defaultdict[str, set[str]] = defaultdict(set)
    for entry in found:
        form = fold(entry.form)
        if form.isalpha() and fold(entry.lemma).isalpha():
            ranked[form].append(_rank(form, entry))
            if "po:ppas" in entry.tags:
                participles[entry.lemma].add(entry.form)
    chosen = {form: min(choices).lemma for form, choices in ranked.items()}
    names = {form for form, lemma in chosen.items() if lemma[:1].isupper()} | curated.names
    # names have no plural: « Damiens » is not « Damien »
    plurals = {plural: plural for name in names if (plural := f"{name}s") not in chosen}
    return chosen | plurals | _gathered(chosen, participles) | _listed(curated)


def _rank(form: str, entry: Entry) -> Rank:
    lemma = entry.form if entry.is_name else entry.lemma
    folded = fold(lemma)
    # the longest lemma that begins the form: « communes » is « commune » rather than « commun »
    begins = form.startswith(folded)
    order = -len(folded) if begins else _GROUPS.get(entry.kind[:2], _OTHER)
    return Rank(_kind(form, entry), not begins, order, len(folded), folded, lemma)


def _kind(form: str, entry: Entry) -> int:
    """0 for a lemma itself, then inflected nouns, names, plurals by themselves, and verbs.

    « Ramasse » is a form of « ramasser » rather than « ramer » in the imperfect subjunctive.
    """
    if entry.is_name:
        return 2
    if form == fold(entry.lemma):
        return 3 if "is:pl" in entry.tags and not entry.is_verb else 0
    if entry.is_verb:
        return 5 if "po:simp" in entry.tags else 4
    return 1


def _gathered(
    chosen: Mapping[str, str], participles: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """The four forms of a participle, where one of them is a word of its own: « élu », « élue »."""
    gathered: dict[str, str] = {}
    for verb, forms in participles.items():
        own = min(sorted(forms), key=len)
        if chosen[fold(own)] == own:
            gathered |= {fold(form): own for form in forms if chosen[fold(form)] == verb}
    return gathered


def _listed(curated: Curated) -> dict[str, str]:
    """The forms that the curated lists give a lemma."""
    words = {fold(word): word for word in sorted(curated.apart)}
    plurals = {f"{form}s": word for form, word in words.items() if form[-1] not in "sxz"}
    together = {fold(word): head for word, head in curated.together.items()}
    return {name: name for name in curated.names} | plurals | together | words
