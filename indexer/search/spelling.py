"""Which words of the archive can a misspelt word stand for, and how likely is each?

The cost of a spelling says how far it is from what was typed: .3 where letters are doubled or not,
.5 where both sound alike, about 1 for a letter, 2 for two. A name that the archive lacks is as far
from other words as a misspelt one, so short words must sound alike.
"""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from math import log10
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.analysis import stem, words
from indexer.analysis.lexicon import is_name, lookup
from indexer.analysis.terms import of_literal, of_stem
from indexer.engines import Searcher
from indexer.query.expansion import frequencies
from indexer.schema import TextField
from indexer.search.generation_memo import GenerationMemo
from indexer.search.sound import BEGINNINGS, sound

# Below SHORTEST letters a word is not respelt; the costs allowed from a length on
SHORTEST = 4
ALLOWED = ((10, 2.0), (9, 1.7), (8, 1.2), (6, 1.0), (0, 0.4))
# The letters that a word must have for one that sounds alike, by how many edits it is away
SOUNDING = {1: 6, 2: 7, 3: 7}
# What fewer articles hold may be a misspelling of the archive's own
TRUSTED = 3
# What the cost may be more, where more than the spelling speaks for a word
IN_PHRASE, BESIDE_WORDS, MUCH_RARER = 0.6, 0.25, 0.6
# What a neighbour must hold of the articles of a word that the archive has
MORE_FREQUENT = 50
_FARTHEST = 3
_NONE = 9.0
_UNTRUSTED = 0.8
_DOUBT = 0.1
_OTHER_NUMBER = 0.3
_BY_FREQUENCY = 0.15
# What the apostrophe costs, and the letters after it from which one article is enough, as it is
# beside other words
_APOSTROPHE, _LONG = 0.5, 6
# Beside these a respelt word could be read as something else
SIGNS = re.compile(r"[*?~%:=]")
# The cost of the farthest word that a name may be meant for
_ALIKE_NAMES = 0.5
# « XXXVIᵉ » is another than « XVIᵉ »
_ROMAN = re.compile("x{0,3}(?:ix|iv|v?i{0,3})e")

_DOUBLED = re.compile(r"([^aeiouy])\1+")
_ALIKE = ("aeiouy", "bp", "dt", "gkcq", "mn", "szcx", "fv", "ij")
_PLURAL = ("s", "x")
# Shorter words in -s or -x are names more often than plurals: Valls, Castex
_LONG_PLURAL = 8
_SILENT_ENDS = {("e", "e"), ("u", "x")}
_ELIDED = re.compile(r"(?P<article>qu|[ld])(?P<rest>[aeiouyh]\w+)")


# How words begin, and the fields they stand in
_Beginning = tuple[str, tuple[TextField, ...]]


class Spelling(NamedTuple):
    """A literal form of the archive that may be meant; the lower its rank, the likelier.

    `elided` is the article before it that was typed without its apostrophe, `frequency` the number
    of articles that hold it.
    """

    rank: float
    literal: str
    elided: str
    frequency: int


def known(term: str, fields: Sequence[TextField], searcher: Searcher) -> int:
    """How many articles hold a term, 0 for none; those with it in two fields count twice."""
    return sum(searcher.vocabulary.frequencies(field.name, [term]).get(term, 0) for field in fields)


