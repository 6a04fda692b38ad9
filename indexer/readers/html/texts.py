"""How are the short texts of a page made comparable and clean?"""

import html
import re
from unicodedata import normalize

from indexer.readers.folding import folded

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\u200b\u2060\ud800-\udfff]")
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$")


def one_line(text: str) -> str:
    """A text on one line, in NFC: entities resolved twice, markup gone, spaces folded."""
    text = entities_resolved(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    return normalize("NFC", " ".join(_UNPRINTED.sub("", text).split()))


def entities_resolved(text: str) -> str:
    """A text with the characters of its entities, even where they were escaped twice."""
    return html.unescape(html.unescape(text)) if "&" in text else text


def key(text: str) -> str:
    """What two writings of one text share: its letters and digits, folded."""
    return "".join(char for char in folded(text) if char.isalnum())


def is_cut(text: str) -> bool:
    """Whether a text ends in the dots of one that was cut."""
    return _CUT.search(text) is not None


def uncut(text: str) -> str:
    """The text without the dots at its end."""
    return _CUT.sub("", text).rstrip()
