"""Read the news items of NewsML 1.0 to 1.2: components within components, some of them texts."""

from collections.abc import Iterator, Mapping
from functools import partial

from lxml import etree

from indexer.readers.iptc.nitf import text_of
from indexer.readers.iptc.wire import (
    NO_BODY,
    Item,
    Other,
    Wire,
    bounded,
    guarded,
    is_taken_back,
    kind,
)
from indexer.readers.languages import language
from indexer.readers.markup import is_markup
from indexer.readers.paragraphs import Body, from_html, from_text
from indexer.readers.places import Fields, Table, fields, table

_LINES = "ancestor-or-self::newsComponent/newsLines"
_META = "ancestor-or-self::newsComponent/administrativeMetadata"
_TOLD = "ancestor-or-self::newsComponent/descriptiveMetadata"
_NEAREST = "[last()]"

# Of an item
ITEM: Table = table(
    "newsml",
    identity=("identification//publicIdentifier",),
    version=("identification//revisionId",),
    kind=(".//newsManagement/newsItemType/@formalName",),
    language=("@xml:lang", "ancestor::*/@xml:lang"),
    published=(
        "newsManagement/firstCreated",
        "newsManagement/thisRevisionCreated",
        "identification//dateId",
    ),
    modified=("newsManagement/thisRevisionCreated",),
    status=("newsManagement/status/@formalName",),
    resumed=(
        "newsManagement/statusWillChange[futureStatus/@formalName='usable']/dateAndTime",
        "newsManagement/statusWillChange[not(futureStatus)]/dateAndTime",
    ),
    rights=(".//usageRights", ".//rightsMetadata//copyright"),
)
# Of a component that is a text; what the components around it say holds for it, the nearest first
COMPONENT: Table = table(
    "newsml",
    title=(f"({_LINES}/headLine){_NEAREST}", f"({_LINES}/newsLine/newsLineText){_NEAREST}"),
    lede=(f"({_LINES}/subHeadLine){_NEAREST}",),
    authors=(f"({_LINES}[byLine]){_NEAREST}/byLine",),
    tags=(
        f"{_TOLD}//property[@formalName='keyword']/@value",
        f"{_LINES}/keywordLine",
    ),
    source=(
        f"({_META}/provider/party/@formalName){_NEAREST}",
        f"({_META}/source/party/@formalName){_NEAREST}",
        f"({_META}/creator/party/@formalName){_NEAREST}",
    ),
    language=(
        f"({_TOLD}/language/@formalName){_NEAREST}",
        f"(ancestor-or-self::*/@xml:lang){_NEAREST}",
    ),
)
_LANGUAGE: Table = {"language": COMPONENT["language"]}
_LAST: Table = table("newsml", title=(f"({_LINES}/slugLine){_NEAREST}",))
_OF_TEXT = ("title", "lede", "authors", "tags", "source", "section", "published", "caption")
_NO_TEXT = frozenset(
    {"caption", "photo", "picture", "graphic", "thumbnail", "image", "video", "legend"}
)
# What a component without text holds, the first that is there
_HOLDS: Mapping[str, str] = {"newsitemref": "package", "topicset": "catalogitem"}


def items(root: etree._Element) -> Iterator[Item]:
    """The news items of a message, or the one that the root is."""
    sent = root.findtext("newsenvelope/dateandtime", "")
    for item in bounded(root.iter("newsitem")):
        said = fields(item, ITEM).with_one("sent", sent, "newsml:dateAndTime")
        texts = _texts(item)
        yield guarded(partial(_wire, said, texts)) if texts else _without_text(item, said)


def _without_text(item: etree._Element, said: Fields) -> Wire | Other:
    """What an item without a text is: what it holds, or a cancellation."""
    return Wire(fields=said, body=NO_BODY) if is_taken_back(said) else Other(_kind(item))


def _texts(item: etree._Element) -> list[etree._Element]:
    """The contents of one text: in one language and one form, without captions."""
    texts = [content for content in item.iter("contentitem") if _is_text(content)]
    if not texts:
        return []
    main = [one for one in texts if "main" in _roles(one)]
    texts = main or texts
    languages = {_language(one) for one in texts}
    if len(languages) > 1:
        kept = "fr" if "fr" in languages else _language(texts[0])
        texts = [one for one in texts if _language(one) == kept]
    return _chosen(texts)


def _is_text(content: etree._Element) -> bool:
    medium = content.find("mediatype")
    if medium is not None and medium.get("formalname") != "text":
        return False
    return content.find("datacontent") is not None and not _roles(content) & _NO_TEXT


def _roles(content: etree._Element) -> set[str]:
    """The roles of the components around a content."""
    around = content.iterancestors("newscomponent")
    return {role.get("formalname", "") for one in around for role in one.iterfind("role")}


def _language(content: etree._Element) -> str:
    return language(fields(content, _LANGUAGE).one("language"))


def _chosen(texts: list[etree._Element]) -> list[etree._Element]:
    """The texts, of those on one list to choose from the first."""
    kept: list[etree._Element] = []
    lists: set[etree._Element] = set()
    for text in texts:
        around = set(filter(_is_choice, text.iterancestors("newscomponent")))
        if not around & lists:
            kept.append(text)
        lists |= around
    return kept


def _is_choice(component: etree._Element) -> bool:
    is_list = component.get("equivalentslist", "").lower() == "yes"
    return is_list or component.find("basisforchoice") is not None


def _kind(item: etree._Element) -> str:
    """What an item without text is, by what it holds first."""
    media = (one.get("formalname", "") for one in item.iter("mediatype"))
    held = next((_HOLDS[name] for name in _HOLDS if item.find(f".//{name}") is not None), "")
    return kind(next(filter(None, media), held))


def _wire(told: Fields, texts: list[etree._Element]) -> Wire:
    said = [fields(content, COMPONENT) for content in texts]
    inside, bodies = zip(*map(_content, texts), strict=True)
    found = said[0].completed(inside[0].only(*_OF_TEXT)).completed(told)
    found = found.completed(fields(texts[0], _LAST))
    body = _joined([(one.one("title"), body) for one, body in zip(said, bodies, strict=True)])
    origin = "newsml:DataContent" if body.lines else ""
    is_embargoed = found.one("status") == "embargoed"
    return Wire(fields=found.with_one("body", origin, origin), body=body, is_embargoed=is_embargoed)


def _content(content: etree._Element) -> tuple[Fields, Body]:
    """What the data of a content say: NITF or a part of it, HTML escaped, or plain text."""
    data = content.find("datacontent")
    if data is None:
        return Fields({}, {}), NO_BODY
    if len(data):
        return text_of(data)
    raw = data.text or ""
    return Fields({}, {}), from_html(raw) if is_markup(raw) else from_text(raw)


def _joined(parts: list[tuple[str, Body]]) -> Body:
    """One body of several, each under its own title where that is not the first's; none twice."""
    lines: list[str] = []
    headings: list[int] = []
    seen: set[tuple[str, ...]] = set()
    for title, body in parts:
        if body.lines in seen:
            continue
        seen.add(body.lines)
        if lines and title and title != parts[0][0]:
            headings.append(len(lines))
            lines.append(title)
        headings += [len(lines) + rank for rank in body.headings]
        lines += body.lines
    return Body(tuple(lines), tuple(headings))
