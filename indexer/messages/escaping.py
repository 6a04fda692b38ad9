"""How does foreign text stand where it must command nothing: a terminal, a log, a line?"""

import json
from unicodedata import category

# Controls, formats such as the marks of direction, line and paragraph separators, surrogates
_UNSAFE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})


def neutral(text: str) -> str:
    r"""The text on one line, what a terminal could obey written as Python does: \x1b, \u202e."""
    # what is printable holds none of them, and is most of it
    return text if text.isprintable() else "".join(map(_escaped, text))


def neutral_lines(text: str) -> str:
    """The same of a text of ours, which may have lines and tabs."""
    return "".join(char if char in "\n\t" else _escaped(char) for char in text)


def json_text(value: object, indent: int | None = None) -> str:
    """A value as JSON that is readable and harmless: strings alone can hold such characters."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return "".join(json.dumps(char)[1:-1] if _is_unsafe(char) else char for char in text)


def _is_unsafe(char: str) -> bool:
    return char != "\n" and category(char) in _UNSAFE


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode() if category(char) in _UNSAFE else char
