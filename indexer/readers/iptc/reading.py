"""Read a part of any of the formats of the IPTC."""

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from indexer.article import Outcome, Rejected
from indexer.readers.iptc.newsml1 import items as newsml1_items
from indexer.readers.iptc.newsml_g2 import items as newsml_g2_items
from indexer.readers.iptc.ninjs import items as ninjs_items
from indexer.readers.iptc.nitf import wires
from indexer.readers.iptc.trees import tree
from indexer.readers.iptc.wire import Item, outcomes
from indexer.readers.opening import opening
from indexer.readers.part import Part, Rules
from indexer.readers.refused import Refused

_ITEMS: Mapping[str, Callable[[etree._Element], Iterator[Item]]] = {
    "nitf": wires,
    "newsml": newsml1_items,
}


def read(part: Part, rules: Rules) -> Iterator[Outcome]:
    """The wires of a part, and what else it holds; Mixed for a list of wires and of others."""
    try:
        yield from outcomes(_items(part), part, rules)
    except Refused as refused:
        yield Rejected(part.name, str(refused))


def _items(part: Part) -> Iterator[Item]:
    if opening(part.content[:100])[:1] in ("{", "["):
        return ninjs_items(part.content, part.charset)
    root = tree(part.content, part.charset)
    if root.find("newsmanagement") is not None:
        return newsml1_items(root)
    return _ITEMS.get(str(root.tag), newsml_g2_items)(root)
