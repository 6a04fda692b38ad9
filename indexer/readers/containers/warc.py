"""Read web archives (WARC, ARC): the pages that servers answered, record by record."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from typing import Any, BinaryIO

from indexer.article import PassedOver, Rejected
from indexer.messages.escaping import neutral
from indexer.readers.containers.http_body import dechunked, decoded
from indexer.readers.part import (
    MAX_BYTES,
    TOO_LONG,
    BadFile,
    Cut,
    CutShort,
    Damaged,
    Found,
    MissingLibrary,
    Part,
    Rules,
)

try:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException
except ImportError:
    ArchiveIterator = None

# What stands before the body of a record
_MAX_HEADERS = 1_000_000
_BLOCK = 65_536
_CUT = "archive coupée avant la fin"
_SHOWN = 300
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
_TAKEN = ("response", "resource")
_ASIDE = {
    "warcinfo": "description de l’archive",
    "request": "requête",
    "revisit": "page déjà enregistrée",
    "metadata": "métadonnée",
    "conversion": "conversion",
    "continuation": "suite d’un enregistrement",
}
_OTHER = "fichier d’un autre type"
_KINDS = {"image": "image", "text/css": "feuille de style", "video": "vidéo", "audio": "son"}


def accepts(name: str, head: bytes) -> bool:  # noqa: ARG001 - its content tells
    """Whether a file is a WARC or an ARC archive, not compressed."""
    return head.startswith((b"WARC/", b"filedesc://"))


def parts(
    file: BinaryIO,
    name: str,
    rules: Rules,  # noqa: ARG001 - no rule bears on it
) -> Iterator[Found]:
    """The HTML pages among the answers; CutShort where a record is not whole."""
    if ArchiveIterator is None:
        raise MissingLibrary("warcio")
    guarded = _Guarded(file)
    records = ArchiveIterator(guarded, arc2warc=True)
    rank = 0
    while (record := _next(records, guarded)) is not None:
        rank += 1
        yield _found(record, _named(record, name, rank))
        while record.raw_stream.read(_BLOCK):
            pass
        _check_whole(record)


def _next(records: Any, guarded: "_Guarded") -> Any:
    """The next record, None at the end."""
    with guarded:
        try:
            return next(records, None)
        except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, OSError) as error:
            raise BadFile(f"archive abîmée vers l’octet {guarded.tell()}") from error


def _named(record: Any, name: str, rank: int) -> str:
    address = record.rec_headers.get_header("WARC-Target-URI")
    return f"{name}!{neutral(address[:_SHOWN])}" if address else f"{name}#{rank}"


def _check_whole(record: Any) -> None:
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise CutShort(_CUT)


def _found(record: Any, name: str) -> Found:
    declared = _content_type(record)
    aside = _aside(record, declared)
    if aside:
        return PassedOver(name, aside)
    try:
        content = _content(record)
    except CutShort:
        raise
    except Damaged as error:
        return Cut(name, str(error))
    except BadFile as error:
        return Rejected(name, str(error))
    if len(content) > MAX_BYTES:
        return Rejected(name, TOO_LONG)
    if "content-type" not in declared and not _HTML.search(content[:_BLOCK]):
        return PassedOver(name, _OTHER)
    charset = declared.get_param("charset")
    return Part(
        name=name,
        content=content,
        address=record.rec_headers.get_header("WARC-Target-URI"),
        charset=charset if isinstance(charset, str) else None,
        captured=_moment(record.rec_headers.get_header("WARC-Date")),
        kind="html",
    )


def _aside(record: Any, declared: Message) -> str:
    """What a record is that holds no page, "" for one that may."""
    if record.rec_type not in _TAKEN:
        return _ASIDE.get(record.rec_type, "enregistrement d’un autre type")
    status = _status(record)
    if not 200 <= status < 300:  # noqa: PLR2004 - answers that hold what was asked for
        return "redirection" if status // 100 == 3 else "page d’erreur"  # noqa: PLR2004
    kind = declared.get_content_type()
    if "content-type" not in declared or "html" in kind:
        return ""
    return _KINDS.get(kind) or _KINDS.get(kind.partition("/")[0]) or _OTHER


def _status(record: Any) -> int:
    """That of the answer; a resource, which has none, was there."""
    code = record.http_headers.get_statuscode() if record.http_headers else ""
    return int(code) if code and code.isascii() and code.isdigit() else 200


def _content_type(record: Any) -> Message:
    headers = record.http_headers or record.rec_headers
    message = Message()
    if value := headers.get_header("Content-Type"):
        message["content-type"] = value
    return message


def _content(record: Any) -> bytes:
    """The body, MAX_BYTES and one of it at most; CutShort where the archive ends in it."""
    blocks, left = [], MAX_BYTES + 1
    while left > 0 and (block := record.raw_stream.read(min(left, _BLOCK))):
        blocks.append(block)
        left -= len(block)
    if left > 0:
        _check_whole(record)
    body, headers = b"".join(blocks), record.http_headers
    if headers and (headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        body = dechunked(body)
    return decoded(body, (headers and headers.get_header("Content-Encoding")) or "", MAX_BYTES + 1)


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Guarded:
    """The bytes of the archive; within a block no more are read than headers may take.

    warcio joins a line of headers from pieces, however long.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._at = 0
        self._allowed: int | None = None

    def __enter__(self) -> None:
        self._allowed = self._at + _MAX_HEADERS

    def __exit__(self, *_: object) -> None:
        self._allowed = None

    def tell(self) -> int:
        return self._at

    def read(self, size: int) -> bytes:
        """The next bytes; what stands before a damage is given first."""
        block: bytes = self._file.read1(size)  # type: ignore[attr-defined]
        self._at += len(block)
        if self._allowed is not None and self._at > self._allowed:
            raise BadFile(f"en-têtes de plus de 1 Mo, vers l’octet {self._at}")
        return block
