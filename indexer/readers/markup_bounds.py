"""Is HTML, a page or a piece of one, of a size that a parser can bear?

The time of a parser grows with the square of the attributes of an element, that of an extractor
with the elements of a page. Reading the markup once, in linear time, tells before either starts.
"""

import re
import sys
from itertools import islice

from lxml import etree

from indexer.messages.french_format import number
from indexer.readers.refused import Refused

MAX_ATTRIBUTES = 1_000
MAX_DEPTH = 500
MAX_ELEMENTS = 30_000
_MAX_STEPS = 2_000_000
_MAX_MARKS = 150_000
_MAX_TAG = 256_000

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


def check_markup(text: str, max_text: int = sys.maxsize) -> None:
    """Refused for what no parser is to be given: too many elements, or one too large.

    `max_text` is how many characters it may have, scripts, styles and `data:` addresses aside.
    """
    at = starts = marks = unseen = 0
    while mark := _MARK.search(text, at):
        marks += 1
        name = (mark["name"] or "").lower()
        starts += bool(name)
        if starts > MAX_ELEMENTS or marks > _MAX_MARKS:
            raise _refused(f"plus de {number(MAX_ELEMENTS)} éléments")
        at, hidden = _after(text, mark, name)
        unseen += hidden
    if len(text) - unseen > max_text:
        raise _refused(f"plus de {max_text // 1_000_000} Mo de texte")


def _refused(why: str) -> Refused:
    return Refused(f"page démesurée : {why}")


def _after(text: str, mark: re.Match[str], name: str) -> tuple[int, int]:
    """Where to read on after a mark, and how many characters show nothing."""
    if mark["comment"]:
        end = _COMMENT_END.search(text, mark.end())
        at = end.end() if end else len(text)
        return at, at - mark.start()
    rest = _match_end(text, mark.end())
    if not name:
        return rest, 0
    data = _data(text[mark.start("name") : rest])
    if name not in _RAW:
        return rest, data
    end = _RAW[name].search(text, rest)
    at = end.start() if end else len(text)
    return at, data + (at - rest if name in _UNSEEN else 0)


def _match_end(text: str, start: int) -> int:
    rest = _REST.match(text, start)
    return rest.end() if rest else start


def _data(tag: str) -> int:
    """The characters of `data:` addresses in a start tag, its name and what follows it."""
    if len(tag) <= MAX_ATTRIBUTES:
        return 0
    # the name looks like one more
    if next(islice(_ATTRIBUTE.finditer(tag), MAX_ATTRIBUTES + 1, None), None):
        raise _refused(f"une balise de plus de {number(MAX_ATTRIBUTES)} attributs")
    data = sum(map(len, _DATA.findall(tag)))
    if len(tag) - data > _MAX_TAG:
        raise _refused(f"une balise de plus de {_MAX_TAG // 1000} ko")
    return data


def check_depth(tree: etree._Element) -> None:
    """Refused where elements are nested past MAX_DEPTH, or too many of them are deep.

    libxml2 drops what is deeper than 2,048; queries for ancestors take the depth of every element.
    """
    depth = steps = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        steps += depth
        if depth > MAX_DEPTH or steps > _MAX_STEPS:
            raise _refused("trop d’éléments l’un dans l’autre")
