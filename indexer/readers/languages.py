"""Which language does a code or a name stand for?"""

import re

_NAMES = {
    **dict.fromkeys(("fra", "fre", "french", "français", "francais"), "fr"),
    **dict.fromkeys(("eng", "english", "anglais"), "en"),
}
_FIRST = re.compile(r"[^\W\d_]+")


def language(code: str) -> str:
    """fr-FR, fr_FR, FRA, French → fr; "" for no letters."""
    found = _FIRST.match(code.strip().lower())
    return _NAMES.get(found[0], found[0]) if found else ""
