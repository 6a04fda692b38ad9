"""Turn the bytes of a text file into clean NFC lines, whatever program saved it."""

import codecs
import html
import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import combining, normalize

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What names of encodings mean where pages and wires declare them; other families are not declared
_WINDOWS_LATIN = ("iso8859-1", "ascii")
_FAMILIES = ("iso8859-", "cp", "mac-", "koi8-", "gb", "big5", "euc_", "shift_jis")
# No text has these: a page that declares ISO 8859 and holds them is Windows-1252
_C1 = re.compile(r"[\x80-\x84\x86-\x9f]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe]")
_SURROGATE = re.compile(r"[\ud800-\udfff\uffff]")
# Without the control characters above, the breaks of str.splitlines
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_URL = re.compile(r"\s*[a-z][a-z0-9+.-]*:\S*\s*$", re.IGNORECASE)
# Accents stand above the Latin letters; asking for them alone would be three times slower
_STACK = re.compile(r"[\u0300-\U0010ffff]{31,}")
_MAX_ACCENTS = 30


def decode(content: bytes) -> str:
    """The text: UTF-8, even cut inside a sequence, UTF-16 by its mark, else Windows-1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").removeprefix("\ufeff")
    whole = _strictly(content, "utf-8")
    if whole is not None:
        return whole
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    accented = len(text) - len(text.encode("ascii", "ignore")) - damaged
    # A few damaged bytes in a text whose other accents are good UTF-8 do not make it cp1252
    return text if accented > damaged else content.decode("cp1252", "replace")


def decode_declared(content: bytes, declared: Iterable[str]) -> str:
    """The text of a file that declares its encoding, the most trusted declaration first.

    A mark and strict UTF-8 (even cut at the end) are believed before the declarations, these only
    where all the bytes agree, else `decode` decides. ISO 8859-1 and ASCII mean Windows-1252.
    """
    if not content.startswith(tuple(mark for mark, _ in _MARKS)):
        for encoding in (*_unmarked(content), "utf-8", *map(_named, declared)):
            text = _strictly(content, encoding) if encoding else None
            if text is not None:
                return text
    return decode(content)


def _unmarked(content: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark, as what opens a tag in it looks."""
    known = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
    return (known[content[:2]],) if content[:2] in known else ()


def _named(declared: str) -> str | None:
    """The codec of a declared name, None for one that is unknown or no encoding of texts."""
    try:
        name = codecs.lookup(declared.strip(" \t\r\n\"';").removeprefix("x-")).name
    except (LookupError, ValueError):  # a name with a zero in it is a ValueError
        return None
    if name in _WINDOWS_LATIN:
        return "cp1252"
    return name if name.startswith(_FAMILIES) else None


def _strictly(content: bytes, encoding: str) -> str | None:
    """The text in an encoding, None where a byte disagrees; a last character may be cut."""
    try:
        # final=False leaves out a sequence that the end of the file cuts
        text = codecs.getincrementaldecoder(encoding)().decode(content, final=False)
    except UnicodeDecodeError:
        return None
    return None if encoding.startswith("iso8859") and _C1.search(text) else text


def lines(text: str) -> list[str]:
    """The lines that are not blank, trimmed, in NFC; entities are resolved except in addresses."""
    cut = _CONTROL.sub("", text.replace("\t", " ")).splitlines()
    if "&" in text:
        cut = [_resolved(line) if "&" in line else line for line in cut]
    return [line for raw in composed("\n".join(cut)).split("\n") if (line := raw.strip())]


def composed(text: str) -> str:
    """The text in NFC, with at most 30 accents on a letter."""
    return normalize("NFC", _STACK.sub(_unstacked, text))


def without_controls(text: str) -> str:
    """The text without control characters, save white space; lone surrogates are U+FFFD."""
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


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
