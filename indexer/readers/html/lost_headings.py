"""Which sub-headings did an extraction lose that kept the paragraphs alone?"""

from collections.abc import Iterator

from lxml import html

from indexer.readers.html.marks import text_of
from indexer.readers.html.texts import key
from indexer.readers.paragraphs import Body

_HEADINGS = frozenset({"h2", "h3", "h4"})
_LONGEST = 200
_LONGEST_PARAGRAPH = 10_000


def with_headings(body: Body, tree: html.HtmlElement) -> Body:
    """The body, if it has no headings with those that its page has between its paragraphs."""
    if body.headings:
        return body
    before = dict(_announced(body, tree))
    if not before:
        return body
    lines: list[str] = []
    headings: list[int] = []
    for rank, line in enumerate(body.lines):
        if rank in before:
            headings.append(len(lines))
            lines.append(before[rank])
        lines.append(line)
    return Body(lines=tuple(lines), headings=tuple(headings))


def _announced(body: Body, tree: html.HtmlElement) -> Iterator[tuple[int, str]]:
    """The rank of a paragraph that stands right behind a heading, and this heading."""
    ranks = {key(line): rank for rank, line in enumerate(body.lines)}
    heading, is_inside = "", False
    for element in tree.iter(*_HEADINGS, "p"):
        if element.tag in _HEADINGS:
            heading = text_of(element, _LONGEST)
            continue
        rank = ranks.get(key(text_of(element, _LONGEST_PARAGRAPH)))
        if rank is not None and is_inside and heading:
            yield rank, heading
        is_inside = is_inside or rank is not None
        heading = ""
