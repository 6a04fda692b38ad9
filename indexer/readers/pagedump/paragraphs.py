"""Which paragraphs does a body have that a page dump gives twice, glued and broken at links?"""

import re
from array import array
from bisect import bisect_left
from functools import cached_property
from itertools import accumulate

_PLAIN = (("’‘ʼ`´", "'"), ("«»“”„‟", '"'), ("–—‑‐", "-"))
_REPLACED = tuple((char, plain) for chars, plain in _PLAIN for char in chars)
_CLOSERS = "\"'»”’)]"
_SENTENCE_END = re.compile(rf"[.!?…][{re.escape(_CLOSERS)}\s]*$")
# « M. », « MM. », « S.A.R.L. »: a full stop that ends no sentence
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’])(?:(?:[^\W\d_]\.)*[^\W\d_]|MM|Mme|Mlle|Dr|Me|Mgr|St|Ste|av|env|cf)\.$"
)
_OPENS_SENTENCE = re.compile(r"[\"'«“(\[–—-]?\s*(?:[^\W\d_]|\d)")
_GOES_ON = re.compile(r"[,.;:!?)\]»”…-]")
_LINKS_ON = re.compile(
    r"(?:^|\s)(?:à|au|aux|d[eu]s?|l[ae]s?|un|une|en|et|ou|par|pour|sur|sous|dans|avec|que|qui|ce|cet"
    r"|cette|ces|son|sa|ses|leurs?|chez|vers|entre|contre|selon|est|sont|a|ont|M\.|MM\.|Mme)$"
)
_JUNCTION = 24
# Enough of a line for a junction and for the shape of its end
_EDGE = 80
# How much of the glued text the clean one may lack before a junction
_WINDOW = 100_000
# How much to search in all, in times the length of the text and in characters: a hostile page has
# a line to look up for each of its letters
_SEARCHES = 100
_SEARCHED = 100_000_000
_HEADING = 80

_STARTERS = (
    "Le|La|Les|Un|Une|Des|Ce|Cet|Cette|Ces|Il|Ils|Elle|Elles|On|Nous|Dans|En|Au|Aux|Pour|Par|Sur|Selon"
    "|Depuis|Après|Avant|Lors|Mais|Si|Son|Sa|Ses|Leur|Leurs|À|A|De|Du|D|L|Plus|Pendant|Malgré|Alors"
)
_CAPITAL = "A-ZÀ-ÖØ-Þ"
_GLUED_BREAK = re.compile(
    # what opens a paragraph comes first: the rest is tried at few places of a long text
    rf"(?=[{_CAPITAL}]|[\"«“–—]\s?[{_CAPITAL}])"
    # a sentence ends, whose last word is longer than an initial
    r"(?:(?<=[^\W_][^\W_][.!?…])|(?<=[.!?…][\"»”)])|(?<=[\d%)»”\"][.!?…])"
    # an intertitle that a new sentence follows at once
    rf"|(?<=[a-zà-öø-ÿ][a-zà-öø-ÿ])(?=(?:{_STARTERS})(?:\s|['’])))"
)
_ABBREVIATED = re.compile(r"(?:^|[\s(«\"'’.])(?:MM|Mme|Mlle|Dr|Me|Mgr|St|Ste|av|env|cf)\.$")
_ABBREVIATION_LENGTH = 8


def split_glued(glued: str) -> list[str]:
    """The paragraphs guessed in a glued text: one ends where a capital touches a full stop."""
    paragraphs: list[str] = []
    start = 0
    for match in _GLUED_BREAK.finditer(glued):
        end = match.start()
        if glued[end] == '"' and glued.count('"', start, end) % 2:
            continue  # this quote closes one: the break comes after it
        if not _ABBREVIATED.search(glued[max(start, end - _ABBREVIATION_LENGTH) : end]):
            paragraphs.append(glued[start:end].strip())
            start = end
    return [*paragraphs, *([rest] if (rest := glued[start:].strip()) else [])]


