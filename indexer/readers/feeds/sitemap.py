"""Read the addresses of a news sitemap: a title, a date, no text."""

from collections.abc import Callable

from lxml import etree

from indexer.readers.feeds.entry import Entry
from indexer.readers.places import Fields, Table, fields, table
from indexer.readers.tags import tags

URL: Table = table(
    "sitemap",
    url=("loc",),
    title=("news.news/news.title",),
    tags=("news.news/news.keywords",),
    source=("news.news/news.publication/news.name",),
    language=("news.news/news.publication/news.language",),
    published=("news.news/news.publication_date",),
    image=("image.image/image.loc",),
    caption=("image.image/image.caption",),
)


def reading(root: etree._Element) -> Callable[[etree._Element], Entry | str]:  # noqa: ARG001
    """What reads the addresses of a sitemap, which says nothing of all of them."""
    return _entry


def _entry(item: etree._Element) -> Entry | str:
    if item.find("news.news") is None:
        return "adresse seule"
    found = fields(item, URL)
    listed = {**found.texts, "tags": tags(found.one("tags"))}
    return Entry(fields=Fields(listed, found.origins))
