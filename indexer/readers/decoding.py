"""Turn the bytes of a text file into clean NFC lines, whatever program saved it."""

import codecs
import html
import re
import unicodedata

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe]")
_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_URL = re.compile(r"[a-z][a-z0-9+.-]*:\S*$", re.IGNORECASE)


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
        accented = sum(not char.isascii() for char in text) - damaged
        # A few damaged bytes in a text whose other accents are good UTF-8 do not make it cp1252
        return text if accented > damaged else content.decode("cp1252", "replace")


def lines(text: str) -> list[str]:
    """The lines that hold something, trimmed, in NFC, entities resolved but in addresses."""
    found = (_line(line) for line in _BREAK.split(text))
    return [line for line in found if line]


def _line(line: str) -> str:
    line = _CONTROL.sub("", line.replace("\t", " ")).strip()
    if "&" in line and not _URL.match(line):
        # A no-break space left as an entity can end the line
        line = _CONTROL.sub(
            "", _ENTITY.sub(lambda found: html.unescape(found.group()), line)
        ).strip()
    return unicodedata.normalize("NFC", line)
