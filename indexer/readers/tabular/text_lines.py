"""Which lines does a stream of bytes have, whatever its encoding, in bounded memory?"""

import codecs
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper
from typing import BinaryIO

from indexer.readers.decoding import decode, decode_declared

MAX_CHARACTERS = 20_000_000
TOO_LONG = f"ligne de plus de {MAX_CHARACTERS // 1_000_000} Mo"
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# What is not UTF-8 stays bytes in its lines: each text is decoded for itself
_BY_TEXT = "utf-8"
_SEEN = 64


def encoding_of(head: bytes) -> tuple[str, int]:
    """How the lines of a file are cut, and how long its mark is: UTF-16, else by their bytes."""
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding, len(mark)
    for encoding, zeros in (("utf-16-le", head[1:_SEEN:2]), ("utf-16-be", head[:_SEEN:2])):
        if 2 * zeros.count(0) > len(zeros):
            return encoding, 0
    return _BY_TEXT, 0


def opening(head: bytes) -> str:
    """The text that opens a file, without its mark and the spaces before it."""
    encoding, marked = encoding_of(head)
    text = head[marked:].decode(encoding, "replace") if encoding != _BY_TEXT else decode(head)
    return text.lstrip()


def whole(content: bytes, charset: str | None) -> str:
    """The text of a whole file, whose server may have declared its encoding."""
    encoding, marked = encoding_of(content)
    if encoding != _BY_TEXT:
        return content[marked:].decode(encoding, "replace")
    return decode_declared(content, [charset] if charset else [])


def lines(file: BinaryIO, newline: str) -> Iterator[str]:
    """The lines with their ends, as `open` cuts them for this `newline`; "" for one too long.

    `decoded` gives the text of one, or of a part of one.
    """
    buffered = BufferedReader(file)  # type: ignore[type-var]
    encoding, marked = encoding_of(buffered.peek(_SEEN)[:_SEEN])
    buffered.read(marked)
    errors = "surrogateescape" if encoding == _BY_TEXT else "replace"
    text = TextIOWrapper(buffered, encoding, errors, newline)
    try:
        yield from _bounded(text)
    finally:
        # the file is its owner's to close
        text.detach().detach()


def _bounded(text: TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_CHARACTERS + 1):
        if len(line) <= MAX_CHARACTERS:
            yield line
            continue
        while line and not line.endswith(("\n", "\r")):
            line = text.readline(MAX_CHARACTERS)
        yield ""


def decoded(text: str) -> str:
    """The text of a line or of a part of one."""
    try:
        text.encode()
    except UnicodeEncodeError:  # bytes that are not UTF-8
        # an end that follows: none of them is the beginning of a character that is cut
        return decode(text.encode(errors="surrogateescape") + b"\n").removesuffix("\n")
    return text
