"""How does a file take the place of another so that a power cut leaves the old or the new one?"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_DIGEST_BYTES = 16
_BLOCK_BYTES = 1 << 20


def flush(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk when this returns."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, text: str) -> None:
    """Make a text the whole content of a file, at once and for good."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, "utf-8")
    flush(beside)
    beside.rename(path)
    flush(path.parent)


def copy(source: Path, target: Path) -> str:
    """Have a copy of a file on the disk, with its time, where there is no file; its digest.

    OSError, with the name of the file that the system refuses.
    """
    digest = _blake2b()
    with _named(target), source.open("rb") as read, target.open("xb") as written:
        while block := _block(source, read):
            digest.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
        status = os.fstat(read.fileno())
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def link(path: Path, target: Path) -> None:
    """Give a file another name, or a copy on a disk that has no hard links."""
    try:
        os.link(path, target)
    except OSError:
        copy(path, target)


def _block(path: Path, file: BufferedReader) -> bytes:
    with _named(path):
        return file.read(_BLOCK_BYTES)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Have an error say which file it is about, which the system says when one is opened only."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def fingerprint(file: BufferedReader) -> str:
    """The BLAKE2b digest of the rest of a file, in 32 hexadecimal digits."""
    return hashlib.file_digest(file, _blake2b).hexdigest()


def fingerprint_of(text: str) -> str:
    """The digest that `fingerprint` gives of a file that holds this text in UTF-8."""
    digest = _blake2b()
    digest.update(text.encode())
    return digest.hexdigest()


def _blake2b() -> hashlib.blake2b:
    return hashlib.blake2b(digest_size=_DIGEST_BYTES)
