"""Does a search for a name find the name, or other words that share its stem?"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.relevance.chains import Chain
from indexer import analysis
from tools.lexicon.dictionary import HUNSPELL, entries

OFTEN = 5
_SENTENCE_ENDS = re.compile(r"[.!?:;…«\"\n]\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """How many names were measured, and their mean precision, from 0 to 1.

    A name is one of the dictionary that the texts write with a capital inside sentences, five times
    and more often than not. Its precision is the share that its own letters have of all the words
    with its stem: of the answers to a search for it, those that a chain without stems gives.
    """

    counted: int
    precision: float


def known(folder: Path = HUNSPELL) -> frozenset[str]:
    """The folded names of the dictionary; none where it is not installed."""
    if not (folder / "fr.dic").is_file():
        return frozenset()
    return frozenset(analysis.fold(entry.form) for entry in entries(folder) if entry.is_name)


def measure(texts: Iterable[str], names: frozenset[str], chain: Chain) -> Names:
    """The precision of those of the names that the texts often hold."""
    stem_of = cache(lambda surface: " ".join(chain(surface)))
    capitals: Counter[str] = Counter()
    stems: Counter[str] = Counter()
    held: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for literal, surface in _inside_sentences(texts):
        stem = stem_of(surface)
        stems[stem] += 1
        held[literal][stem] += 1
        capitals[literal] += surface[0].isupper() and not surface.isupper()
    precisions = [
        held[name].total() / sum(stems[stem] for stem in held[name])
        for name in names & capitals.keys()
        if capitals[name] >= OFTEN and 2 * capitals[name] > held[name].total()
    ]
    return Names(counted=len(precisions), precision=sum(precisions) / max(len(precisions), 1))


def _inside_sentences(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The folded form and the surface of each word that opens no sentence."""
    for text in texts:
        before = 0
        for word in analysis.words(text):
            if before and not _SENTENCE_ENDS.search(text[before : word.start]):
                yield word.literal, text[word.start : word.end]
            before = word.end
