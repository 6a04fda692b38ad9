"""What becomes of an entry of a feed: an article, or a refusal?"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from indexer.article import Article, Rejected
from indexer.identity import article_id, wire_id
from indexer.readers.addresses import join
from indexer.readers.bylines import names
from indexer.readers.dates import published_and_modified
from indexer.readers.feeds.blocks import NO_BLOCK, NO_BODY, Block
from indexer.readers.folding import folded
from indexer.readers.languages import language
from indexer.readers.paragraphs import Body
from indexer.readers.part import Part
from indexer.readers.places import ARTICLE_FIELDS, Fields, text
from indexer.readers.tags import tags

_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|em|font|i|mark|p|q|small|span|strong|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
# What leads to the page, after the last sentence of a description or in a line of its own
_MORE = re.compile(
    r"(?:^|(?<=[.!?…»”)\]>]))\s*(?:\[\s*)?(?:(?:→|»|>)\s*)?"
    r"(?:lire la suite|lire l['’]article|en lire plus|lire plus"
    r"|(?:à )?(?:lire|voir) (?:aussi|également)\s?:|en savoir plus|continuer la lecture"
    r"|continuer à lire|read more|continue reading)"
    r"(?:\b|(?<=:))"
    r"[^.!?]{0,120}$",
    re.IGNORECASE,
)
# What WordPress adds to each entry of its feeds
_APPEARED = re.compile(
    r"(?:cet article|l['’]article|the post)\s.{1,300}?"
    r"\s(?:est apparu en premier sur|appeared first on)\s",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\S+@\S+\s*\((.+)\)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as its feed says it: `fields` are texts of an Article, and `guid`.

    Relative addresses are relative to `base`.
    """

    fields: Fields
    lede: Block = NO_BLOCK
    body: Block = NO_BLOCK
    base: str = ""


def article(entry: Entry, part: Part) -> Article | Rejected:
    """The article that an entry of a part with this name is; an entry of a title alone is one."""
    found = entry.fields
    title = unescape(found.one("title")).strip()
    if not title:
        return Rejected(part.name, "aucun titre")
    url = address(found.one("url"), entry.base)
    published, modified = published_and_modified(
        found.one("published") or found.one("modified"), found.one("modified")
    )
    guid = found.one("guid")
    lede = without_more(entry.lede.line)
    lede = "" if folded(lede) == folded(title) else lede
    body = _apart(entry.body.body, {title, lede, *found.every("authors")})
    picture = entry.body.image or entry.lede.image
    source = plain(found.one("source"))
    return Article(
        id=wire_id(guid) if guid and not url else article_id(url, title, published),
        title=title,
        url=url,
        lede=lede,
        body=body.lines,
        body_headings=body.headings,
        tags=_tags(found.every("tags"), title),
        authors=_authors(found.every("authors"), source),
        source=source,
        section=plain(found.one("section")),
        language=language(found.one("language")),
        published=published,
        modified=modified,
        image=address(found.one("image") or picture, entry.base),
        caption=plain(found.one("caption")),
        captured=part.captured,
        origins=_origins(entry, has_lede=bool(lede), has_body=bool(body.lines)),
    )


def plain(markup: str) -> str:
    """A title, a name or a tag: on one line, entities resolved once more, without its elements."""
    return text(_TAG.sub("", unescape(markup)))


def address(said: str, base: str) -> str | None:
    """An address of the Web, whole; None for anything else."""
    whole = join(base, unescape(said))
    return whole if said and whole.lower().startswith(("http://", "https://")) else None


def without_more(said: str) -> str:
    """A description without what leads on to the page."""
    appeared = _APPEARED.search(said)
    return _MORE.sub("", said[: appeared.start()] if appeared else said).strip()


def _apart(body: Body, said: set[str]) -> Body:
    """The body without links to the page and what is told beside it, be that the whole of it."""
    told = {folded(one) for one in said if one}
    if folded(" ".join(body.lines)) in told:
        return NO_BODY
    kept = [
        rank
        for rank, one in enumerate(body.lines)
        if folded(one) not in told and not _APPEARED.match(one) and not _MORE.fullmatch(one)
    ]
    return Body(
        tuple(body.lines[rank] for rank in kept),
        tuple(new for new, rank in enumerate(kept) if rank in body.headings),
    )


def _tags(told: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The tags; one alone may hold several."""
    names = [plain(tag) for tag in told]
    return tags(names[0] if len(names) == 1 else names, title)


def _authors(signed: Iterable[str], source: str) -> tuple[str, ...]:
    found = (name for said in signed for name in names(_PERSON.sub(r"\1", plain(said)), source))
    return tuple(dict.fromkeys(found))


def _origins(entry: Entry, *, has_lede: bool, has_body: bool) -> Mapping[str, str]:
    """Where each field of an article came from."""
    of_blocks = {
        "lede": entry.lede.origin if has_lede else "",
        "body": entry.body.origin if has_body else "",
        "image": f"{entry.body.origin or entry.lede.origin} img",
    }
    named = {**of_blocks, **entry.fields.origins}
    return {name: named[name] for name in sorted(ARTICLE_FIELDS & named.keys()) if named[name]}
