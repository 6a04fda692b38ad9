"""Which lines of a page only lead to other articles: « Lire aussi : … »?"""

import re

from lxml import etree, html

from indexer.readers.html.marks import text_of
from indexer.readers.html.weights import Weight, Weights

_LONGEST_TEASER = 400
_LONGEST_LIST = 1_500
_LINK_SHARE = 0.5
_NEVER = frozenset({"html", "head", "body", "main"})
_TEASER = re.compile(
    r"^[\W_]{0,5}(?:(?:à|a) (?:lire|voir|écouter|relire|découvrir|retrouver)\b"
    r"|(?:(?:re)?lire|(?:re)?voir|écouter|découvrir|retrouver|lisez|voyez)"
    r" (?:aussi|également|notre|nos|ailleurs)\b"
    r"|(?:re)?lire\s*:|sur le même (?:sujet|thème)|dans la même rubrique|pour aller plus loin"
    r"|(?:nos )?articles? (?:liés?|associés?|connexes?|recommandés?)|notre dossier\s*:)",
    re.IGNORECASE,
)
_LABEL_END = re.compile(r"[^.!?]{0,40}[\s:]*$")
_BLOCKS = frozenset(
    "p div li ul ol aside section blockquote h2 h3 h4 h5 h6 strong b em span".split()
)


def teasers(tree: html.HtmlElement, weights: Weights) -> list[html.HtmlElement]:
    """The blocks that open as a teaser does and are mostly a link, with the lists they announce."""
    opened = [one for one in tree.iter(etree.Element) if _TEASER.match((one.text or "").lstrip())]
    return [block for element in opened for block in _teaser(element, weights)]


def _teaser(element: html.HtmlElement, weights: Weights) -> list[html.HtmlElement]:
    """The widest block that opens as an element does and is mostly a link; its list with it."""
    widest: list[html.HtmlElement] = []
    for block in (element, *element.iterancestors()):
        text = text_of(block, _LONGEST_TEASER)
        opening = _TEASER.match(text)
        if not opening or block.tag in _NEVER:
            break
        if block.tag in _BLOCKS and _leads_away(weights[block], len(text) - opening.end()):
            widest = [block]
        following = block.getnext()
        if following is None or not _LABEL_END.match(text, opening.end()):
            continue
        if 0 < weights[following].length < _LONGEST_LIST and _is_linked(weights[following]):
            return [block, following]
    return widest


def _is_linked(own: Weight) -> bool:
    return own.linked >= _LINK_SHARE * own.length


def _leads_away(own: Weight, rest: int) -> bool:
    return own.linked > 0 and own.linked >= _LINK_SHARE * rest
