"""Read an export of WordPress (WXR): RSS whose items are posts, and much that is none."""

from collections.abc import Callable

from lxml import etree

from indexer.readers.feeds import rss
from indexer.readers.feeds.blocks import block, html_block
from indexer.readers.feeds.entry import Entry, plain
from indexer.readers.feeds.post_kinds import kind
from indexer.readers.feeds.shortcodes import as_html
from indexer.readers.places import Fields, Table, fields, table

_UNSORTED = frozenset({"non classé", "uncategorized", "sans catégorie", "non class&eacute;"})
_NEVER = "0000-00-00"

POST: Table = table(
    "wxr",
    url=("link", "guid[not(@isPermaLink='false')]"),
    guid=("guid",),
    title=("title",),
    login=("dc.creator",),
    sections=("category[@domain='category']",),
    tags=("category[@domain='post_tag' or @domain='tag']",),
    published_gmt=("wp.post_date_gmt",),
    published=("wp.post_date", "pubdate"),
    modified_gmt=("wp.post_modified_gmt",),
    modified=("wp.post_modified",),
    type=("wp.post_type",),
    status=("wp.status",),
    password=("wp.post_password",),
    thumbnail=("wp.postmeta[wp.meta_key='_thumbnail_id']/wp.meta_value",),
    image=("media.thumbnail/@url",),
)


def reading(root: etree._Element) -> Callable[[etree._Element], Entry | str]:
    """What reads the items of an export."""
    return _Export(root).entry


class _Export:
    """What an export says of all its posts: their blog, their authors, their pictures."""

    def __init__(self, root: etree._Element) -> None:
        self.blog = rss.about(root)
        self._authors = dict(map(_author, root.iter("wp.author")))
        self._pictures = {
            item.findtext("wp.post_id", "").strip(): address.strip()
            for item in root.iter("item")
            if (address := item.findtext("wp.attachment_url", ""))
        }

    def entry(self, item: etree._Element) -> Entry | str:
        """A post; what an item is, in French, that is none."""
        found = fields(item, POST)
        if other := kind(*map(found.one, ("type", "status", "password"))):
            return other
        said = found.only("url", "guid", "title", "tags", "image").completed(self.blog)
        login = found.one("login")
        section = next((one for one in found.every("sections") if one.lower() not in _UNSORTED), "")
        picture = self._pictures.get(found.one("thumbnail"), "")
        for name, value, origin in (
            ("title", plain(found.one("title")), "wxr:title"),
            ("authors", self._authors.get(login, login), "wxr:dc:creator"),
            ("section", section, "wxr:category"),
            ("image", picture, "wxr:_thumbnail_id"),
            ("published", *_moment(found, "published")),
            ("modified", *_moment(found, "modified")),
        ):
            said = said.with_one(name, value, origin)
        content = item.findtext("content.encoded") or ""
        return Entry(
            fields=said,
            lede=block(item, "wxr", "excerpt.encoded", "description"),
            body=html_block(as_html(content), "wxr:content:encoded", content),
            base=self.blog.one("base"),
        )


def _author(author: etree._Element) -> tuple[str, str]:
    login = author.findtext("wp.author_login", "").strip()
    names = (author.findtext(f"wp.author_{part}_name", "").strip() for part in ("first", "last"))
    return login, author.findtext("wp.author_display_name", "").strip() or " ".join(names) or login


def _moment(found: Fields, name: str) -> tuple[str, str]:
    """When, and its place: in universal time, else in that of the blog."""
    universal = found.one(f"{name}_gmt")
    if universal and not universal.startswith(_NEVER):
        return f"{universal}Z", found.origins[f"{name}_gmt"]
    return found.one(name), found.origins.get(name, "")
