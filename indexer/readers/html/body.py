"""Which paragraphs of a page are the text of its article?"""

import logging
from collections.abc import Iterable, Iterator

from lxml import etree, html
from trafilatura import bare_extraction

from indexer.readers.html.cleaning import clean
from indexer.readers.html.furniture import is_furniture
from indexer.readers.html.lost_headings import with_headings
from indexer.readers.html.marks import within
from indexer.readers.html.page import Page
from indexer.readers.html.texts import key
from indexer.readers.html.visible import is_dated
from indexer.readers.paragraphs import Body, from_element

# What trafilatura calls the elements of its result
_TAGS = {"list": "ul", "item": "li", "row": "tr", "cell": "td", "quote": "blockquote", "lb": "br"}
_REPEATED = 40
_PARAGRAPH = 100
_LONGEST_PULLED = 300
_LONGEST_COMPARED = 200_000
_ENOUGH = 0.5
# an extractor warns of every page in which it finds nothing
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extracted(page: Page, said: Iterable[str]) -> Body:
    """The paragraphs of the article of a page, whose tree is cleaned for that.

    `said` are the texts of other fields, which are no paragraphs: title, lede, byline, dates.
    """
    clean(page.tree, said)
    found = _from_trafilatura(page.tree, precise=True)
    if _length(found) < _ENOUGH * _shown(page.scope):
        found = max(found, _from_trafilatura(page.tree, precise=False), key=_length)
    body = with_headings(found, page.tree)
    return _kept(body, {key(text) for text in said} | set(_datelines(body, said)))


def _datelines(body: Body, said: Iterable[str]) -> Iterator[str]:
    """The lines before the text, by their keys, that only say who wrote it and when."""
    for rank, line in enumerate(body.lines):
        if len(line) >= _PARAGRAPH:
            return
        if rank not in body.headings and is_dated(line, said):
            yield key(line)


def _length(body: Body) -> int:
    return sum(map(len, body.lines))


def _shown(scope: html.HtmlElement) -> int:
    """How many characters the long paragraphs of an article have."""
    lengths = (sum(map(len, one.itertext())) for one in within(scope) if one.tag == "p")
    return sum(length for length in lengths if length >= _PARAGRAPH)


def _from_trafilatura(tree: html.HtmlElement, *, precise: bool) -> Body:
    document = bare_extraction(
        tree, favor_precision=precise, include_comments=False, with_metadata=False
    )
    body = getattr(document, "body", None)
    if body is None:
        return Body(lines=(), headings=())
    for element in body.iter(etree.Element):
        if element.tag == "head":
            element.tag = element.get("rend") or "h2"
        elif element.tag in _TAGS:  # a page may have tags that lxml takes, but does not give
            element.tag = _TAGS[element.tag]
    return from_element(body)


def _kept(body: Body, said: set[str]) -> Body:
    """The lines that are text of the article, each long one once, with their headings."""
    ranks = list(_kept_ranks(body, said))
    headings = frozenset(body.headings)
    # a heading with no text behind it announces what was taken out
    while ranks and ranks[-1] in headings:
        ranks.pop()
    return Body(
        lines=tuple(body.lines[rank] for rank in ranks),
        headings=tuple(i for i, rank in enumerate(ranks) if rank in headings),
    )


def _kept_ranks(body: Body, said: set[str]) -> Iterator[int]:
    names = [key(line) for line in body.lines]
    whole = "\n".join(names)
    headings = frozenset(body.headings)
    seen: set[str] = set()
    for rank, (line, name) in enumerate(zip(body.lines, names, strict=True)):
        if not name or name in said or is_furniture(line):
            continue
        if len(name) >= _REPEATED and rank not in headings:
            if name in seen or _is_pulled(name, names, whole):
                continue
            seen.add(name)
        yield rank


def _is_pulled(name: str, names: list[str], whole: str) -> bool:
    """Whether a short line repeats a part of a longer one, as a pull quote does."""
    if len(name) > _LONGEST_PULLED or len(whole) > _LONGEST_COMPARED:
        return False
    return whole.count(name) > names.count(name)
