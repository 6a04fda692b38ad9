"""Read wires in ninjs 1 to 3: one, an array of them, one a line, or a list within an answer."""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from indexer.readers.decoding import decode_declared
from indexer.readers.iptc.ninjs_keys import is_ninjs
from indexer.readers.iptc.ninjs_values import Object, picture, texts
from indexer.readers.iptc.wire import (
    NO_BODY,
    TEXTS,
    Item,
    Other,
    Wire,
    bounded,
    guarded,
    kind,
    last_part,
    unless_package,
)
from indexer.readers.json_text import load
from indexer.readers.paragraphs import Body
from indexer.readers.places import Fields
from indexer.readers.refused import Refused
from indexer.readers.tags import keywords

# The keys that may hold a field, all in small letters; « body_* » is any key that begins so
FIELDS: Mapping[str, tuple[str, ...]] = {
    "identity": ("uri", "guid"),
    "version": ("version",),
    "url": ("uri",),
    "title": ("headlines", "headline", "headline_*", "title", "slugline"),
    "lede": (
        "descriptions",
        "description_text",
        "description_summary",
        "description_html",
        "description_*",
        "description",
    ),
    "authors": ("by", "byline", "people", "person", "authors"),
    "tags": ("subject", "subjects", "keywords"),
    "source": ("infosource", "infosources", "source", "copyrightholder"),
    "section": ("service", "services"),
    "language": ("language",),
    "published": ("contentcreated", "firstcreated", "firstpublished", "versioncreated"),
    "modified": ("versioncreated",),
    "status": ("pubstatus",),
    "embargoed": ("embargoed", "embargoeduntil"),
    "rights": ("usageterms", "rightsinfo", "copyrightnotice"),
}
_BODIES = ("body_xhtml", "body_html", "body_text", "body_*", "bodies", "body")
_GATHERED = frozenset({"tags", "rights"})
_LEVELS = 2
_LINE = re.compile(r"\s*\{.*\}\s*")


class Mixed(Exception):
    """A list holds other objects than wires."""


def items(content: bytes, charset: str | None) -> Iterator[Item]:
    """The wires of a JSON text; Refused where it holds none, Mixed where not all are wires."""
    objects = bounded(_objects(decode_declared(content, [charset] if charset else [])))
    if not objects:
        raise Refused("aucune dépêche dans ce JSON")
    if not all(map(is_ninjs, objects)):
        raise Mixed
    for told in objects:
        yield guarded(partial(_item, told))


def _item(told: Object) -> Wire | Other:
    of = last_part(_one(told, "type") or _one(told, "itemclass"))
    if of not in TEXTS:
        return Other(kind(of))
    body, origin = _body(told)
    return unless_package(_wire(told, body, origin), of)


def _objects(content: str) -> Iterator[Object]:
    """The wires of a text, with their keys in small letters."""
    lines = [line for line in content.split("\n") if line.strip()]
    is_one_a_line = len(lines) > 1 and all(map(_LINE.fullmatch, lines))
    for value in map(load, lines if is_one_a_line else [content]):
        yield from _wires_in(_small(value), _LEVELS)


def _small(value: object) -> Any:
    match value:
        case dict():
            return {str(key).lower(): _small(one) for key, one in value.items()}
        case list():
            return [_small(one) for one in value]
    return value


def _wires_in(value: object, levels: int) -> Iterator[Object]:
    """The wires of a value: itself, or those of the lists within some levels."""
    match value:
        case dict() if is_ninjs(value):
            yield value
        case dict() if levels:
            for one in value.values():
                if isinstance(one, dict | list):
                    yield from _wires_in(one, levels - 1)
        case list():
            found = [list(_wires_in(one, levels)) for one in value]
            for one, wires in zip(value, found, strict=True):
                # what stands beside wires in their list is read too
                yield from wires or ([one] if any(found) and isinstance(one, dict) else [])


def _wire(told: Object, body: Body, origin: str) -> Wire:
    said: dict[str, tuple[str, ...]] = {}
    origins: dict[str, str] = {}
    for field, keys in FIELDS.items():
        for key in _matching(told, keys):
            lines = tuple(filter(None, (one.line for one in texts(told, key))))
            if key == "keywords":
                lines = tuple(one for line in lines for one in keywords(line))
            if lines:
                said[field] = said.get(field, ()) + lines
                origins.setdefault(field, f"ninjs:{key}")
                if field not in _GATHERED:
                    break
    found = Fields(said, origins).with_one("image", *picture(told)).with_one("body", origin, origin)
    if not body.lines and not found.one("lede"):
        others = (one.line for one in texts(told, "descriptions", ("*",)))
        found = found.with_one("lede", next(filter(None, others), ""), "ninjs:descriptions")
    is_embargoed = any(told.get(key) not in (None, False) for key in FIELDS["embargoed"])
    return Wire(fields=found, body=body, is_embargoed=is_embargoed)


def _body(told: Object) -> tuple[Body, str]:
    """The body of the first key that has one, HTML before text within a key, and its place."""
    for key in _matching(told, _BODIES):
        for found in sorted(texts(told, key), key=attrgetter("form")):
            body = found.body
            if body.lines:
                return body, f"ninjs:{key}"
    return NO_BODY, ""


def _matching(told: Object, keys: tuple[str, ...]) -> Iterator[str]:
    """The keys of an object that are or begin like some keys, in the order of these."""
    seen = set[str]()
    for wanted in keys:
        start = wanted.removesuffix("*")
        for key in [wanted] if start == wanted else told:
            is_wanted = key == wanted or (start != wanted and key.startswith(start))
            if is_wanted and key in told and key not in seen and not key.endswith("caption"):
                seen.add(key)
                yield key


def _one(told: Object, key: str) -> str:
    return next((found.value for found in texts(told, key)), "")
