"""Which files stand under the sources, in an order that never depends on the disk?

A folder is listed with the sizes and dates of its files: asked of each file by its path, they take
longer than all else that a run does where nothing has changed.
"""

import os
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from indexer.errors import UsageError
from indexer.readers import shown


class Listed(NamedTuple):
    """A file: its size in bytes and its modification in ns since 1970, zeros where the disk hides
    them.
    """

    path: str
    size: int
    mtime_ns: int


def files(sources: Sequence[Path], without: Path | None = None) -> Iterator[Listed]:
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
            left_out = excluded and source / os.path.relpath(excluded, resolved)
            for one in _walk(str(source), left_out):
                if not near or not _is_walked(resolved / Path(one.path).relative_to(source), near):
                    yield one
        elif not _is_walked(resolved, walked):
            yield _examined(source)
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


def _walk(source: str, left_out: Path | None) -> Iterator[Listed]:
    unlisted: list[str] = []
    waiting = [source]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                found = [one for one in entries if not one.name.startswith(".")]
        except OSError:
            unlisted.append(folder)
            continue
        folders: list[str] = []
        for one in sorted(found, key=attrgetter("name")):
            if _is_candidate(one):
                yield _examined(one)
            elif one.is_dir(follow_symlinks=False):
                folders.append(one.path)
        waiting += (one for one in reversed(folders) if Path(one) != left_out)
    yield from (_examined(Path(path)) for path in sorted(unlisted))


def _is_candidate(entry: os.DirEntry[str]) -> bool:
    """Whether to read an entry: a regular file, or one whose folder hides what it is."""
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return True


def _examined(file: Path | os.DirEntry[str]) -> Listed:
    try:
        status = file.stat()
    except OSError:
        return Listed(os.fspath(file), 0, 0)
    return Listed(os.fspath(file), status.st_size, status.st_mtime_ns)
