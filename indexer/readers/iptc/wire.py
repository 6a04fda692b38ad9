"""What becomes of a wire: an article, one held back, a cancellation, or nothing?"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from indexer.article import Article, HeldBack, Outcome, PassedOver, Rejected, Withdrawn
from indexer.identity import article_id, wire_id
from indexer.messages.french_format import counted, number
from indexer.readers.bylines import names
from indexer.readers.dates import moment, published_and_modified
from indexer.readers.folding import folded
from indexer.readers.languages import language
from indexer.readers.paragraphs import Body
from indexer.readers.part import Part, Rules
from indexer.readers.places import ARTICLE_FIELDS, Fields
from indexer.readers.refused import Refused
from indexer.readers.tags import tags

_USABLE = frozenset({"", "usable"})
# Some 15 seconds of them; a file of 20 MB has 7,000 true ones
_MAX_ITEMS = 20_000
_TAKEN_BACK = frozenset(
    {"canceled", "cancelled", "withheld", "withdrawn", "killed", "kill", "deleted"}
)
_UNARCHIVABLE = re.compile(
    r"\bno[tn]?[\s-]+(?:for[\s-]+)?(?:an[\s-]+)?archiv|archiv\w*\s+(?:interdit|non autoris)"
    r"|(?:sans|pas d[e’']|ni)\s*archiv",
    re.IGNORECASE,
)
# « hh/ph/ts », « yqd-mk », « abc »: the desk signs last
_INITIALS = re.compile(r"\(?[a-z]{1,5}\d?(?:\s?[-/]\s?[a-z]{1,5}\d?)+/?\)?|[a-z]{2,4}")
# The version that some agencies write at the end of what names a wire in all its versions
_VERSIONED = re.compile(r"[?;&#](?:v|ver|version|rev|revision)=?\d+$", re.IGNORECASE)
# « urn:newsml:agency:day:number:3 », « tag:agency,day:number:3 »: without one part it still names
_VERSIONABLE = re.compile(r"urn:newsml:[^:]+:[^:]+:.+[:/]|tag:[^:]+:.+:", re.IGNORECASE)

# What an item is that is no text, as its agency names it
KINDS: Mapping[str, str] = {
    "picture": "photo",
    "photo": "photo",
    "image": "photo",
    "graphic": "infographie",
    "video": "vidéo",
    "audio": "son",
    "animated": "animation",
    "composite": "paquet",
    "package": "paquet",
    "packageitem": "paquet",
    "event": "événement",
    "planning": "prévision",
    "planningitem": "prévision",
    "conceptitem": "notice",
    "knowledgeitem": "notice",
    "catalogitem": "catalogue",
}
TEXTS = frozenset({"", "text", "composite", "news", "article", "story"})


_T = TypeVar("_T")

NO_BODY = Body((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """One text of an agency, as its file says it.

    The texts of `fields` are those of an Article, and beside them identity and version; status and
    rights; `sent`, when its message was; `embargoed` and `resumed`, the end of an embargo and of
    another status. `is_embargoed` is true too for an embargo whose end is not said.
    """

    fields: Fields
    body: Body
    is_embargoed: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """An item that is no text: `kind` in French."""

    kind: str


Item = Wire | Other | Refused


def outcomes(items: Iterable[Item], part: Part, rules: Rules) -> Iterator[Outcome]:
    """What each item of a part becomes; one rejection where all of them are no texts."""
    held = list(items)
    kinds = [item.kind for item in held if isinstance(item, Other)]
    if len(kinds) == len(held):
        yield Rejected(part.name, _nothing(kinds))
        return
    for rank, item in enumerate(held, 1):
        name = part.name if len(held) == 1 else f"{part.name}#{rank}"
        match item:
            case Other():
                yield PassedOver(name, item.kind)
            case Refused():
                yield Rejected(name, str(item))
            case Wire():
                yield _outcome(item, replace(part, name=name), rules)


def bounded(found: Iterable[_T]) -> list[_T]:
    """What a file holds before it is read; Refused where that would take too long."""
    held = list(islice(found, _MAX_ITEMS + 1))
    if len(held) > _MAX_ITEMS:
        raise Refused(f"plus de {number(_MAX_ITEMS)} dépêches dans un fichier")
    return held


def guarded(read: Callable[[], Wire | Other]) -> Item:
    """What an item is, or why it cannot be read; the others of its file are."""
    try:
        return read()
    except Refused as refused:
        return refused


def unless_package(wire: Wire, of: str) -> Wire | Other:
    """A wire of this class; a composite without a text is a package, unless it is taken back."""
    is_package = of == "composite" and not wire.body.lines and not is_taken_back(wire.fields)
    return Other(kind(of)) if is_package else wire


def is_taken_back(found: Fields) -> bool:
    """Whether an agency took a wire back, for good."""
    return last_part(found.one("status")) in _TAKEN_BACK and not found.one("resumed")


def kind(name: str) -> str:
    """What an item is in French, by the type or class of its agency."""
    return KINDS.get(name, "objet inconnu")


def last_part(code: str) -> str:
    """The value of a qcode or the address of a code, in small letters: stat:Usable → usable."""
    return re.split(r"[:/#]", code.strip().rstrip("/"))[-1].lower()


def _nothing(kinds: list[str]) -> str:
    told = ", ".join(counted(kinds.count(one), one) for one in dict.fromkeys(kinds))
    return f"aucun texte\u00a0: {told}" if told else "aucun texte"


def _outcome(wire: Wire, part: Part, rules: Rules) -> Outcome:
    if is_taken_back(wire.fields):
        return _withdrawal(wire, part.name)
    article = _article(wire, part)
    if isinstance(article, Rejected):
        return article
    if not rules.keeps_unarchivable and _UNARCHIVABLE.search(" ".join(wire.fields.every("rights"))):
        return PassedOver(part.name, "dépêche que son agence interdit d’archiver")
    if wire.is_embargoed or last_part(wire.fields.one("status")) not in _USABLE:
        until = wire.fields.one("embargoed") or wire.fields.one("resumed")
        return HeldBack(part.name, article, moment(until))
    return article


def _withdrawal(wire: Wire, source: str) -> Withdrawn | Rejected:
    identity = _identity(wire.fields)
    told = map(wire.fields.one, ("modified", "sent", "published"))
    at = next(filter(None, map(moment, told)), None)
    if not identity or at is None:
        return Rejected(source, "dépêche annulée par son agence, sans identifiant ou sans date")
    return Withdrawn(source, wire_id(identity), at)


def _article(wire: Wire, part: Part) -> Article | Rejected:
    found = wire.fields
    title = found.one("title")
    if not title:
        return Rejected(part.name, "aucun titre dans cette dépêche")
    authors = _authors(found)
    body = _signed_off(wire.body, {title, found.one("lede"), *found.every("authors")})
    lede = found.one("lede")
    lede = "" if folded(lede) == folded(title) else lede
    if not body.lines and not lede:
        return Rejected(part.name, "aucun texte\u00a0: ni corps, ni chapô")
    published, modified = published_and_modified(found.one("published"), found.one("modified"))
    url = _web_address(found.one("url"))
    return Article(
        id=_id(found, url, title, published),
        title=title,
        url=url,
        lede=lede,
        body=body.lines,
        body_headings=body.headings,
        tags=tags(list(found.every("tags")), title),
        authors=authors,
        source=found.one("source"),
        section=found.one("section"),
        language=language(found.one("language")),
        published=published,
        modified=modified,
        image=_web_address(found.one("image")),
        caption=found.one("caption"),
        captured=part.captured,
        origins={name: at for name, at in found.origins.items() if name in ARTICLE_FIELDS},
    )


def _authors(found: Fields) -> tuple[str, ...]:
    source = found.one("source")
    signed = (name for said in found.every("authors") for name in names(said, source))
    return tuple(dict.fromkeys(signed))


def _id(found: Fields, url: str | None, title: str, published: datetime | None) -> str:
    identity = _identity(found)
    return wire_id(identity) if identity else article_id(url, title, published)


def _identity(found: Fields) -> str:
    """What names a wire in all its versions."""
    said = _VERSIONED.sub("", found.one("identity"))
    version = re.escape(found.one("version"))
    if version and _VERSIONABLE.match(said):
        return re.sub(rf"[:/]{version}[a-z]?$", "", said, flags=re.IGNORECASE)
    return said


def _web_address(said: str) -> str | None:
    return said if said.lower().startswith(("http://", "https://")) else None


def _signed_off(body: Body, said: set[str]) -> Body:
    """The body without the initials of the desk, and without what is told beside it.

    Lines that are the title, the lede or the byline again go, unless no line would be left.
    """
    lines = body.lines
    end = len(lines) - (len(lines) > 1 and _INITIALS.fullmatch(lines[-1].strip()) is not None)
    told = {folded(text) for text in said}
    kept = [rank for rank in range(end) if folded(lines[rank]) not in told]
    if not kept:
        kept = list(range(end))
    headings = tuple(new for new, rank in enumerate(kept) if rank in body.headings)
    return Body(tuple(lines[rank] for rank in kept), headings)
