"""Would parsing this HTML cost too much? A scan says so before any parser sees it.

Parsers take seconds for one element with 40,000 attributes, and drop in silence what stands deep.
"""

import re

from indexer.readers.refused import Refused

MAX_ELEMENTS = 30_000
MAX_ATTRIBUTES = 1000
MAX_TAG = 256_000
MAX_DEPTH = 500
# « [^>]* » would be quadratic on « <a<a<a »
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]{0,40})([^<>]*)")
_DATA = re.compile(r"data:[^\s\"'<>]*", re.IGNORECASE)
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_SHORT = 2 * MAX_ATTRIBUTES
# Elements that nothing closes as a rule
_UNCLOSED = frozenset(
    "p li td th tr thead tbody tfoot option"
    " area base br col embed hr img input link meta param source track wbr".split()
)


def check_bounds(markup: str) -> None:
    """Refused if the HTML has an element too large, too many of them, or one too deep."""
    elements = depth = 0
    for tag in _TAG.finditer(markup):
        closes, name, rest = tag.groups()
        elements += not closes
        if name.lower() not in _UNCLOSED and not rest.endswith("/"):
            depth = max(0, depth - 1) if closes else depth + 1
        if elements > MAX_ELEMENTS:
            raise Refused(f"page démesurée : plus de {MAX_ELEMENTS // 1000} 000 éléments")
        if depth > MAX_DEPTH:
            raise Refused(f"page démesurée : plus de {MAX_DEPTH} éléments l’un dans l’autre")
        if len(rest) > _SHORT:
            _check_tag(rest)


def _check_tag(rest: str) -> None:
    plain = _DATA.sub("", rest)
    if len(plain) > MAX_TAG:
        raise Refused(f"page démesurée : une balise de plus de {MAX_TAG // 1000} ko")
    if len(_VALUE.sub("", plain).split()) > MAX_ATTRIBUTES:
        raise Refused(
            f"page démesurée : une balise de plus de {MAX_ATTRIBUTES // 1000} 000 attributs"
        )
