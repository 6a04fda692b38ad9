"""What do well-known systems keep in places of their own, that a record has under a name elsewhere?

Each shape gives what it finds under a name that the table of columns knows, behind the place where
it stood: `_embedded:auteurs` is read as `auteurs`, and named as it was found.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Record = Mapping[str, object]

_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2})?")


def completed(record: Record) -> Record:
    """The record, in French where it is in several languages, with what its system keeps apart."""
    own = {name: _in_french(value) for name, value in record.items()}
    told = {name: value for shape in _SHAPES for name, value in shape(own) if value}
    return {**told, **own}


def _in_french(value: object) -> object:
    """What an object with a value a language has for French; any other value as it is."""
    if not isinstance(value, dict) or not all(map(_LOCALE.fullmatch, map(str, value))):
        return value
    return next((value[name] for name in value if str(name).startswith("fr")), value)


def _wordpress(record: Record) -> Iterator[tuple[str, object]]:
    """The REST API with `_embed`: names of authors and terms beside their numbers."""
    embedded = _object(record.get("_embedded"))
    yield "_embedded:auteurs", embedded.get("author")
    yield "_embedded:image", embedded.get("wp:featuredmedia")
    terms = [one for group in _objects(embedded.get("wp:term"), list) for one in _objects(group)]
    for taxonomy, name in (("post_tag", "motscles"), ("category", "rubrique")):
        named = [one.get("name") for one in terms if one.get("taxonomy") == taxonomy]
        yield f"_embedded:{name}", named


def _arc(record: Record) -> Iterator[tuple[str, object]]:
    """The ANS of Arc XP: everything in objects of its own."""
    taxonomy = _object(record.get("taxonomy"))
    picture = _object(_object(record.get("promo_items")).get("basic"))
    yield "headlines:titre", _object(record.get("headlines")).get("basic")
    yield "subheadlines:chapo", _object(record.get("subheadlines")).get("basic")
    yield "description:chapo", _object(record.get("description")).get("basic")
    yield "content_elements:corps", record.get("content_elements")
    yield "credits:auteurs", _object(record.get("credits")).get("by")
    yield "taxonomy:rubrique", taxonomy.get("primary_section") or taxonomy.get("sections")
    yield "taxonomy:motscles", [one.get("text") for one in _objects(taxonomy.get("tags"))]
    yield "promo_items:image", picture.get("url")
    yield "promo_items:legende", picture.get("caption")
    yield "first_publish_date:date", record.get("first_publish_date")


def _drupal(record: Record) -> Iterator[tuple[str, object]]:
    """JSON:API: the summary stands in the body."""
    yield "body:chapo", _object(record.get("body")).get("summary")


def _contentful(record: Record) -> Iterator[tuple[str, object]]:
    """Contentful: what the system says of an entry."""
    system = _object(record.get("sys"))
    yield "sys:created", system.get("createdAt")
    yield "sys:updated", system.get("updatedAt")


_SHAPES: tuple[Callable[[Record], Iterator[tuple[str, object]]], ...] = (
    _wordpress,
    _arc,
    _drupal,
    _contentful,
)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object, of: type = dict) -> list[Any]:
    """The values of a list that are objects, or lists."""
    return [one for one in value if isinstance(one, of)] if isinstance(value, list) else []
