"""What does a part open with: the root of an XML tree, or JSON?"""

import codecs
import re

_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# What may stand before the root, each once it is whole
_ASIDE = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
# A declaration that the head cuts still names the root
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([\w.-]+)", re.IGNORECASE)


def opening(head: bytes) -> str:
    """The text of the first bytes of a part, whatever its encoding, from its first sign on.

    Names of elements and keys are right in it; other letters may not be.
    """
    for mark, encoding in (*_MARKS, *_UNMARKED):
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1").lstrip()


def root(head: bytes) -> str:
    """The local name of the root element in small letters; "" where this is no XML."""
    text, at = opening(head), 0
    while aside := _ASIDE.match(text, at):
        at = aside.end()
    found = _ROOT.match(text, at)
    return found[1].lower() if found else ""
