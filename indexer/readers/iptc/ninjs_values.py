"""What does a key of a ninjs hold: texts in some form and of some role, or pictures?"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from indexer.readers.iptc.nitf import text_of
from indexer.readers.iptc.trees import plain_tree
from indexer.readers.iptc.wire import last_part
from indexer.readers.markup import is_markup
from indexer.readers.paragraphs import Body, from_html, from_text
from indexer.readers.places import text

Object = Mapping[str, Any]

# Of a list of texts, the roles that are taken, the best first; « * » is any other
_ROLES: Mapping[str, tuple[str, ...]] = {
    "headlines": ("main", "", "*"),
    "descriptions": ("summary", "abstract", "lead", ""),
    "bodies": ("main", "", "*"),
    "people": ("author",),
    "person": ("author",),
}
_NEVER = frozenset({"caption"})
_VALUES = ("value", "name", "literal", "title", "usageterms", "copyrightnotice")

# The forms of a text, the best first
_HTML, _PLAIN, _NITF, _OTHER = range(4)


class Text(NamedTuple):
    """What a key holds, and in which form; the best form is the lowest."""

    value: str
    form: int

    @property
    def body(self) -> Body:
        """Its paragraphs; Refused where it is too large or no XML."""
        return _BODY_OF[self.form](self.value)

    @property
    def line(self) -> str:
        """The text on one line."""
        return text(" ".join(self.body.lines) if self.form == _HTML else self.value)


def texts(told: Object, key: str, roles: tuple[str, ...] = ()) -> list[Text]:
    """What a key holds: a text, a number, an object with a value or a name, or a list of these."""
    value = told.get(key)
    objects = value if isinstance(value, list) else [value]
    if key in _ROLES:
        objects = _of_roles(objects, roles or _ROLES[key])
    return [found for one in objects if (found := _text(one, key)).value]


def _text(value: object, key: str) -> Text:
    if isinstance(value, dict):
        name = next((name for name in _VALUES if isinstance(value.get(name), str)), "")
        said = str(value.get(name, ""))
        media = str(value.get("contenttype") or "").lower()
        return Text(said, _form(media or ("html" if is_markup(said) else "plain")))
    said = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    is_html = key.endswith("html") or (not key.endswith("_text") and is_markup(said))
    return Text(said, _HTML if is_html else _PLAIN)


def _form(media: str) -> int:
    """The form of a media type."""
    forms = {"html": _HTML, "plain": _PLAIN, "nitf": _NITF}
    return next((form for name, form in forms.items() if name in media), _OTHER)


def _nitf(value: str) -> Body:
    return text_of(plain_tree(value))[1]


_BODY_OF: Mapping[int, Callable[[str], Body]] = {
    _HTML: from_html,
    _PLAIN: from_text,
    _NITF: _nitf,
    _OTHER: from_text,
}


def _of_roles(objects: list[Any], roles: tuple[str, ...]) -> list[Any]:
    """The objects of some roles, in the order of the roles; a text that is no object has none."""
    ranked: list[tuple[int, Any]] = []
    for one in objects:
        role = str(one.get("role") or one.get("rel") or "").lower() if isinstance(one, dict) else ""
        role = last_part(role)
        wanted = role if role in roles else "*"
        if wanted in roles and role not in _NEVER:
            ranked.append((roles.index(wanted), one))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def picture(told: Object) -> tuple[str, str]:
    """The widest rendition of the first picture that goes with a wire, and its place."""
    for one in _listed(told.get("associations")):
        if last_part(str(one.get("type", ""))) in ("picture", "photo"):
            sized = [
                (_width(rendition), str(rendition["href"]))
                for rendition in _listed(one.get("renditions"))
                if str(rendition.get("href", "")).startswith("http")
            ]
            if sized:
                return max(sized, key=lambda pair: pair[0])[1], "ninjs:associations"
    return "", ""


def _listed(value: object) -> list[Object]:
    """The objects of a list, or of an object that names each: ninjs 1 does."""
    match value:
        case dict():
            return _listed(list(value.values()))
        case list():
            return [one for one in value if isinstance(one, dict)]
    return []


def _width(rendition: Object) -> float:
    width = str(rendition.get("width", ""))
    return float(width) if width.isdecimal() else 0.0
