"""Is a page of a size that a parser can bear?

The time of a parser grows with the square of the attributes of an element, that of an extractor
with the elements of a page. Reading the markup once, in linear time, tells before either starts.
"""

import re
from itertools import islice

from lxml import etree

MAX_ATTRIBUTES = 1_000
MAX_DEPTH = 500
_MAX_START_TAGS = 30_000
_MAX_STEPS = 2_000_000
_MAX_MARKS = 150_000
_MAX_TAG = 256_000
_MAX_TEXT = 5_000_000

_MARK = re.compile(r"<(?:(?P<comment>!--)|(?P<name>[a-zA-Z][^\s/>]*+)|[!/?])")
# A `>` inside quotes ends no tag, and a quote opens a value only after `=`
_REST = re.compile(r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+""")
_ATTRIBUTE = re.compile(r"""[^\s=/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|\S*+))?+""")
_DATA = re.compile(r"data:[a-zA-Z]++[^\s\"'<>)]*+")
_COMMENT_END = re.compile(r"(?<=<!--)-?>|--!?>")
_RAW = {
    name: re.compile(rf"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
# What a raw element holds is text of the page, or is not
_UNSEEN = frozenset({"script", "style"})


def excess(text: str) -> str:
    """Why a page is out of all proportion, in French; "" for one that can be parsed."""
    at = starts = marks = unseen = 0
    while mark := _MARK.search(text, at):
        marks += 1
        name = (mark["name"] or "").lower()
        starts += bool(name)
        if starts > _MAX_START_TAGS or marks > _MAX_MARKS:
            return f"page démesurée : plus de {_MAX_START_TAGS} éléments"
        at, hidden, reason = _after(text, mark, name)
        if reason:
            return reason
        unseen += hidden
    if len(text) - unseen > _MAX_TEXT:
        return f"page démesurée : plus de {_MAX_TEXT // 1_000_000} Mo de texte"
    return ""


def _after(text: str, mark: re.Match[str], name: str) -> tuple[int, int, str]:
    """Where to read on after a mark, how many characters show nothing, what is wrong with it."""
    if mark["comment"]:
        end = _COMMENT_END.search(text, mark.end())
        at = end.end() if end else len(text)
        return at, at - mark.start(), ""
    rest = _match_end(text, mark.end())
    if not name:
        return rest, 0, ""
    data, reason = _tag(text[mark.end() : rest])
    if name not in _RAW or reason:
        return rest, data, reason
    end = _RAW[name].search(text, rest)
    at = end.start() if end else len(text)
    return at, data + (at - rest if name in _UNSEEN else 0), ""


def _match_end(text: str, start: int) -> int:
    rest = _REST.match(text, start)
    return rest.end() if rest else start


def _tag(attributes: str) -> tuple[int, str]:
    """The characters of `data:` addresses in a start tag, and what is wrong with it."""
    if len(attributes) <= MAX_ATTRIBUTES:
        return 0, ""
    data = sum(map(len, _DATA.findall(attributes)))
    if next(islice(_ATTRIBUTE.finditer(attributes), MAX_ATTRIBUTES, None), None):
        return data, f"page démesurée : un élément de plus de {MAX_ATTRIBUTES} attributs"
    if len(attributes) - data > _MAX_TAG:
        return data, f"page démesurée : un élément de plus de {_MAX_TAG // 1000} ko"
    return data, ""


def is_too_deep(tree: etree._Element) -> bool:
    """Whether elements are nested past MAX_DEPTH, or too many of them are deep.

    libxml2 drops what is deeper than 2,048; queries for ancestors take the depth of every element.
    """
    depth = steps = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        steps += depth
        if depth > MAX_DEPTH or steps > _MAX_STEPS:
            return True
    return False