def respellings(
    literal: str,
    fields: Sequence[TextField],
    searcher: Searcher,
    leeway: float = 0,
    least: int = 1,
) -> tuple[Spelling, ...]:
    """The spellings near enough to a literal form, the likeliest first; `leeway` allows costs more.

    Each is held by `least` articles. None for a short word, a number or a form of the lexicon; for
    a name that the dictionary has, only one that sounds alike and that many articles hold.
    """
    if len(literal) < SHORTEST or not literal.isalpha() or lookup(literal) is not None:
        return ()
    if is_name(literal) or _ROMAN.fullmatch(literal):
        least = max(least, TRUSTED, searcher.count() // MORE_FREQUENT)
        found = [*_near(literal, _ALIKE_NAMES, fields, searcher, least)]
    else:
        allowed = leeway + next(cost for length, cost in ALLOWED if len(literal) >= length)
        found = [
            *_near(literal, allowed, fields, searcher, least),
            *_with_apostrophe(literal, fields, searcher, leeway),
        ]
    return tuple(sorted(one for one in found if one.frequency >= least))


def is_rare(literal: str, found: int, searcher: Searcher) -> bool:
    """Whether a word may be MORE_FREQUENT times as frequent as a form that `found` articles hold.

    No form of the lexicon is rare.
    """
    return found * MORE_FREQUENT <= searcher.count() and lookup(literal) is None


def much_more_frequent(
    literal: str, found: int, fields: Sequence[TextField], searcher: Searcher
) -> tuple[Spelling, ...]:
    """The spellings at one edit from a form that are MORE_FREQUENT times as frequent."""
    return tuple(
        one
        for one in respellings(literal, fields, searcher, MUCH_RARER, found * MORE_FREQUENT)
        if OSA.distance(literal, one.elided + one.literal) == 1 - bool(one.elided)
    )


def _near(
    literal: str, allowed: float, fields: Sequence[TextField], searcher: Searcher, least: int
) -> Iterator[Spelling]:
    """The forms near a literal one at a cost of at most `allowed`, of those that `_held` gives."""
    counts = _held(_prefixes(literal), fields, searcher, least)
    rows = process.extract(
        literal, list(counts), scorer=OSA.distance, score_cutoff=_FARTHEST, limit=None
    )
    for form, distance, _ in rows:
        cost = _cost(literal, form, int(distance))
        if form.endswith(_PLURAL) and not literal.endswith(_PLURAL):
            cost = min(cost + _OTHER_NUMBER, _of_singular(literal, form[:-1]))
        elif literal.endswith(_PLURAL) and not form.endswith(_PLURAL):
            cost += _OTHER_NUMBER
            if len(literal) >= _LONG_PLURAL:
                cost = min(cost, _of_singular(literal[:-1], form))
        if cost > allowed or not form.isalpha():
            continue
        trusted = (
            counts[form] >= TRUSTED
            or lookup(form) is not None
            or known(of_stem(stem(form)), fields, searcher) >= TRUSTED
        )
        if trusted or cost + _DOUBT <= allowed:
            rank = cost + (0 if trusted else _UNTRUSTED) - _BY_FREQUENCY * log10(counts[form])
            yield Spelling(rank, form, "", counts[form])


def _held(
    prefixes: Sequence[str], fields: Sequence[TextField], searcher: Searcher, least: int
) -> Mapping[str, int]:
    """The forms that begin so, with their frequencies; rarer ones than `least` may be lacking.

    To list all words of a letter takes longer than the rest of a page.
    """
    if least < MORE_FREQUENT:
        return frequencies(prefixes, fields, searcher.vocabulary)
    return ChainMap(*(_FREQUENT(searcher, (prefix, tuple(fields))) for prefix in prefixes))


def _frequent(searcher: Searcher, key: _Beginning) -> dict[str, int]:
    """The forms that begin so and that MORE_FREQUENT articles hold."""
    prefix, fields = key
    counts = frequencies([prefix], fields, searcher.vocabulary)
    return {form: count for form, count in counts.items() if count >= MORE_FREQUENT}


_FREQUENT = GenerationMemo[_Beginning, dict[str, int]](_frequent)


def _prefixes(literal: str) -> list[str]:
    """How the forms begin that may be meant: as typed, the first two swapped, as it sounds."""
    begun = [literal[0], literal[1::-1], *BEGINNINGS.get(literal[0], ())]
    # no form twice
    return [one for one in begun if not any(one != o and one.startswith(o) for o in begun)]


def _cost(typed: str, form: str, distance: int) -> float:
    """How far a form at `distance` edits is from what was typed."""
    bare = _DOUBLED.sub(r"\1", typed), _DOUBLED.sub(r"\1", form)
    if bare[0] == bare[1] or f"h{typed}" == form or _lacks_silent_end(typed, form):
        return 0.3
    if typed[:-1] == form:
        return 1.0 if typed[-1] == typed[-2] else 1.3
    sounds = sound(typed), sound(form)
    if sounds[0] == sounds[1] and len(typed) >= SOUNDING[distance]:
        return 0.3 + 0.2 * distance
    return _edit(typed, form) if distance == 1 else _edits(typed, form, bare, sounds)


def _lacks_silent_end(typed: str, form: str) -> bool:
    """Whether a last letter that is not heard is missing: musé(e), vieu(x)."""
    return typed == form[:-1] and (typed[-1], form[-1]) in _SILENT_ENDS


def _of_singular(typed: str, form: str) -> float:
    """The cost of a plural whose singular is this one, where both are told apart by more."""
    distance = int(OSA.distance(typed, form, score_cutoff=_FARTHEST))
    return _cost(typed, form, distance) + 0.1 if 0 < distance <= _FARTHEST else _NONE


def _edits(typed: str, form: str, bare: tuple[str, str], sounds: tuple[str, str]) -> float:
    """The cost of two edits or more: less where one of them doubles a letter or keeps the sound."""
    if sorted(typed) == sorted(form):
        return 1.0
    near = [
        more + _edit(*pair)
        for more, pair in ((0.3, bare), (0.5, sounds))
        if OSA.distance(*pair) == 1
    ]
    return min(near, default=float(OSA.distance(typed, form)))


def _edit(typed: str, form: str) -> float:
    """The cost of one edit: letters swapped, missing, too many, or another one."""
    if len(typed) < len(form):
        return 0.9
    if len(typed) > len(form):
        return 1.3
    pairs = [{one, other} for one, other in zip(typed, form, strict=True) if one != other]
    if len(pairs) > 1:
        return 0.7
    return 1.1 if any(pairs[0] <= set(sounds) for sounds in _ALIKE) else 1.4


def _with_apostrophe(
    literal: str, fields: Sequence[TextField], searcher: Searcher, leeway: float
) -> Iterator[Spelling]:
    """The word after an elided article of which the apostrophe was left out: lequipe."""
    match = _ELIDED.fullmatch(literal)
    if match is None:
        return
    for rest in words(match["rest"]):
        count = known(of_literal(rest.literal), fields, searcher)
        if count >= (1 if leeway or len(rest.literal) >= _LONG else TRUSTED):
            rank = _APOSTROPHE - _BY_FREQUENCY * log10(count)
            yield Spelling(rank, rest.literal, match["article"], count)
