"""Which rows does the lexicon need, and which participles does a search for their verb find?"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from indexer.analysis.stemmer import light
from tools.lexicon.curated import Curated
from tools.lexicon.dictionary import Entry, entries
from tools.lexicon.families import Families
from tools.lexicon.lemmas import fold, lemmas


class Dictionary:
    """The lemma and the stem of every folded form of a dictionary."""

    def __init__(self, folder: Path, lists: Curated) -> None:
        self._entries = list(entries(folder))
        self._lists = lists
        self.families = Families(self._entries, lists)
        self.lemmas = lemmas(self._entries, lists)
        self.stems = {form: self.families.stem(lemma) for form, lemma in self.lemmas.items()}

    def participles(self) -> dict[str, tuple[str, ...]]:
        """What else a search for a stem looks for.

        Another stem, in ASCII; or forms with their accents, where these letters without them are
        another word too: « porté », which is no « porte », « né », which is no « ne ».
        """
        found: defaultdict[str, set[str]] = defaultdict(set)
        grammar = {fold(entry.form) for entry in self._entries if entry.is_grammar}
        for verb, participle in self._lists.met:
            one, other = self.stems[fold(verb)], self.stems[fold(participle)]
            found[other].add(one)
            found[one] |= {participle, f"{participle}s"} if other in grammar else {other}
        for entry in filter(self._is_hidden, self._entries):
            found[self.stems[fold(entry.lemma)]].add(entry.form)
        return {stem: tuple(sorted(others)) for stem, others in found.items()}

    def _is_hidden(self, entry: Entry) -> bool:
        """Whether a form is a participle in -é whose stem is that of a noun in -e."""
        return (
            entry.kind.startswith("v1")
            and entry.form.endswith(("é", "és"))
            and entry.form.removesuffix("s") not in self._lists.apart
            and fold(entry.lemma).isalpha()
            and self.stems[fold(entry.form)] != self.stems[fold(entry.lemma)]
        )


def exceptions(stems: Mapping[str, str]) -> dict[str, str]:
    """The stems that neither a word nor the row of its singular gives."""
    rows: dict[str, str] = {}
    for form in sorted(stems, key=len):  # a singular is shorter than its plural
        singular = light(form)
        if stems[form] != rows.get(singular, singular):
            rows[form] = stems[form]
    return rows


def others(participles: Mapping[str, tuple[str, ...]]) -> str:
    """One line a stem: itself, then what else a search for it looks for."""
    return "".join(f"{stem} {' '.join(found)}\n" for stem, found in sorted(participles.items()))
