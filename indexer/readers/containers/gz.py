"""Read what gzip compressed: an archive, or one file."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from indexer.readers.containers import tar, warc
from indexer.readers.containers.streams import Gunzipped, Inflating, buffered
from indexer.readers.part import Found, Member, Rules

_MAGIC = b"\x1f\x8b"
_HEAD_BYTES = 4096


def accepts(name: str, head: bytes) -> bool:  # noqa: ARG001 - its content tells
    """Whether a file is compressed by gzip."""
    return head.startswith(_MAGIC)


def parts(file: BinaryIO, name: str, rules: Rules) -> Iterator[Found]:
    """What the archive in it holds, else the one file."""
    gunzipped = Gunzipped(file)
    inflated = Inflating(gunzipped, lambda: gunzipped.taken)
    whole = buffered(inflated)
    # what one read gives: before a damage there may be no more
    head = whole.peek(_HEAD_BYTES)  # type: ignore[attr-defined]
    for archive in (tar, warc):
        if archive.accepts(name, head):
            yield from archive.parts(whole, name, rules)
            return
    inner = PurePath(name.rpartition("!")[2]).name
    yield Member(inner.removesuffix(".gz").removesuffix(".GZ"), whole)
