"""Which files stand under the sources, in an order that never depends on the disk?"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.errors import UsageError


def files(sources: Sequence[Path]) -> Iterator[Path]:
    """The regular files of files and folders, each once, by name; UsageError if one is missing.

    Dot files are left out, and so are links inside a folder: they could loop or lead out of it.
    """
    seen: set[Path] = set()
    for source in sources:
        if not source.exists():
            raise UsageError(f"source introuvable : {source}")
        for path in _walk(source) if source.is_dir() else [source]:
            if (resolved := path.resolve()) not in seen:
                seen.add(resolved)
                yield path


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode):
                yield path
