"""Which stem does the French dictionary give a folded word?

The table holds the words that the light stemmer would get wrong, one a line: the word, how many
of its last letters to cut (in base 36) and what to add. It stays one sorted text of about 4 MB,
searched by bisection: a dict of its rows takes ten times the memory and longer to load.
"""

import lzma
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data" / "lexicon.xz"
PARTICIPLES = DATA.with_name("participles.txt")
NAMES = DATA.with_name("names.xz")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BLOCK = 1024


class _Table(NamedTuple):
    """The rows, each between two line feeds, cut in blocks of about _BLOCK characters.

    `heads` are the first words of the blocks, `starts` their places in `rows` and the end.
    """

    rows: str
    heads: list[str]
    starts: list[int]


def lookup(word: str) -> str | None:
    """The stem of a folded word; None where the light stemmer is right or the word is unknown."""
    rows, heads, starts = _table()
    block = bisect_right(heads, word)
    if not block:
        return None
    found = rows.find(f"\n{word} ", starts[block - 1], starts[block])
    if found < 0:
        return None
    change = found + len(word) + 2
    end = rows.index("\n", change)
    return word[: len(word) - int(rows[change], 36)] + rows[change + 1 : end]


def participles(stem: str) -> tuple[str, ...]:
    """What else a search for a stem finds, so that a verb and its participle meet.

    Another stem, in ASCII, or forms with the accents that tell them from another word: a search for
    « porter » also finds « porté », but not « porte ».
    """
    return _participles().get(stem, ())


def is_name(literal: str) -> bool:
    """Whether the dictionary has a folded word as a name, or as who comes from a place."""
    return literal in _names()


def pack(stems: Mapping[str, str]) -> str:
    """The text of a table from folded words to stems, its rows sorted for bisection."""
    return "".join(f"{word} {_change(word, stem)}\n" for word, stem in sorted(stems.items()))


def _change(word: str, stem: str) -> str:
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, stem, strict=False)))
    return _DIGITS[len(word) - kept] + stem[kept:]


@cache
def _names() -> frozenset[str]:
    return frozenset(lzma.decompress(NAMES.read_bytes()).decode("ascii").split())


@cache
def _participles() -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in PARTICIPLES.read_text(encoding="utf-8").splitlines())
    return {stem: tuple(others) for stem, *others in rows}


@cache
def _table() -> _Table:
    rows = "\n" + lzma.decompress(DATA.read_bytes()).decode("ascii")
    starts = [0]
    while (start := rows.find("\n", starts[-1] + _BLOCK)) >= 0:
        starts.append(start)
    heads = [rows[start + 1 : rows.index(" ", start)] for start in starts if start + 1 < len(rows)]
    # a block ends with the line feed that opens the next
    return _Table(rows, heads, [*starts[: len(heads)], len(rows)])
