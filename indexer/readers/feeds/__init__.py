"""Which files are feeds: RSS, Atom, news sitemaps, exports of WordPress?"""

import re
from collections.abc import Iterator

from indexer.article import Outcome
from indexer.readers.opening import opening, root
from indexer.readers.part import Part, Rules, packages

_ROOTS = frozenset({"rss", "feed", "urlset", "sitemapindex"})
_RSS_IN_RDF = re.compile(r"purl\.org/rss/1\.0/|netscape\.com/rdf/")


def accepts(name: str, head: bytes) -> bool:  # noqa: ARG001 - feeds have any name
    """Feeds are known by the root of their tree; RDF has other uses too."""
    found = root(head)
    return found in _ROOTS or (found == "rdf" and _RSS_IN_RDF.search(opening(head)) is not None)


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The items of a feed."""
    with packages():
        from indexer.readers.feeds import reading  # noqa: PLC0415 - who only searches needs none
    return reading.read(part, rules)
