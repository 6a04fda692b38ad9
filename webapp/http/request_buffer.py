"""Is a request complete? Told as bytes arrive, without judging them: gunicorn's parser does."""

import re
from collections.abc import Generator
from enum import Enum, auto
from typing import Self

from gunicorn.http.errors import LimitRequestHeaders, ParseException

# What is waited for; gunicorn refuses a line or a field of more than 8,190 bytes
HEAD_BYTES = 65_536
# The longest draft as a form sends it, and some
BODY_BYTES = 65_536
# A body in chunks of a few bytes is mostly their sizes
_SENT_BYTES = HEAD_BYTES + 4 * BODY_BYTES
_BEGINNING_BYTES = 64
# Gunicorn copies what is left of a piece for each chunk in it
_PIECE_BYTES = 8192
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CHUNKED = re.compile(rb"^transfer-encoding:.*chunked[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_CONTINUE = re.compile(rb"^expect:[ \t]*100-continue[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_SIZE = re.compile(rb"([0-9a-fA-F]{1,16})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?")


class BodyTooLong(ParseException):  # type: ignore[misc]
    """The body of a request is longer than BODY_BYTES."""


class Stage(Enum):
    """What a connection waits for: IDLE while no byte of a request has come."""

    IDLE = auto()
    HEAD = auto()
    BODY = auto()
    SENDING = auto()
    LEAVING = auto()


class RequestBuffer:
    """The bytes of a request, and of what follows it, which gunicorn's parser takes from here.

    expects_continue: the client sends no body before it is told to. unread: the body is declared
    longer than is taken, and none of it is waited for.
    """

    def __init__(self) -> None:
        """No byte has come."""
        self._bytes = bytearray()
        self.begin()

    def begin(self, rest: bytes = b"") -> None:
        """Start on the next request; `rest` is what the parser took of it and gives back."""
        self._bytes[:0] = rest
        self.expects_continue = self.unread = self._headed = False
        self._awaited = self._awaiting()

    def add(self, more: bytes) -> Stage | None:
        """Append bytes; the stage to wait for, None once the request is complete or too long."""
        self._bytes += more
        return next(self._awaited, None) if len(self._bytes) <= _SENT_BYTES else None

    def beginning(self) -> bytes:
        """The first bytes that came and no parser took: method and path of what is awaited."""
        return bytes(self._bytes[:_BEGINNING_BYTES])

    def __iter__(self) -> Self:
        """The buffer itself: gunicorn's parser reads from an iterator of bytes."""
        return self

    def __next__(self) -> bytes:
        """Up to _PIECE_BYTES of what came; a ParseException where the request is too long."""
        if not self._bytes:
            raise BodyTooLong if self._headed else LimitRequestHeaders("head")
        piece = bytes(self._bytes[:_PIECE_BYTES])
        del self._bytes[:_PIECE_BYTES]
        return piece

    def _awaiting(self) -> Generator[Stage]:
        searched = 0
        while (end := self._bytes.find(b"\r\n\r\n", searched)) < 0:
            if len(self._bytes) > HEAD_BYTES:
                return
            searched = max(0, len(self._bytes) - 3)
            yield Stage.HEAD if self._bytes else Stage.IDLE
        self._headed = True
        head = bytes(self._bytes[: end + 2])
        self.expects_continue = bool(_CONTINUE.search(head))
        length = _LENGTH.search(head)
        if _CHUNKED.search(head):
            yield from self._chunks(end + 4)
        elif length and int(length[1]) > BODY_BYTES:
            self.unread = True
        elif length:
            while len(self._bytes) < end + 4 + int(length[1]):
                yield Stage.BODY

    def _chunks(self, at: int) -> Generator[Stage]:
        """Wait for the last chunk and its trailers, or for one that is none."""
        size = -1
        while size:
            while (end := self._bytes.find(b"\r\n", at)) < 0:
                yield Stage.BODY
            line = _SIZE.fullmatch(self._bytes[at:end])
            if not line:
                return
            size = int(line[1], 16)
            at = end + 2
            if size:
                at += size + 2
                while len(self._bytes) < at:
                    yield Stage.BODY
                if self._bytes[at - 2 : at] != b"\r\n":
                    return
        while not self._bytes.startswith(b"\r\n", at) and self._bytes.find(b"\r\n\r\n", at) < 0:
            yield Stage.BODY
