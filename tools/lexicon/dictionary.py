"""Which forms does the dictionary hold, each of which lemma and how inflected?"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from indexer.analysis import fold

HUNSPELL = Path("/usr/share/hunspell")
# Shorter words are not respelt
SHORTEST_NAME = 4
_NEEDS_AFFIX, _FORBIDDEN = "()", "{}"
_GRAMMAR = ("mg", "prep", "cj", "pro", "det")
_NAMES = ("npr", "prn", "patr")


class Affix(NamedTuple):
    """What a suffix rule cuts, what it adds, the words that it applies to and its tags."""

    cut: str
    added: str
    applies: Callable[[str], object]
    tags: frozenset[str]


class Entry(NamedTuple):
    """A form, its lemma, the lemma's part of speech and the tags, as the dictionary writes them."""

    form: str
    lemma: str
    kind: str
    tags: frozenset[str] = frozenset()

    @property
    def is_name(self) -> bool:
        """Whether the lemma is written with a capital: a name, or who comes from a place."""
        return self.lemma[:1].isupper() or self.kind in _NAMES

    @property
    def is_grammar(self) -> bool:
        """Whether the lemma is an article, a pronoun, a preposition or a conjunction."""
        return self.kind.startswith(_GRAMMAR)

    @property
    def is_verb(self) -> bool:
        """Whether the lemma is a verb of one of the three groups, or an auxiliary."""
        return self.kind[:2] in {"v0", "v1", "v2", "v3"}


def entries(folder: Path) -> Iterator[Entry]:
    """Every form of fr.dic by the rules of fr.aff; as often as it has lemmas and kinds."""
    affixes = _affixes(folder / "fr.aff")
    with (folder / "fr.dic").open(encoding="utf-8") as file:
        next(file)
        for line in filter(str.strip, file):
            yield from _expanded(line, affixes)


def names(folder: Path) -> list[str]:
    """The names of the dictionary that are one word, folded, in alphabetical order."""
    found = {fold(entry.form) for entry in entries(folder) if entry.is_name}
    return sorted(name for name in found if len(name) >= SHORTEST_NAME and name.isalpha())


def _affixes(path: Path) -> dict[str, list[Affix]]:
    rules: defaultdict[str, list[Affix]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        match line.split():
            case ["SFX", flag, cut, added, condition, *tags]:
                bare = added.partition("/")[0]
                applies = re.compile(f"{condition}$").search
                rule = Affix(cut.strip("0"), bare.strip("0"), applies, frozenset(tags))
                rules[flag].append(rule)
    return rules


def _expanded(line: str, affixes: dict[str, list[Affix]]) -> Iterator[Entry]:
    head, *tags = line.split()
    word, _, letters = head.partition("/")
    flags = [letters[i : i + 2] for i in range(0, len(letters), 2)]
    if _FORBIDDEN in flags:
        return
    lemma, kind = _first(tags, "st:") or word, _first(tags, "po:")
    if _NEEDS_AFFIX not in flags:
        yield Entry(word, lemma, kind, frozenset(tags))
    for flag in flags:
        for rule in affixes.get(flag, ()):
            if word.endswith(rule.cut) and rule.applies(word):
                yield Entry(word.removesuffix(rule.cut) + rule.added, lemma, kind, rule.tags)


def _first(tags: list[str], mark: str) -> str:
    return next((tag.removeprefix(mark) for tag in tags if tag.startswith(mark)), "")
