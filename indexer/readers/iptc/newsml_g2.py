"""Read the items of NewsML-G2: a message of several, or one."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from lxml import etree

from indexer.readers.iptc.nitf import text_of
from indexer.readers.iptc.trees import XML_LANG
from indexer.readers.iptc.wire import (
    NO_BODY,
    TEXTS,
    Item,
    Other,
    Wire,
    bounded,
    guarded,
    kind,
    last_part,
    unless_package,
)
from indexer.readers.markup import is_markup
from indexer.readers.paragraphs import Body, from_element, from_html, from_text
from indexer.readers.places import Fields, Table, fields, table

_FRENCH = "[lang('fr')]"
_SUMMARY = "[contains(@role,'summary') or contains(@role,'abstract') or contains(@role,'lead')]"
_WEB = "[not(@contenttype) or contains(@contenttype,'html')]"


def _named(path: str) -> tuple[str, ...]:
    """The places of a party: its name, in French first, else how it is written."""
    return (f"{path}/name{_FRENCH}", f"{path}/name", f"{path}/@literal")


ITEM: Table = table(
    "newsml-g2",
    identity=("@guid",),
    version=("@version",),
    url=(f"itemMeta/link[contains(@rel,'alternate')]{_WEB}/@href",),
    title=(
        f"contentMeta/headline[contains(@role,'main')]{_FRENCH}",
        "contentMeta/headline[contains(@role,'main')]",
        f"contentMeta/headline[not(@role)]{_FRENCH}",
        "contentMeta/headline[not(@role)]",
        "contentMeta/headline",
    ),
    lede=(
        f"contentMeta/description{_SUMMARY}{_FRENCH}",
        f"contentMeta/description{_SUMMARY}",
        f"contentMeta/description[not(@role)]{_FRENCH}",
        "contentMeta/description[not(@role)]",
    ),
    authors=("contentMeta/by", *_named("contentMeta/creator")),
    tags=(
        f"contentMeta/subject/name{_FRENCH}[1] | contentMeta/subject[not(name{_FRENCH})]/name[1]"
        " | contentMeta/subject[not(name) and not(@qcode)]/@literal",
        "contentMeta/keyword",
    ),
    source=(
        *_named("itemMeta/provider"),
        *_named("contentMeta/infoSource"),
        *_named("rightsInfo/copyrightHolder"),
        "substring-after(itemMeta/provider/@qcode,':')",
        "substring-after(rightsInfo/copyrightHolder/@qcode,':')",
    ),
    section=(f"itemMeta/service/name{_FRENCH}", "itemMeta/service/name"),
    language=("contentMeta/language/@tag", "ancestor-or-self::*[@xml:lang][1]/@xml:lang"),
    published=("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"),
    modified=("itemMeta/versionCreated",),
    status=("itemMeta/pubStatus/@qcode", "itemMeta/pubStatus/@uri", "itemMeta/pubStatus"),
    embargoed=("itemMeta/embargoed",),
    kind=("itemMeta/itemClass/@qcode", "itemMeta/itemClass/@uri"),
    rights=(".//rightsInfo//usageTerms", ".//rightsInfo//copyrightNotice"),
)
# Where the headline is not beside the text
_INSIDE: Table = table("newsml-g2", title=(".//inlineXML//h1",))
_LAST: Table = table("newsml-g2", title=("itemMeta/title", "contentMeta/slugline"))
# What a NITF inside an item may say of it
_OF_TEXT = (
    "title",
    "lede",
    "authors",
    "tags",
    "source",
    "section",
    "published",
    "image",
    "caption",
)
# What stands around the text of a page
_AROUND = ("header", "footer", "nav")
_ITEMS = ("newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem")


def items(root: etree._Element) -> Iterator[Item]:
    """The items of a message, or the one that the root is."""
    told = [(item, fields(item, ITEM)) for item in bounded(root.iter(*_ITEMS))]
    kinds = [_kind(item, said) for item, said in told]
    pictures = {
        said.one("identity"): address
        for (item, said), of in zip(told, kinds, strict=True)
        if kind(of) == "photo" and (address := _widest(item))
    }
    sent = root.findtext("header/sent", "")
    texts = sum(map(TEXTS.__contains__, kinds))
    for (item, said), of in zip(told, kinds, strict=True):
        address = _referred(item, pictures)
        if not address and texts == 1:
            address = next(iter(pictures.values()), "")
        found = said.with_one("image", address, "newsml-g2:remoteContent@href")
        found = found.with_one("sent", sent, "newsml-g2:header/sent")
        yield guarded(partial(_item, item, found, of))


def _item(item: etree._Element, said: Fields, of: str) -> Wire | Other:
    return unless_package(_wire(item, said), of) if of in TEXTS else Other(kind(of))


def _kind(item: etree._Element, said: Fields) -> str:
    """The class of an item; without one, the type of a picture or a film that it refers to."""
    if item.tag != "newsitem":
        return str(item.tag)
    if said.one("kind"):
        return last_part(said.one("kind"))
    remote = item.find("contentset/remotecontent")
    if remote is None or len(item.findall("contentset/*")) > len(
        item.findall("contentset/remotecontent")
    ):
        return ""
    return remote.get("contenttype", "").partition("/")[0].lower()


def _widest(item: etree._Element) -> str:
    """The address of the widest rendition of a picture on the Web, "" for none."""
    remote = [
        (int(one.get("width", "")) if one.get("width", "").isdecimal() else 0, one.get("href", ""))
        for one in item.iterfind("contentset/remotecontent")
    ]
    return max((one for one in remote if one[1].startswith("http")), default=(0, ""))[1]


def _referred(item: etree._Element, pictures: Mapping[str, str]) -> str:
    """The first picture of the message that an item refers to."""
    guids = (link.get("residref", "") for link in item.iter("link"))
    return next((pictures[guid] for guid in guids if guid in pictures), "")


def _wire(item: etree._Element, said: Fields) -> Wire:
    inside = fields(item, _INSIDE)
    found, body, origin = _content(item)
    said = said.completed(found.only(*_OF_TEXT)).completed(inside).completed(fields(item, _LAST))
    return Wire(
        fields=said.with_one("body", origin if body.lines else "", origin),
        body=body,
        is_embargoed=item.find("itemmeta/embargoed") is not None,
    )


def _content(item: etree._Element) -> tuple[Fields, Body, str]:
    """What the first rendition with a text says, its body, and where it stands."""
    for content in _french_first(item.iterfind("contentset/inlinexml")):
        if content.find(".//body.content") is not None or content.find("nitf") is not None:
            found, body = text_of(content)
        else:
            found, body = Fields({}, {}), _xhtml(content)
        if body.lines:
            return found, body, "newsml-g2:inlineXML"
    for data in _french_first(item.iterfind("contentset/inlinedata")):
        raw = "".join(data.itertext())
        is_html = "html" in data.get("contenttype", "") or is_markup(raw)
        body = from_html(raw) if is_html else from_text(raw)
        if body.lines:
            return Fields({}, {}), body, "newsml-g2:inlineData"
    return Fields({}, {}), NO_BODY, ""


def _french_first(contents: Iterable[etree._Element]) -> list[etree._Element]:
    """Renditions of one text, those that say that they are in French before the others."""
    return sorted(contents, key=lambda one: not one.get(XML_LANG, "").lower().startswith("fr"))


def _xhtml(content: etree._Element) -> Body:
    block = content.find(".//body")
    if block is None and content.find(".//p") is None:
        return NO_BODY
    block = content if block is None else block
    if block.find(".//p") is not None:
        etree.strip_elements(block, *_AROUND, with_tail=False)
    return from_element(block)
