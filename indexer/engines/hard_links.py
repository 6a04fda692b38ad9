"""Begin a generation with the files of another: hard links, and copies of what may change."""

import errno
import os
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path

from indexer.errors import BuildFailed, refusal

_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV}


def clone(base: Path, place: Path, files: Iterable[Path], copied: Collection[str]) -> None:
    """Have `files`, which stand under `base`, under `place` too.

    Those named in `copied` are copied: a writer may change them in place. BuildFailed where the
    disk has no hard links.
    """
    for file in files:
        target = place / file.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        if file.name in copied:
            shutil.copyfile(file, target)
        else:
            _link(file, target)


def _link(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        raise BuildFailed(
            f"le disque de l’index refuse les liens physiques ({refusal(error)}) :"
            " lancer « reindex --full »"
        ) from error
