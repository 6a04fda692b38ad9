"""Which tags does a value of a file give, be it a line, a list or objects with a name?"""

from collections.abc import Iterable

from indexer.readers.decoding import composed, without_controls
from indexer.readers.folding import folded


def tags(value: object, title: str = "") -> tuple[str, ...]:
    """The tags, trimmed, in order, the first of those that fold alike, and never the title.

    A list or a tuple gives one a value; a text is split at « ; » or « | » if it holds one, else at
    « , »; of an object its `name` counts. Other values give none.
    """
    found: dict[str, str] = {}
    for text in _texts(value):
        tag = " ".join(composed(without_controls(text)).split())
        if any(map(str.isalnum, tag)):
            found.setdefault(folded(tag), tag)
    found.pop(folded(title), None)
    return tuple(found.values())


def keywords(line: str) -> tuple[str, ...]:
    """The keywords of a line as desks write it: between commas, semicolons or spaced strokes."""
    return tags(line.replace(" / ", ";"))


def _texts(value: object) -> Iterable[str]:
    match value:
        case str():
            return (
                value.replace("|", ";").split(";") if {";", "|"} & set(value) else value.split(",")
            )
        case list() | tuple():
            return [name for one in value if (name := _name(one)) is not None]
        case dict():
            return [name] if (name := _name(value)) is not None else []
    return []


def _name(value: object) -> str | None:
    match value:
        case bool():
            return None
        case str() | int():
            return str(value)
        case {"name": str(name)}:
            return name
    return None
