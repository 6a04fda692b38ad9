"""Make indexer/analysis/data/lexicon.xz from the dictionary of Debian's hunspell-fr-comprehensive.

Every form of the dictionary gets the stem of its lemma; only those that the light stemmer would
stem otherwise are kept. The same dictionary and rules always give the same table.
"""

import lzma
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from indexer.analysis import fold
from indexer.analysis.lexicon import DATA, pack
from indexer.analysis.stemmer import finish, light

HUNSPELL = Path("/usr/share/hunspell")
_NEEDS_AFFIX, _FORBIDDEN = "()", "{}"
_NAMES = ("npr", "prn", "pat")
_GRAMMAR = ("mg", "prep", "cjs", "cjc")
# Places and people meant more often than the noun or adjective that has this form.
_WELL_KNOWN = frozenset(
    "bourges cannes castres denis florentine galles germaine gilles hans houilles limoges lourdes"
    " malines paris rennes sabine sarcelles sienne valenciennes vannes".split()
)
# Plurals that the dictionary lists as words of their own.
_IRREGULAR = {
    "aieux": "aieul",
    "bonshommes": "bonhomme",
    "cieux": "ciel",
    "gentilshommes": "gentilhomme",
    "mesdames": "madame",
    "mesdemoiselles": "mademoiselle",
    "messieurs": "monsieur",
    "yeux": "oeil",
}


class Affix(NamedTuple):
    """What a suffix rule cuts, what it adds, and the end of the words that it applies to."""

    cut: str
    added: str
    applies: Callable[[str], object]


class Entry(NamedTuple):
    """A form, its lemma and the lemma's part of speech, as the dictionary writes them."""

    form: str
    lemma: str
    kind: str


def main() -> None:
    """Write the table and say what it holds."""
    rows = table(HUNSPELL)
    DATA.write_bytes(lzma.compress(rows.encode("ascii"), preset=6 | lzma.PRESET_EXTREME))
    print(f"{DATA} : {rows.count(chr(10))} lignes, {DATA.stat().st_size} octets")


def table(folder: Path) -> str:
    """The rows of the table, from the files fr.aff and fr.dic of a folder."""
    found = list(entries(folder))
    grammar = {fold(entry.form) for entry in found if entry.kind in _GRAMMAR}
    stems = {form: _apart(finish(lemma), lemma, grammar) for form, lemma in lemmas(found).items()}
    return pack({form: stem for form, stem in stems.items() if stem != light(form)})


def entries(folder: Path) -> Iterator[Entry]:
    """Every form of the dictionary; the same one as often as lemmas and parts of speech."""
    affixes = _affixes(folder / "fr.aff")
    with (folder / "fr.dic").open(encoding="utf-8") as file:
        next(file)
        for line in filter(str.strip, file):
            yield from _expanded(line, affixes)


def lemmas(found: Iterable[Entry]) -> dict[str, str]:
    """The folded lemma of each folded form that is one word of letters."""
    folded = cache(fold)
    ranked: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for entry in found:
        form, lemma = folded(entry.form), folded(entry.lemma)
        if form.isalpha() and lemma.isalpha():
            ranked[form].append((_rank(form, lemma, entry.kind), len(lemma), lemma))
    return {form: min(choices)[-1] for form, choices in ranked.items()} | _IRREGULAR


def _rank(form: str, lemma: str, kind: str) -> int:
    """0 for a lemma itself, 1 for nouns and adjectives, 2 for names in their form, 3 for verbs."""
    if form == lemma:
        return 2 if kind in _NAMES and form not in _WELL_KNOWN else 0
    return 3 if kind.startswith("v") else 1


def _apart(stem: str, lemma: str, grammar: set[str]) -> str:
    """The stem, longer where it is a word of grammar: « danse » must not meet « dans »."""
    return f"{stem}e" if stem in grammar and lemma not in grammar else stem


def _affixes(path: Path) -> dict[str, list[Affix]]:
    rules: defaultdict[str, list[Affix]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        match line.split():
            case ["SFX", flag, cut, added, condition, *_]:
                bare = added.partition("/")[0]
                applies = re.compile(f"{condition}$").search
                rules[flag].append(Affix(cut.strip("0"), bare.strip("0"), applies))
    return rules


def _expanded(line: str, affixes: dict[str, list[Affix]]) -> Iterator[Entry]:
    head, *tags = line.split()
    word, _, letters = head.partition("/")
    flags = [letters[i : i + 2] for i in range(0, len(letters), 2)]
    if _FORBIDDEN in flags:
        return
    lemma, kind = _first(tags, "st:") or word, _first(tags, "po:")
    if _NEEDS_AFFIX not in flags:
        yield Entry(word, lemma, kind)
    for flag in flags:
        for cut, added, applies in affixes.get(flag, ()):
            if word.endswith(cut) and applies(word):
                yield Entry(word.removesuffix(cut) + added, lemma, kind)


def _first(tags: list[str], mark: str) -> str:
    return next((tag.removeprefix(mark) for tag in tags if tag.startswith(mark)), "")


if __name__ == "__main__":
    main()
