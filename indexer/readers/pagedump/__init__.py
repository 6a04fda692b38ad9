"""Read a page dump: a news page saved as plain text, in three layers.

First its schema.org metadata, one value a line; then an echo of part of it; then the visible page.
Nothing names a publisher or a domain: the shape of the lines decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from indexer.article import Article, Rejected
from indexer.identity import article_id
from indexer.readers.decoding import decode, lines
from indexer.readers.pagedump.line_shapes import image, is_address
from indexer.readers.pagedump.lost_lines import unfolded
from indexer.readers.pagedump.page import Page
from indexer.readers.pagedump.timestamps import dated_lede, is_iso, stamp
from indexer.readers.pagedump.unstamped import Unstamped, unstamped
from indexer.readers.part import Part, Rules
from indexer.readers.subheadings import subheadings

# Far above any page, and low enough for the time a file takes
_MAX_LINES = 200_000


def accepts(name: str, head: bytes) -> bool:
    """Page dumps are text files; another encoding than UTF-8 or Windows-1252 has its mark."""
    return PurePath(name).suffix.lower() == ".txt" and (
        b"\0" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff")
    )


def read(part: Part, rules: Rules) -> Iterator[Article | Rejected]:  # noqa: ARG001 - no rule bears on it
    """The articles of a dump, one as a rule."""
    dump = lines(decode(part.content))
    if not dump:
        yield Rejected(part.name, "fichier vide")
        return
    if len(dump) > _MAX_LINES:
        yield Rejected(part.name, f"plus de {_MAX_LINES // 1000} 000 lignes")
        return
    folded = list(filter(None, map(unfolded, dump))) if _has_no_lines(dump) else []
    pages = folded or _pages(dump)
    for rank, page in enumerate(pages, 1):
        name = part.name if len(pages) == 1 else f"{part.name}#{rank}"
        found = _article(Page(page), name)
        if isinstance(found, Rejected) and (scrap := unstamped(page)):
            found = _made_out(scrap)
        yield replace(found, degraded=True) if folded and isinstance(found, Article) else found


def _has_no_lines(dump: list[str]) -> bool:
    """Whether no line is an address or a stamp, as at least one of a dump is that has its lines."""
    return not any(is_address(line) or stamp(line) for line in dump)


def _pages(dump: list[str]) -> list[list[str]]:
    """The lines of each page: one begins at an address, by what follows it.

    What stands before the first is its navigation, unless it holds the stamp of a page of its own.
    """
    starts: list[int] = []
    for i, line in enumerate(dump):
        if not is_address(line) or (starts and _is_repeated(dump[starts[-1] : i + 1])):
            continue
        if _opens_page(dump[i + 1 : i + 12]):
            starts.append(i)
    alone = starts and any(map(stamp, dump[: starts[0]]))
    edges = [0, *(starts if alone else starts[1:]), len(dump)]
    return [dump[start:end] for start, end in pairwise(edges)]


def _is_repeated(lines: list[str]) -> bool:
    """Whether the last of some lines is the address of their page again, before its text."""
    return lines[0] == lines[-1] and not any(map(stamp, lines))


def _opens_page(after: list[str]) -> bool:
    """Whether these lines open a page, where an address in a body has any lines after it."""
    if len(after) > 1 and stamp(after[1]):
        return True
    if after[:1] == after[1:2]:
        return any(is_iso(line) or image(line) or dated_lede(line) for line in after)
    return any(map(is_iso, after)) and any(map(dated_lede, after))


_MADE_OUT = {
    "url": "address",
    "title": "before marks",
    "body": "after marks",
    **dict.fromkeys(("source", "published", "modified"), "dated caption"),
    "caption": "caption",
}


def _made_out(page: Unstamped) -> Article:
    """The article of a page part without its stamp."""
    article = Article(
        id=article_id(page.url, page.title, page.published),
        url=page.url,
        title=page.title,
        body=tuple(page.paragraphs),
        source=page.source,
        published=page.published,
        modified=page.published,
        caption=page.caption,
        body_headings=subheadings(page.paragraphs),
        degraded=True,
    )
    return replace(article, origins=_kept(_MADE_OUT, article))


def _article(page: Page, source: str) -> Article | Rejected:
    if not page.title:
        return Rejected(
            source, "aucun titre : ni adresse suivie d’un titre, ni ligne d’heure et de date"
        )
    paragraphs, caption, degraded = page.body
    if not paragraphs and not page.lede:
        return Rejected(source, "aucun texte : ni corps, ni chapô")
    published, modified = page.dates
    article = Article(
        id=article_id(page.url, page.title, published),
        url=page.url,
        title=page.title,
        lede=page.lede,
        body=tuple(paragraphs),
        tags=tuple(dict.fromkeys(page.tags)),
        authors=page.authors,
        source=page.source,
        section=page.section,
        language=page.language,
        published=published,
        modified=modified,
        image=page.image,
        caption=caption,
        body_headings=subheadings(paragraphs),
        degraded=degraded,
    )
    return replace(article, origins=_kept(page.origins, article))


def _kept(origins: Mapping[str, str], article: Article) -> dict[str, str]:
    """The origins of the fields that an article has."""
    return {name: origin for name, origin in origins.items() if getattr(article, name)}
