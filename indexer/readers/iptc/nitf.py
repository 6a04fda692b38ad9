"""Read a wire in NITF, alone or inside another format."""

from collections.abc import Iterator

from lxml import etree

from indexer.readers.dates import moment
from indexer.readers.iptc.wire import Wire
from indexer.readers.paragraphs import Body, from_element
from indexer.readers.places import Fields, Table, fields, table

# Blocks of a text that are none of its paragraphs, and what HTML calls the others
_ASIDE = ("media", "nitf-table-metadata", "byline", "dateline", "abstract", "copyrite", "hl1")
_HTML = {"hl2": "h2", "bq": "blockquote", "block": "div", "nitf-table": "div", "note": "div"}

NITF: Table = table(
    "nitf",
    identity=(".//doc-id/@id-string",),
    registrar=(".//doc-id/@regsrc",),
    title=(".//hl1", "head/title"),
    lede=(
        ".//abstract",
        ".//body.content//p[@lede='true' or @lead='true']",
        ".//body.content//p[contains(concat(' ',@class,' '),' lead ')]",
        ".//hedline/hl2",
    ),
    authors=(".//byline/person", ".//byline", "head/meta[@name='author']/@content"),
    tags=(
        ".//key-list/keyword/@key",
        ".//tobject.subject/@tobject.subject.matter"
        " | .//tobject.subject[not(@tobject.subject.matter)]/@tobject.subject.type",
        ".//identified-content/*[not(self::classifier)]",
        "head/meta[@name='keywords']/@content",
    ),
    source=(".//pubdata/@name", ".//distributor", ".//doc.copyright/@holder"),
    section=(".//pubdata/@position.section",),
    language=("@xml:lang", "@baselang", "body/@xml:lang"),
    published=(
        ".//date.issue/@norm",
        ".//date.release/@norm",
        ".//pubdata/@date.publication",
        ".//story.date/@norm",
    ),
    embargoed=(".//date.release/@norm",),
    image=(
        ".//media[@media-type='image']/media-reference/@source",
        ".//media-reference[starts-with(@mime-type,'image')]/@source",
    ),
    caption=(".//media[@media-type='image']/media-caption",),
    status=(".//docdata/@management-status",),
    rights=(".//doc.rights", ".//doc.rights/@*", ".//copyrite"),
)


def wires(root: etree._Element) -> Iterator[Wire]:
    """The one wire of a file."""
    found, body = text_of(root)
    if registrar := found.one("registrar"):
        named = {**found.texts, "identity": (f"{registrar}:{found.one('identity')}",)}
        found = Fields(named if found.one("identity") else found.texts, found.origins)
    origin = "nitf:body.content" if body.lines else ""
    found = found.with_one("body", origin, origin)
    yield Wire(fields=found, body=body, is_embargoed=_is_released_later(found))


def text_of(element: etree._Element) -> tuple[Fields, Body]:
    """What an element that holds NITF, or a part of it, says; its tree is changed."""
    etree.strip_elements(element, "byttl", with_tail=False)
    found = fields(element, NITF)
    content = element.find(".//body.content")
    if content is None:
        content = element
    etree.strip_elements(content, *_ASIDE, with_tail=False)
    for block in content.iter(*_HTML):
        block.tag = _HTML[str(block.tag)]
    return found, from_element(content)


def _is_released_later(found: Fields) -> bool:
    """Whether a release is told that is not the issue itself."""
    issued, released = moment(found.one("published")), moment(found.one("embargoed"))
    return released is not None and issued is not None and released > issued