class Glued:
    """A glued text to look up junctions of lines in, white space and quote shapes aside."""

    def __init__(self, text: str) -> None:
        """`text` may be empty: then nothing is found in it."""
        self._text = text
        self._cursor = 0
        self._patience = min(_SEARCHES * len(text), _SEARCHED)

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self._text)

    @cached_property
    def _squashed(self) -> str:
        return _squash(self._text)

    @cached_property
    def _spaced(self) -> "array[int]":
        """The places of the squashed text where white space stood, in order."""
        return array("L", accumulate(map(len, self._text.split())))

    def holds(self, line: str, before: str) -> bool:
        """Whether the text holds the line: anywhere if it is long, else right after another one.

        After "" a short line must begin the text.
        """
        squashed = _squash(line)
        if len(squashed) > _JUNCTION:
            return self._find(squashed, 0, len(self._squashed)) >= 0
        pair = _squash(before[-_EDGE:])[-_JUNCTION:] + squashed
        if not before:
            return self._squashed.startswith(pair)
        return self._find(pair, 0, len(self._squashed)) >= 0

    def junction(self, before: str, after: str) -> bool | None:
        """Whether white space stands between two lines that touch here; None if they do not."""
        tail, head = _squash(before[-_EDGE:])[-_JUNCTION:], _squash(after[:_EDGE])[:_JUNCTION]
        # The tail may overlap the junction before this one
        start = max(0, self._cursor + 1 - len(tail))
        place = self._find(tail + head, start, start + _WINDOW)
        if place < 0:
            return None
        self._cursor = place + len(tail)
        return self._spaced[bisect_left(self._spaced, self._cursor)] == self._cursor

    def _find(self, piece: str, start: int, end: int) -> int:
        """Where a squashed piece stands between two places; -1 if nowhere, or out of patience."""
        if self._patience <= 0:
            return -1
        place = self._squashed.find(piece, start, end)
        self._patience -= (min(end, len(self._squashed)) if place < 0 else place) - start
        return place


def join(lines: list[str], glued: Glued) -> list[str]:
    """The paragraphs of a clean body whose lines were also broken at links."""
    paragraphs: list[list[str]] = []
    before = ""
    for line in lines:
        link = _link(before, line, glued) if paragraphs else None
        if link is None:
            paragraphs.append([line])
            before = line[-2 * _EDGE :]
        else:
            paragraphs[-1] += (link, line)
            before = (before + link + line)[-2 * _EDGE :]
    return ["".join(pieces) for pieces in paragraphs]


def _link(before: str, after: str, glued: Glued) -> str | None:
    """What joins two lines into one, None when a paragraph ends between them."""
    spaced = glued.junction(before, after)
    ends = bool(_SENTENCE_END.search(before)) and not _ABBREVIATION.search(before)
    if spaced:
        return None if ends and _opens(after) else " "
    if _GOES_ON.match(after) and not _opens(after):
        return "" if spaced is False or after[0] in ",.)]" else " "
    if before[-1] in "'’([-" or (before[-1] in "«“" and spaced is False):
        return ""
    if spaced is False:
        return None
    return " " if not ends and _reads_on(before, after) else None


def _reads_on(before: str, after: str) -> bool:
    """Whether a sentence goes on over a break that the glued text says nothing about."""
    if after[0].islower() or before[-1] in ",;" or _LINKS_ON.search(before):
        return True
    return len(before) > _HEADING and before[-1].isalnum()


def _opens(line: str) -> bool:
    """Whether a line can open a sentence: a capital or a figure, after quotes or a dash."""
    match = _OPENS_SENTENCE.match(line)
    return match is not None and not line[match.end() - 1].islower()


def _squash(text: str) -> str:
    squashed = "".join(text.split())
    for char, plain in _REPLACED:  # many times faster than a translation
        squashed = squashed.replace(char, plain)
    return squashed
