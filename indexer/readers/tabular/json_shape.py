"""Does a text begin as JSON does, or as JSON Lines?"""

import json
import re

_OBJECT = re.compile(r'\{\s*(?:"|\}|$)')
_ARRAY = re.compile(r"\[\s*(?:[\[{\]]|$)")


def opens_object(text: str) -> bool:
    """Whether a text begins as an object of JSON."""
    return _OBJECT.match(text) is not None


def opens_document(text: str) -> bool:
    """Whether a text begins as an object or a list of objects."""
    return opens_object(text) or _ARRAY.match(text) is not None


def are_lines(text: str) -> bool:
    """Whether a text has an object a line: its first line is one, and something follows."""
    first, _, rest = text.lstrip().partition("\n")
    return bool(rest.strip()) and _is_object(first)


def _is_object(line: str) -> bool:
    try:
        return opens_object(line) and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
