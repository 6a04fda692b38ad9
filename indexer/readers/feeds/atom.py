"""Read the entries of Atom 1.0 and 0.3."""

from collections.abc import Callable
from functools import partial

from lxml import etree

from indexer.readers.feeds.blocks import block
from indexer.readers.feeds.entry import Entry, plain
from indexer.readers.places import Fields, Table, fields, table

_PAGE = "[(@rel='alternate' or not(@rel)) and (not(@type) or contains(@type,'html'))]/@href"

FEED: Table = table(
    "atom", source=("title",), language=("@xml:lang", "dc.language"), authors=("author/name",)
)
ENTRY: Table = table(
    "atom",
    url=(
        "feedburner.origlink",
        f"link{_PAGE}",
        "link[@rel='alternate' or not(@rel)]/@href",
        "id[starts-with(text(),'http')]",
    ),
    guid=("id",),
    title=("title", "media.title"),
    authors=("author/name", "author[not(*)]", "dc.creator", "source/author/name"),
    tags=(
        "category/@label | category[not(@label)]/@term | category[not(@label) and not(@term)]",
        "dc.subject",
    ),
    language=("@xml:lang", "content/@xml:lang", "dc.language"),
    published=("published", "issued", "created", "dc.date"),
    modified=("updated", "modified"),
    image=(
        "media.content[@medium='image' or starts-with(@type,'image/')]/@url",
        "media.thumbnail/@url",
        "media.group/media.thumbnail/@url",
        "link[@rel='enclosure' and starts-with(@type,'image/')]/@href",
    ),
)


def reading(root: etree._Element) -> Callable[[etree._Element], Entry]:
    """What reads the entries of a feed."""
    return partial(_entry, feed=fields(root, FEED))


def _entry(item: etree._Element, feed: Fields) -> Entry:
    found = fields(item, ENTRY)
    title = item.find("title")
    if title is not None and title.get("type", "text") not in ("text", "text/plain"):
        found = found.with_one("title", plain(found.one("title")), "atom:title")
    return Entry(
        fields=found.completed(feed),
        lede=block(item, "atom", "summary", "subtitle", "media.description"),
        body=block(item, "atom", "content"),
        base=item.base or "",
    )
