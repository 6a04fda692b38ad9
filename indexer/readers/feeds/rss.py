"""Read the items of RSS 0.9 to 2.0."""

from collections.abc import Callable
from functools import partial

from lxml import etree

from indexer.readers.feeds.blocks import block
from indexer.readers.feeds.entry import Entry, plain
from indexer.readers.places import Fields, Table, fields, table

_PICTURE = "[@medium='image' or starts-with(@type,'image/') or (not(@medium) and not(@type))]"

_SUMMARIES = ("description", "summary", "dc.description", "itunes.summary", "media.description")
_CONTENTS = ("content.encoded", "content", "body")

CHANNEL: Table = table(
    "rss", source=("title",), language=("language", "dc.language", "@xml:lang"), base=("link",)
)
ITEM: Table = table(
    "rss",
    url=(
        "feedburner.origlink",
        "link[not(@href)]",
        "guid[not(@isPermaLink='false') and starts-with(text(),'http')]",
        "link[@rel='alternate' or not(@rel)]/@href",
        "@*[local-name()='about']",
    ),
    guid=("guid", "dc.identifier"),
    title=("title", "dc.title", "media.title"),
    authors=("dc.creator", "author/name", "author", "itunes.author"),
    tags=("category", "dc.subject"),
    told=("source",),
    language=("dc.language", "@xml:lang"),
    published=("pubdate", "dc.date", "published", "dc.issued", "dc.created"),
    modified=("updated", "dc.modified"),
    image=(
        f"media.content{_PICTURE}/@url",
        f"media.group/media.content{_PICTURE}/@url",
        "media.thumbnail/@url",
        "media.group/media.thumbnail/@url",
        "media.content/media.thumbnail/@url",
        "enclosure[starts-with(@type,'image/')]/@url",
        "image/url",
        "itunes.image/@href",
    ),
    caption=(
        f"media.content{_PICTURE}/media.description",
        f"media.group/media.content{_PICTURE}/media.description",
    ),
)
# What follows the name of a publication in the title of its feed
_AFTER_NAME = (" - ", " – ", " — ", " : ", "\u00a0: ", " | ")


def reading(root: etree._Element) -> Callable[[etree._Element], Entry]:
    """What reads the items of a feed."""
    return partial(_entry, feed=about(root))


def about(root: etree._Element) -> Fields:
    """What the channel says of all its items."""
    channel = root.find(".//channel")
    return fields(root if channel is None else channel, CHANNEL)


def _entry(item: etree._Element, feed: Fields) -> Entry:
    """One item of a feed that says this of all."""
    found = fields(item, ITEM)
    name = _name(feed.one("source"), found.one("told"))
    said = found.completed(feed).with_one(
        "title", plain(found.one("title")), found.origins.get("title", "")
    )
    said = said.with_one("source", name, feed.origins.get("source", ""))
    return Entry(
        fields=said,
        lede=block(item, "rss", *_SUMMARIES),
        body=block(item, "rss", *_CONTENTS),
        base=item.base or feed.one("base"),
    )


def _name(title: str, told: str) -> str:
    """The name of a publication: the title of its feed, up to where an item says that it ends."""
    return (
        told if told and title.startswith(tuple(told + after for after in _AFTER_NAME)) else title
    )
