"""Which analyses are compared? The project's chain, and the simpler ones it replaces.

All but Whoosh's share the project's tokeniser, so that a difference is one of folding and stemming.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

import Stemmer
from whoosh.analysis import CharsetFilter, LanguageAnalyzer
from whoosh.support.charset import accent_map

from indexer import analysis

Chain = Callable[[str], list[str]]

PROJECT = "manchette"
_SNOWBALL = Stemmer.Stemmer("french")
_WHOOSH = LanguageAnalyzer("fr") | CharsetFilter(accent_map)


def project(text: str) -> list[str]:
    """The terms that Manchette indexes."""
    return [word.stem for word in analysis.words(text)]


def words(text: str) -> list[str]:
    """The words in lower case, accents kept."""
    return [word.accented for word in analysis.words(text)]


def folded(text: str) -> list[str]:
    """The words in lower case without accents, unstemmed."""
    return [word.literal for word in analysis.words(text)]


def snowball_then_fold(text: str) -> list[str]:
    """Snowball's French stemmer on the accented words, then folding: tantivy's usual recipe."""
    return [_stem_then_fold(word.accented) for word in analysis.words(text)]


def fold_then_snowball(text: str) -> list[str]:
    """Snowball's French stemmer on the folded words."""
    return [_snowball(word.literal) for word in analysis.words(text)]


def whoosh(text: str) -> list[str]:
    """Whoosh's French analyser (its own words, stop list and stemmer), then accent folding."""
    return [token.text for token in _WHOOSH(text)]


@lru_cache(1 << 18)
def _snowball(word: str) -> str:
    stem: str = _SNOWBALL.stemWord(word)
    return stem


@lru_cache(1 << 18)
def _stem_then_fold(word: str) -> str:
    return analysis.fold(_snowball(word))


CHAINS: Mapping[str, Chain] = {
    "words": words,
    "folded words": folded,
    "Whoosh fr, then fold": whoosh,
    "Snowball, then fold": snowball_then_fold,
    "fold, then Snowball": fold_then_snowball,
    PROJECT: project,
}
