"""Turn the bytes of a text file into clean NFC lines, whatever program saved it."""

import codecs
import html
import re
from functools import lru_cache
from unicodedata import combining, normalize

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe]")
# Without the control characters above, the breaks of str.splitlines
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_URL = re.compile(r"\s*[a-z][a-z0-9+.-]*:\S*\s*$", re.IGNORECASE)
# Accents are neither letters nor spaces; other such characters rarely come in a row this long
_STACK = re.compile(r"[^\w\s]{31,}")
_MAX_ACCENTS = 30


def decode(content: bytes) -> str:
    """The text: UTF-8, even cut inside a sequence, UTF-16 by its mark, else Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").removeprefix("\ufeff")
    try:
        # final=False leaves out a sequence that the end of the file cuts
        return codecs.getincrementaldecoder("utf-8")().decode(content, final=False)
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        accented = len(text) - len(text.encode("ascii", "ignore")) - damaged
        # A few damaged bytes in a text whose other accents are good UTF-8 do not make it cp1252
        return text if accented > damaged else content.decode("cp1252", "replace")


def lines(text: str) -> list[str]:
    """The lines that are not blank, trimmed, in NFC; entities are resolved except in addresses."""
    cut = _CONTROL.sub("", text.replace("\t", " ")).splitlines()
    if "&" in text:
        cut = [_resolved(line) if "&" in line else line for line in cut]
    composed = normalize("NFC", _STACK.sub(_unstacked, "\n".join(cut)))
    return [line for raw in composed.split("\n") if (line := raw.strip())]


def _resolved(line: str) -> str:
    """The line with the characters of its entities; a line stays one line."""
    if _URL.match(line):
        return line
    return _CONTROL.sub("", _BREAK.sub(" ", _ENTITY.sub(_character, line)).replace("\t", " "))


def _character(entity: re.Match[str]) -> str:
    return _unescape(entity.group())


_unescape = lru_cache(html.unescape)


def _unstacked(stack: re.Match[str]) -> str:
    """At most 30 accents on a letter, as Unicode has it (UAX 15): composing sorts them slowly."""
    kept: list[str] = []
    accents = 0
    for char in stack.group():
        accents = accents + 1 if combining(char) else 0
        if accents <= _MAX_ACCENTS:
            kept.append(char)
    return "".join(kept)
