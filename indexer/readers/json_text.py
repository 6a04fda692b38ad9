"""How is JSON from anywhere loaded within bounds?"""

import json
import re

from indexer.readers.refused import Refused

MAX_DEPTH = 100
MAX_CHARACTERS = 20_000_000
# A run of brackets, a string left open or the end, after what text and strings stand before
_BRACKETS = re.compile(
    r'[^"\[\]{}]*+(?:"(?:[^"\\]|\\.)*+"[^"\[\]{}]*+)*+([\[{]+|[\]}]+|"|\Z)', re.DOTALL
)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def load(text: str) -> object:
    """The object or the list of a JSON text; Refused, with the line, if it holds none.

    At most 20 million characters and 100 levels. NaN and Infinity are None, lone surrogates U+FFFD,
    and a line break in a string is a character.
    """
    if len(text) > MAX_CHARACTERS:
        raise Refused(f"JSON de plus de {MAX_CHARACTERS // 1_000_000} millions de caractères")
    if _is_deep(text):
        raise Refused(f"JSON trop imbriqué : plus de {MAX_DEPTH} niveaux")
    try:
        value = json.loads(
            _whole(text.removeprefix("\ufeff")), strict=False, parse_constant=lambda _: None
        )
    except json.JSONDecodeError as error:
        raise Refused(f"JSON illisible à la ligne {error.lineno}") from error
    except ValueError as error:  # Python's own bound on the digits of a number
        raise Refused("JSON illisible : un nombre de plus de 4 300 chiffres") from error
    if not isinstance(value, dict | list):
        raise Refused("JSON sans objet ni liste")
    return value


def _is_deep(text: str) -> bool:
    depth = 0
    for brackets in _BRACKETS.finditer(text):
        run = brackets[1]
        if run in ("", '"'):
            return False
        depth += len(run) if run[0] in "[{" else -len(run)
        if depth > MAX_DEPTH:
            return True
    return False


def _whole(text: str) -> str:
    """The text with U+FFFD for each half of a character, written as such or escaped."""
    text = _SURROGATE.sub("\ufffd", text)
    if not _HALF.search(text):
        return text
    return _ESCAPE.sub(lambda escape: r"\ufffd" if escape[1] else escape.group(), text)
