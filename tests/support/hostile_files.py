"""Files of every format that are made to harm who reads them, each with what it must come to."""

from dataclasses import dataclass

from support import hostile_archives as archives
from support import hostile_documents as documents
from support.bait import Bait

_KINDS = (
    *(archives.zips, archives.tars, archives.gzips, archives.warcs),
    *(documents.xmls, documents.pages, documents.mhtmls),
    *(documents.jsons, documents.tables, documents.texts),
)


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file; `comes_to` is READ, IGNORED or some words of its rejection."""

    name: str
    content: bytes
    comes_to: str


def files(bait: Bait) -> list[Hostile]:
    """All of them."""
    return [
        Hostile(
            name=name,
            content=content.encode() if isinstance(content, str) else content,
            comes_to=comes_to,
        )
        for kind in _KINDS
        for name, content, comes_to in kind(bait)
    ]
