"""Write postings as Whoosh reads them, a whole term at a time."""

import pickle
import zlib
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from operator import sub
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3FieldWriter, W3TermInfo
from whoosh.system import pack_ushort

from indexer.engines.whoosh.inversion import Inverted

_BLOCK = 1024
_FAST = 1
# What takes fewer bytes gains nothing
_COMPRESSED = 200
# Stock Whoosh pickles bytes in a way of Python 2, larger and slower; it reads either
_PROTOCOL = 4
# The shortest and longest documents of a block serve a pruning of Whoosh's own
_NO_LENGTHS = (0, 0)


class PostingsWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes the terms of fields in order, in one call for many."""

    def add_inverted(self, found: Inverted) -> None:
        """Write the postings of some terms of the field that was started."""
        data, size = found.positions.tobytes(), found.positions.itemsize
        extents = pairwise(found.postings.tolist())
        places = found.places[:-1].tolist()
        for key, (start, end), place in zip(found.keys, extents, places, strict=True):
            frequencies = found.frequencies[start:end].tolist()
            values = None
            if data:
                edges = accumulate((size * n for n in frequencies), initial=size * place)
                values = [data[one:other] for one, other in pairwise(edges)]
            self._add_term(key, found.ids[start:end].tolist(), frequencies, values)

    def _add_term(
        self, key: bytes, ids: list[int], weights: list[int], values: list[bytes] | None
    ) -> None:
        start = self._postfile.tell()
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        for first in range(0, len(ids), _BLOCK):
            last = first + _BLOCK
            held = None if values is None else values[first:last]
            self._add_block(ids[first:last], weights[first:last], held, last=last >= len(ids))
        info = W3TermInfo(
            weight=sum(weights),
            df=len(ids),
            minlength=0,
            maxweight=max(weights),
            minid=ids[0],
            maxid=ids[-1],
        )
        info.set_extent(start, self._postfile.tell() - start)
        self._tindex.add(pack_ushort(self._fieldid) + key, info.to_bytes())

    def _add_block(
        self, ids: list[int], weights: list[int], values: Sequence[bytes] | None, *, last: bool
    ) -> None:
        """Write postings as W3LeafMatcher reads them: what is in the block, then its data."""
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
        self._postfile.write_int(-length if last else length)
        self._postfile.write(told)
        self._postfile.write(content)
