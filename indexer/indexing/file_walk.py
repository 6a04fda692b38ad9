"""Which files stand under the sources, in an order that never depends on the disk?"""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from indexer.errors import UsageError
from indexer.readers import shown


def files(sources: Sequence[Path], without: Path | None = None) -> Iterator[Path]:
    """The regular files of files and folders, each once, by name.

    Dot files are left out, and so are links inside a folder: they could loop or lead out of it, and
    the folder `without`. What cannot be examined, a folder too, is given as a file is: reading it
    says why it failed. UsageError for a source that is missing, or neither a file nor a folder.
    """
    excluded = without.resolve() if without else None
    walked: set[Path] = set()
    for source in sources:
        check(source)
        resolved = source.resolve()
        if source.is_dir():
            # sources apart share no file, and to look each up takes as long as to list it
            near = {one for one in walked if one.is_relative_to(resolved)}
            near |= walked.intersection((resolved, *resolved.parents))
            for path in _walk(source, resolved, excluded):
                if not near or not _is_walked(resolved / path.relative_to(source), near):
                    yield path
        elif not _is_walked(resolved, walked):
            yield source
        walked.add(resolved)


def check(source: Path) -> None:
    """Raise UsageError unless a source is a file or a folder."""
    if not source.exists():
        raise UsageError(f"source introuvable\u00a0: {shown(source)}")
    if not source.is_file() and not source.is_dir():
        raise UsageError(f"la source n’est ni un fichier ni un dossier\u00a0: {shown(source)}")


def _is_walked(path: Path, walked: set[Path]) -> bool:
    """Whether one of these sources gave a path already; a folder gives no dot file."""
    if path in walked:
        return True
    for name, parent in zip((path, *path.parents), path.parents, strict=False):
        if name.name.startswith("."):
            return False
        if parent in walked:
            return True
    return False


def _walk(folder: Path, resolved: Path, excluded: Path | None) -> Iterator[Path]:
    unlisted: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unlisted.append):
        listed = Path(parent)
        here = resolved / listed.relative_to(folder)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and here / name != excluded
        )
        for name in sorted(names):
            path = listed / name
            if not name.startswith(".") and _is_candidate(path):
                yield path
    yield from sorted(Path(os.fsdecode(error.filename)) for error in unlisted)


def _is_candidate(path: Path) -> bool:
    """Whether to read a path: a regular file, or one whose folder hides what it is."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True
