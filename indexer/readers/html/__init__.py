"""Saved web pages: which article does one give?

The metadata comes from the page's JSON-LD, OpenGraph, microdata and from what it shows; the body
from trafilatura, on the tree that is parsed here once. Browsers save a page as HTML, or with its
pictures as MHTML.
"""

import re
from collections.abc import Iterator

from indexer.article import Outcome
from indexer.readers.html.openings import is_mhtml
from indexer.readers.opening import opening
from indexer.readers.part import Part, Rules, packages

_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_BEFORE = re.compile(r"(?:\s+|\ufeff|<!--.*?-->|<\?[^>]*>)*", re.DOTALL)
_ROOT = re.compile(r"<(?:!doctype\s+html\b|html\b|head\b)", re.IGNORECASE)
# What a name alone does not make a page: XML of another kind, JSON, an archive
_OTHER = re.compile(r"<\?xml|[{\[]|PK\x03\x04")


def accepts(name: str, head: bytes) -> bool:
    """Whether a file is a page: it opens as one, or it has its name and opens as nothing else."""
    text = opening(head)
    before = _BEFORE.match(text)
    if _ROOT.match(text, before.end() if before else 0) or is_mhtml(name, head):
        return True
    return name.lower().endswith(_NAMES) and "<" in text and not _OTHER.match(text)


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The one article of a page."""
    with packages():
        from indexer.readers.html import reading  # noqa: PLC0415 - who only searches needs none
    return reading.read(part, rules)
