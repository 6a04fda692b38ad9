"""Which words does a pattern stand for?

`*` stands for any letters, `?` inside a word for one. A pattern is folded like the words it is
compared with.
"""

import re

from indexer.analysis import fold_line, words

LEADING_LETTERS = 3

_WILDCARD = re.compile(r"\*|\?(?=[^\W_]|\*)")
_ADDRESS = re.compile(r"://|@|^www\.")
_NOT_IN_WORDS = re.compile(r"[^a-z0-9]")
# What an elision or a hyphen cuts off stands before the pattern
_BEFORE = re.compile(r".*['’\-‐‑](?=[^'’\-‐‑]*[*?])")


def pattern(text: str) -> tuple[str, str]:
    """A text without white space cut in two: what stands before the pattern, the pattern or ""."""
    if not _WILDCARD.search(text) or _ADDRESS.search(text):  # « ? » separates in an address
        return text, ""
    cut = _BEFORE.match(text)
    before = cut.group() if cut else ""
    if before and not _WILDCARD.search(before):
        # « prud’hommes » and « O’Brien » are one word each
        found = [*words(_WILDCARD.sub("", text))]
        if found and found[-1].start < len(before) < found[-1].end:
            before = text[: found[-1].start]
    rest = text[len(before) :]
    pieces, position = [], 0
    for match in _WILDCARD.finditer(rest):
        pieces += [_folded(rest[position : match.start()]), match.group()]
        position = match.end()
    return before, re.sub(r"\*+", "*", "".join([*pieces, _folded(rest[position:])]))


def without(text: str, between: str) -> str:
    """The accented words of a text without its wildcards, joined by `between`."""
    bare = _WILDCARD.sub(" ", text)
    return between.join(word.accented for word in words(bare))


def leading(asked: str) -> str:
    """The letters of a pattern before its first wildcard."""
    return re.split(r"[*?]", asked, maxsplit=1)[0]


def matcher(asked: str) -> re.Pattern[str]:
    """The regular expression of a folded pattern, which a whole folded word must match."""
    # the pattern holds letters, digits and wildcards only; an atomic group never looks back, so
    # that the time taken does not double with each star
    first, *rest = asked.replace("?", ".").split("*")
    if not rest:
        return re.compile(first)
    *middle, last = rest
    return re.compile("".join([first, *(f"(?>.*?{piece})" for piece in middle), ".*", last]))


def _folded(text: str) -> str:
    return _NOT_IN_WORDS.sub("", fold_line(text))
