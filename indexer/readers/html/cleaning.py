"""What is taken out of a page before its text is looked for?

Nothing that holds a large part of the text, whatever its class says: some papers put the whole
article in an element named « paywall », the messages of a live match in elements named « comment ».
"""

from collections.abc import Iterable

from lxml import etree, html

from indexer.readers.html.marks import text_of
from indexer.readers.html.noise import kind_of, noise
from indexer.readers.html.teasers import teasers
from indexer.readers.html.texts import key
from indexer.readers.html.weights import Weights

_LONGEST_CELL = 600
_LONGEST_SAID = 1_500
_LAID_OUT = frozenset("table thead tbody tfoot tr td th".split())


def clean(tree: html.HtmlElement, said: Iterable[str]) -> None:
    """Take out of a tree what is no text of its article, and the lines that say `said` alone.

    `said` are the texts that other fields hold: title, lede, byline, dates.
    """
    _drop(list(tree.iter("script", "style")))
    weights = Weights(tree)
    for cell in list(tree.iter("td")):
        if weights[cell].unlinked > _LONGEST_CELL:
            _unfold(cell)
    for kind, found in noise(tree).items():
        if weights.hold(found, kind.least):
            _unname(found)
        else:
            _drop(found)
    _drop([one for one in list(tree.iter("ul", "ol")) if weights.is_menu(one)])
    _drop(teasers(tree, weights))
    keys = {key(text) for text in said} - {""}
    _drop([one for one in tree.iter("h1", "h2", "p") if key(text_of(one, _LONGEST_SAID)) in keys])


def _drop(elements: Iterable[html.HtmlElement]) -> None:
    """Take elements out of their tree; what stands behind them stays."""
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _unfold(cell: html.HtmlElement) -> None:
    """Make blocks of the table of a cell: it lays out a page, as was done before CSS."""
    table = next(cell.iterancestors("table"), None)
    if table is None:
        return
    groups = [one for one in table if one.tag in {"tbody", "thead", "tfoot"}]
    rows = [row for group in (table, *groups) for row in group if row.tag == "tr"]
    for element in (table, *groups, *rows, *(one for row in rows for one in row)):
        if element.tag in _LAID_OUT:
            element.tag = "div"


def _unname(elements: Iterable[html.HtmlElement]) -> None:
    """Make plain blocks of elements that hold the text: trafilatura too leaves out by name."""
    for outer in elements:
        for element in outer.iter(etree.Element):
            if kind_of(element) is not None:
                element.attrib.pop("class", None)
                element.attrib.pop("id", None)
        if kind_of(outer) is not None:
            outer.tag = "div"
