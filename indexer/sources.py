"""Which files stand under the sources, in an order that never depends on the disk?"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.errors import UsageError


def files(sources: Sequence[Path]) -> Iterator[Path]:
    """The regular files of files and folders, each once, by name.

    Dot files are left out, and so are links inside a folder: they could loop or lead out of it.
    What cannot be examined, a folder too, is given as a file is: reading it says why it failed.
    UsageError for a source that is missing, or neither a file nor a folder.
    """
    seen: set[Path] = set()
    for source in sources:
        if not source.exists():
            raise UsageError(f"source introuvable\u00a0: {source}")
        if not source.is_file() and not source.is_dir():
            raise UsageError(f"la source n’est ni un fichier ni un dossier\u00a0: {source}")
        for path in _walk(source) if source.is_dir() else [source]:
            if (resolved := path.resolve()) not in seen:
                seen.add(resolved)
                yield path


def _walk(folder: Path) -> Iterator[Path]:
    unlisted: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unlisted.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if not name.startswith(".") and _is_candidate(path):
                yield path
    yield from sorted(Path(os.fsdecode(error.filename)) for error in unlisted)


def _is_candidate(path: Path) -> bool:
    """Whether to read a path: a regular file, or one whose folder hides what it is."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True
