"""What does the body of an HTTP answer hold, once chunks and compression are undone?"""

import zlib
from collections.abc import Callable, Iterator

from indexer.readers.part import BadFile, Damaged

try:
    import brotli
except ImportError:
    brotli = None

_BLOCK = 65_536
_CHUNK_LINE = 64


def dechunked(body: bytes) -> bytes:
    """The body without the sizes of its chunks; as it is where they are wrong."""
    pieces: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + _CHUNK_LINE)
        try:
            size = int(body[at:end].partition(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            # servers say that they chunk and do not; a body cut by a limit has a last piece
            return b"".join(pieces) if pieces and at >= len(body) else body
        if size == 0:
            return b"".join(pieces)
        at = end + 2
        pieces.append(body[at : at + size])
        at += size + 2


def decoded(body: bytes, encodings: str, most: int) -> bytes:
    """The body less its Content-Encoding, `most` bytes of it at most; BadFile where it is not so.

    Raises BadFile for an encoding that is not known, or whose package is not installed.
    """
    names = [one for part in encodings.lower().split(",") if (one := part.strip())]
    for name in reversed(names):
        if name not in ("identity", "none"):
            body = _undone(body, name, most)
    return body


def _undone(body: bytes, name: str, most: int) -> bytes:
    if name not in _DECODERS:
        raise BadFile(f"compressé par « {name} », que Manchette ne sait pas lire")
    try:
        return _DECODERS[name](body, most)
    except (zlib.error, ValueError) as error:
        # saved after it was undone, with the header of before: browsers and crawlers do that
        if b"<" in body[:_BLOCK] and b"\0" not in body[:_BLOCK]:
            return body
        raise Damaged("contenu compressé abîmé") from error


def _gunzipped(body: bytes, most: int) -> bytes:
    return _inflated(zlib.decompressobj(31), body, most)


def _deflated(body: bytes, most: int) -> bytes:
    try:
        return _inflated(zlib.decompressobj(), body, most)
    except zlib.error:
        return _inflated(zlib.decompressobj(-zlib.MAX_WBITS), body, most)


def _inflated(inflater: "zlib._Decompress", body: bytes, most: int) -> bytes:
    return inflater.decompress(body, most)


def _unbrotlied(body: bytes, most: int) -> bytes:
    if brotli is None:
        # it can be read one day
        raise Damaged("compressé par brotli : lancer « pip install 'manchette[formats]' »")
    try:
        return b"".join(_brotli_blocks(body, most))
    except brotli.error as error:
        raise ValueError from error


def _brotli_blocks(body: bytes, most: int) -> Iterator[bytes]:
    inflater = brotli.Decompressor()
    block = inflater.process(body, output_buffer_limit=_BLOCK)
    while block and most > 0:
        yield block[:most]
        most -= len(block)
        block = b"" if inflater.is_finished() else inflater.process(b"", output_buffer_limit=_BLOCK)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _deflated,
    "br": _unbrotlied,
}
