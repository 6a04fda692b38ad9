"""What does the front matter of a Markdown file say: YAML between `---`, TOML between `+++`?

Of YAML what such heads hold: texts, lists in brackets or in lines, objects, folded and literal
texts. Numbers and dates stay texts, read as those of other exports are.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping

from indexer.readers.refused import Refused

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_KEY = re.compile(r"""("[^"]*+"|'[^']*+'|[^\s#'"\[\]{},-][^\n]*?):(?:[ \t]+(.*))?""")
_PART = re.compile(r"""\s*("(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|\{[^{}]*+\}|[^,]++)\s*(?:,|$)""")
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}
_ESCAPE = re.compile(r"\\(.)")
_CONSTANTS: Mapping[str, object] = {
    "": None, "~": None, "null": None, "true": True, "false": False, "yes": True, "no": False
}  # fmt: skip
_MAX_LINES = 2000
_MAX_DEPTH = 10


def split(text: str) -> tuple[str, list[str], str] | None:
    """The fence of a front matter, its lines and the text after it; None where there is none."""
    lines = text.lstrip().split("\n")
    fence = lines[0].rstrip()
    for rank, line in enumerate(lines[1 : _MAX_LINES + 1], 1):
        if fence in _FENCES and line.rstrip() in _FENCES[fence]:
            return fence, lines[1:rank], "\n".join(lines[rank + 1 :])
    return None


def values(fence: str, lines: list[str]) -> dict[str, object]:
    """What the lines between two fences say; Refused, with a line, for what is no front matter."""
    if fence == "---":
        return _Yaml(lines).document()
    try:
        return {name: _plain(value) for name, value in tomllib.loads("\n".join(lines)).items()}
    except (ValueError, RecursionError) as error:
        raise Refused("en-tête TOML illisible") from error


def _plain(value: object) -> object:
    """A value of TOML, whose dates become texts."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value if isinstance(value, bool | int | float) else str(value)


class _Yaml:
    """Lines that are taken one after the other, by their indent."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = [line.expandtabs(4).rstrip() for line in lines]
        self._at = 0

    def document(self) -> dict[str, object]:
        found = self._mapping(0, 0)
        if self._next() is not None:
            self._refuse()
        return found

    def _refuse(self) -> None:
        raise Refused(f"en-tête illisible à la ligne {self._at + 2}")

    def _next(self) -> tuple[int, str] | None:
        """The indent and the text of the next line that is neither empty nor a comment."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            text = line.lstrip()
            if text and not text.startswith("#"):
                return len(line) - len(text), text
            self._at += 1
        return None

    def _mapping(self, indent: int, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        while (line := self._next()) and line[0] == indent and not _is_item(line[1]):
            key = _KEY.fullmatch(line[1])
            if key is None or depth > _MAX_DEPTH:
                self._refuse()
                break
            self._at += 1
            found.setdefault(key[1].strip(" \"'"), self._value(key[2] or "", indent, depth))
        return found

    def _list(self, indent: int, depth: int) -> list[object]:
        found: list[object] = []
        while (line := self._next()) and line[0] == indent and _is_item(line[1]):
            if depth > _MAX_DEPTH:
                self._refuse()
            text = line[1][1:].lstrip()
            if _KEY.fullmatch(text):
                # « - name: X » opens an object at the place of its key
                inner = indent + len(line[1]) - len(text)
                self._lines[self._at] = " " * inner + text
                found.append(self._mapping(inner, depth + 1))
            else:
                self._at += 1
                found.append(self._value(text, indent, depth))
        return found

    def _value(self, text: str, indent: int, depth: int) -> object:
        text = text.strip()
        if not text or text.startswith("#"):
            return self._inside(indent, depth)
        if re.fullmatch(r"[|>][+-]?\d?", text):
            joint = "\n" if text[0] == "|" else " "
            return joint.join(self._deeper(indent)).strip()
        if text[0] in _CLOSING and (_is_closed(text) or _CLOSING[text[0]] not in text[1:]):
            return _flow(self._flowing(text))
        plain = re.split(r"\s#", text, maxsplit=1)[0].strip()
        if plain.lower() in _CONSTANTS:
            return _CONSTANTS[plain.lower()]
        return " ".join([plain, *filter(None, self._deeper(indent))])

    def _inside(self, indent: int, depth: int) -> object:
        """The list or the object below a key, or None."""
        line = self._next()
        if line and _is_item(line[1]) and line[0] >= indent:
            return self._list(line[0], depth + 1)
        if line and line[0] > indent:
            return self._mapping(line[0], depth + 1)
        return None

    def _deeper(self, indent: int) -> Iterator[str]:
        """The lines of a text that stand deeper than its key, the empty ones among them."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line and len(line) - len(line.lstrip()) <= indent:
                return
            self._at += 1
            yield line.strip()

    def _flowing(self, text: str) -> str:
        """A text in quotes or brackets, with the lines up to the one that closes it."""
        taken = [text]
        while not _is_closed(text[0] + taken[-1].removeprefix(text[0])):
            if self._at == len(self._lines):
                self._refuse()
            taken.append(self._lines[self._at].strip())
            self._at += 1
        return " ".join(taken)


def _is_item(text: str) -> bool:
    return text == "-" or text.startswith("- ")


def _is_closed(text: str) -> bool:
    """Whether the quote or bracket that opens a text closes at its end, a comment aside."""
    closing = _CLOSING[text[0]]
    return any(one.rstrip().endswith(closing) for one in (text[1:], text[1:].partition(" #")[0]))


def _flow(text: str) -> object:
    """A text in quotes, a list in brackets or an object in braces, with objects in it."""
    if text[0] in "\"'":
        return _scalar(text)
    inner = text[1 : max(1, text.rfind(_CLOSING[text[0]]))]
    parts = [part.strip() for part in _PART.findall(inner) if part.strip()]
    if text[0] == "[":
        return [_flow(part) if part[0] in "{\"'" else part for part in parts]
    pairs = (part.partition(":") for part in parts)
    return {key.strip(" \"'"): value.strip(" \"'") for key, _, value in pairs}


def _scalar(text: str) -> str:
    inner = text[1 : max(1, text.rfind(text[0]))]
    if text[0] == "'":
        return inner.replace("''", "'")
    return _ESCAPE.sub(lambda found: {"n": "\n", "t": " "}.get(found[1], found[1]), inner)
