"""Make the tree of a wire plain: no namespaces, names in small letters, words kept apart."""

from functools import lru_cache

from lxml import etree

from indexer.readers.declared import declared
from indexer.readers.decoding import decode_declared
from indexer.readers.xml import parse

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Elements whose text would run into the text after them
_APART = frozenset("br p li td th person byttl name.given name.family dt dd hl2".split())
# Elements of NewsML 1 whose formal name is one of a list that agencies write in either case
_LISTED = ("status", "futurestatus", "role", "mediatype", "property", "newsitemtype")


def tree(content: bytes, charset: str | None) -> etree._Element:
    """The root of a wire; ValueError with the reason, in French, where it is refused."""
    return plain_tree(decode_declared(content, declared(content, charset)))


def plain_tree(text: str) -> etree._Element:
    """The same of a text."""
    root = parse(text)
    for element in root.iter(etree.Element):
        element.tag = _plain(str(element.tag))
        if element.tag in _APART:
            element.tail = f" {element.tail or ''}"
        _plain_attributes(element)
    for element in root.iter(*_LISTED):
        if "formalname" in element.attrib:
            element.set("formalname", element.attrib["formalname"].strip().lower())
    return root


@lru_cache(maxsize=4096)
def _plain(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def _plain_attributes(element: etree._Element) -> None:
    for name in element.keys():  # noqa: SIM118 - the attributes change below
        small = str(name).lower()
        if name not in (small, XML_LANG):
            element.set(small, element.attrib.pop(name))
