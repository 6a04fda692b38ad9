"""Take an export of WordPress apart, a post at a time, however large it is.

A part is the head of the export with one item, a small export of its own. The picture of a post is
an item of its own that may stand later: a file that can be sought in is gone through twice.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from indexer.article import PassedOver, Rejected
from indexer.messages.french_format import NBSP, counted
from indexer.readers.feeds.item_scan import items
from indexer.readers.feeds.post_kinds import kind
from indexer.readers.opening import root
from indexer.readers.part import MAX_BYTES, TOO_LONG, Found, Part, Rules

_NAMESPACE = b"wordpress.org/export/"
_ASIDE = re.compile(rb"<wp:(category|tag|term)>.*?</wp:\1>\s*", re.DOTALL)
_VALUE = rb"\s*(?:<!\[CDATA\[)?\s*([^<\]]*)"
_FIELDS = {
    name: re.compile(rb"<wp:" + name.encode() + rb">" + _VALUE)
    for name in ("post_type", "status", "post_password", "post_id", "attachment_url")
}
_THUMBNAIL = re.compile(
    rb"<wp:meta_key>\s*(?:<!\[CDATA\[)?_thumbnail_id(?:\]\]>)?\s*</wp:meta_key>\s*<wp:meta_value>"
    + _VALUE
)
_FOOT = b"</channel></rss>"


def accepts(name: str, head: bytes) -> bool:  # noqa: ARG001 - exports have any name
    """Whether a file is an export of WordPress, which its namespace tells."""
    return _NAMESPACE in head and root(head) == "rss"


def parts(file: BinaryIO, name: str, rules: Rules) -> Iterator[Found]:  # noqa: ARG001 - none bears on it
    """The published posts; what is none is passed over, and a file without one refused."""
    pictures = _pictures(file)
    kinds = Counter[str]()
    head, given = b"", 0
    for rank, item in enumerate(items(file)):
        if rank == 0:
            head = _ASIDE.sub(b"", item)
            continue
        what = kind(*(_field(item, key) for key in ("post_type", "status", "post_password")))
        if what:
            kinds[what] += 1
            yield PassedOver(f"{name}#{rank}", what)
            continue
        given += 1
        yield _part(f"{name}#{rank}", head, item, pictures)
    if not given:
        yield Rejected(name, _nothing(kinds))


def _part(name: str, head: bytes, item: bytes, pictures: Mapping[str, str]) -> Part | Rejected:
    thumbnail = _THUMBNAIL.search(item)
    picture = pictures.get(thumbnail[1].decode("utf-8", "replace").strip(), "") if thumbnail else ""
    told = f"<media:thumbnail url={quoteattr(picture)}/>".encode() if picture else b""
    content = head + item.removesuffix(b"</item>") + told + b"</item>" + _FOOT
    if len(item) > MAX_BYTES or len(content) > MAX_BYTES:
        return Rejected(name, TOO_LONG)
    return Part(name=name, content=content, kind="feeds")


def _pictures(file: BinaryIO) -> dict[str, str]:
    """The address of each attachment by its number; none of a file that cannot be sought in."""
    if not file.seekable():
        return {}
    start = file.tell()
    found = {
        _field(item, "post_id"): address
        for item in items(file)
        if (address := _field(item, "attachment_url"))
    }
    file.seek(start)
    return found


def _field(item: bytes, name: str) -> str:
    found = _FIELDS[name].search(item)
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _nothing(kinds: Counter[str]) -> str:
    told = ", ".join(counted(count, kind) for kind, count in kinds.items())
    return f"export de WordPress sans article{NBSP}: {told}" if told else "export sans article"
