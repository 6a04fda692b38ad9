"""How does a file take the place of another so that a power cut leaves the old or the new one?"""

import hashlib
import os
from io import BufferedReader
from pathlib import Path

_DIGEST_BYTES = 16


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
