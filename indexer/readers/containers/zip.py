"""Read ZIP archives, member by member."""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from indexer.article import PassedOver, Rejected
from indexer.readers.containers.names import is_hidden, within
from indexer.readers.containers.streams import Inflating
from indexer.readers.part import BadFile, Bytes, Damaged, Found, Member, Rules

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = 0x1
# LZMA lets a file ask for gigabytes of memory
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
# Archives for the programs that wrote them
_FIRST_NAME = 30
_OFFICE_MEMBERS = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
_OFFICE_SUFFIXES = frozenset(
    ".docx .docm .dotx .xlsx .xlsm .pptx .odt .ods .odp .odg .ott .epub .jar .apk .idml .key"
    " .pages .numbers .vsdx .kmz .xpi".split()
)


def accepts(name: str, head: bytes) -> bool:
    """Whether a file is a ZIP archive, and no document of an office program."""
    if not head.startswith(_MAGIC) or PurePath(name).suffix.lower() in _OFFICE_SUFFIXES:
        return False
    first = head[_FIRST_NAME:]
    return not any(first.startswith(member.encode()) for member in _OFFICE_MEMBERS)


def parts(
    file: BinaryIO,
    name: str,
    rules: Rules,  # noqa: ARG001 - no rule bears on it
) -> Iterator[Found]:
    """The members, in the order of the directory of the archive."""
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OSError) as error:
        raise BadFile("archive ZIP abîmée, ou coupée avant la fin") from error
    names = {member.filename for member in members}
    if names.intersection(_OFFICE_MEMBERS):
        yield PassedOver(name, "document bureautique")
        return
    for member in members:
        if not member.is_dir() and not is_hidden(member.filename):
            yield _found(archive, member, within(name, member.filename))


def _found(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Found:
    if stat.S_ISLNK(member.external_attr >> 16):
        return PassedOver(name, "lien")
    if member.flag_bits & _ENCRYPTED:
        return Rejected(name, "chiffré : donner l’archive sans mot de passe")
    if member.compress_type not in _METHODS:
        return Rejected(name, "méthode de compression inconnue : refaire l’archive")
    return Member(
        member.filename, Inflating(_Opened(archive, member), lambda: member.compress_size)
    )


class _Opened:
    """The bytes of a member, opened at the first that is read."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._member = member
        self._file: Bytes | None = None

    def read(self, size: int, /) -> bytes:
        try:
            self._file = self._file or self._archive.open(self._member)
            return self._file.read(size)
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            struct.error,
            ValueError,
        ) as error:
            raise Damaged("abîmé dans l’archive") from error
