"""Write postings as Whoosh reads them, a whole term at a time."""

import pickle
import zlib
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from operator import sub
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.filedb.filetables import OrderedHashWriter, _lengths, _pointer
from whoosh.system import pack_int, pack_ushort

from indexer.engines.whoosh.inversion import Inverted

_BLOCK = 1024
_FAST = 1
# What takes fewer bytes gains nothing
_COMPRESSED = 200
# Stock Whoosh pickles bytes in a way of Python 2, larger and slower; it reads either
_PROTOCOL = 4
# The shortest and longest documents of a block serve a pruning of Whoosh's own
_NO_LENGTHS = (0, 0)


_EXTENT = Struct("!qi")
_EMPTY = _pointer.pack(0, 0)


class PostingsWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes the terms of fields in order, in one call for many."""

    def __init__(self, *args: Any) -> None:
        """See Whoosh."""
        super().__init__(*args)
        # in the place of Whoosh's own, which has written what opens the file
        self._tindex.__class__ = _TermTable

    def add_inverted(self, found: Inverted) -> None:
        """Write the postings of some terms of the field that was started."""
        data, size = found.positions.tobytes(), found.positions.itemsize
        extents = pairwise(found.postings.tolist())
        places = found.places[:-1].tolist()
        for key, (start, end), place in zip(found.keys, extents, places, strict=True):
            frequencies = found.frequencies[start:end].tolist()
            values = None
            if data:
                edges = pairwise(accumulate(frequencies, initial=place))
                values = [data[size * one : size * other] for one, other in edges]
            self._add_term(key, found.ids[start:end].tolist(), frequencies, values)

    def _add_term(
        self, key: bytes, ids: list[int], weights: list[int], values: list[bytes] | None
    ) -> None:
        blocks = [WHOOSH3_HEADER_MAGIC]
        for first in range(0, len(ids), _BLOCK):
            last = first + _BLOCK
            held = None if values is None else values[first:last]
            blocks += _block(ids[first:last], weights[first:last], held, last=last >= len(ids))
        written = b"".join(blocks)
        # as W3TermInfo writes itself: neither inlined nor with lengths
        numbers = (False, sum(weights), len(ids), *_NO_LENGTHS, max(weights), ids[0], ids[-1])
        extent = _EXTENT.pack(self._postfile.tell(), len(written))
        self._postfile.write(written)
        key = pack_ushort(self._fieldid) + key
        self._tindex.add(key, W3TermInfo._struct.pack(*numbers) + extent)  # noqa: SLF001


def _block(
    ids: list[int], weights: list[int], values: Sequence[bytes] | None, *, last: bool
) -> tuple[bytes, bytes, bytes]:
    """Postings as W3LeafMatcher reads them: their length, what is in the block, its data."""
    most = max(weights)
    floats = None if most == 1 else tuple(map(float, weights))
    steps = tuple(map(sub, ids, chain((0,), ids)))
    data: Any = (steps, floats, None if values is None else tuple(values))
    content = pickle.dumps(data, _PROTOCOL)
    level = _FAST if len(content) > _COMPRESSED else 0
    if level:
        content = zlib.compress(content, level)
    told = pickle.dumps((len(ids), ids[-1], float(most), level, *_NO_LENGTHS), _PROTOCOL)
    length = len(told) + len(content)
    return pack_int(-length if last else length), told, content


class _TermTable(OrderedHashWriter):  # type: ignore[misc]
    """The table of terms: each is written in one call, and so are the slots of a bucket."""

    def add(self, key: bytes, value: bytes) -> None:
        """See Whoosh."""
        place, hashed = self.dbfile.tell(), self.hashfn(key)
        self.index.append(place)
        self.buckets[hashed & 255].append((hashed, place))
        self.dbfile.write(_lengths.pack(len(key), len(value)) + key + value)

    def _write_hashes(self) -> None:
        for entries in self.buckets:
            slots = [b""] * (2 * len(entries))
            self.directory.append((self.dbfile.tell(), len(slots)))
            for hashed, place in entries:
                slot = (hashed >> 8) % len(slots)
                while slots[slot]:
                    slot = (slot + 1) % len(slots)
                slots[slot] = _pointer.pack(hashed, place)
            self.dbfile.write(b"".join(slot or _EMPTY for slot in slots))
