"""How do arrays lie on disk, so that they are written as they grow and mapped when they are read?

A folder holds one raw file an array and `arrays.json`, which gives the type and length of each.
"""

import json
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from indexer.messages.french_format import counted

Array = NDArray[Any]
_LIST = "arrays.json"


class ArraysWriter:
    """Appends to the arrays of a folder; their list is written when the block ends well."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made."""
        self._folder = folder
        self._arrays: dict[str, tuple[str, int]] = {}
        self._files: dict[str, IO[bytes]] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True)
        return self

    def append(self, name: str, values: Array) -> None:
        """Add values at the end of an array, whose type the first ones give."""
        if name not in self._files:
            path = self._folder / f"{name}.bin"
            self._files[name] = self._open.enter_context(path.open("wb"))
            self._arrays[name] = (values.dtype.str, 0)
        kind, length = self._arrays[name]
        self._arrays[name] = (kind, length + len(values))
        self._files[name].write(values.tobytes())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
        if kind is None:
            (self._folder / _LIST).write_text(json.dumps(self._arrays))


def mapped(folder: Path) -> dict[str, Array]:
    """The arrays of a folder by name, read-only; OSError or ValueError if one is not whole."""
    arrays: dict[str, tuple[str, int]] = json.loads((folder / _LIST).read_text())
    return {name: _mapped(folder / f"{name}.bin", *row) for name, row in arrays.items()}


def _mapped(path: Path, kind: str, length: int) -> Array:
    size = path.stat().st_size
    if size != length * np.dtype(kind).itemsize:
        raise ValueError(f"{path.name} : {counted(size, 'octet')}")
    # an empty file cannot be mapped
    # a plain array on the map: slices of a memmap are ten times slower to make
    return np.asarray(np.memmap(path, kind, "r")) if size else np.empty(0, kind)
