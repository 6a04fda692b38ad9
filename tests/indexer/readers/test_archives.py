"""Is every part of an archive given, or refused by name, and no file written?"""

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path
from random import Random

import pytest
from support.pages import page

from indexer import readers
from indexer.article import PassedOver, Rejected
from indexer.readers.containers import container_of
from indexer.readers.containers import walk as walking
from indexer.readers.containers.walk import Item
from indexer.readers.part import Cut, Part

NAME = "fonds"
PAGE = page(1).encode()


def items(content: bytes, name: str = NAME) -> list[Item]:
    """What a file of this content holds."""
    container = container_of(name, content[:4096])
    assert container
    return list(readers.walk(container, io.BytesIO(content), name))


def told(content: bytes, name: str = NAME) -> list[tuple[str, str]]:
    """The names of the parts, each with what it is or why it is none."""
    return [_told(item) for item in items(content, name)]


def _told(item: Item) -> tuple[str, str]:
    match item:
        case Part(name=name):
            return name.removeprefix(NAME), "part"
        case Rejected(source=name, reason=reason) | Cut(source=name, reason=reason):
            return name.removeprefix(NAME), reason
        case PassedOver(source=name, what=what):
            return name.removeprefix(NAME), what


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(*members: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def linked(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def flagged(content: bytes, flag: int) -> bytes:
    """A ZIP of one member with a flag set in both of its headers."""
    damaged = bytearray(content)
    directory = content.index(b"PK\x01\x02")
    for at in (6, directory + 8):
        (flags,) = struct.unpack_from("<H", damaged, at)
        struct.pack_into("<H", damaged, at, flags | flag)
    return bytes(damaged)


def replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


PAGES = [("1.txt", PAGE), ("dossier/2.txt", PAGE)]
SYMLINK = zipfile.ZipInfo("lien.txt")
SYMLINK.external_attr = 0o120777 << 16
STORED = zipped(("1.txt", PAGE), method=0)
UNREAD = walking.UNREAD
SWELLS = "gonfle plus de 200 fois : ce n’est pas du texte"
DAMAGED = "abîmé dans l’archive"
CUT = "archive coupée avant la fin"
TAR = tarred(*PAGES)
NOISE = Random(1).randbytes(200_000).hex().encode()  # noqa: S311 - a text that hardly shrinks
CASES: dict[str, tuple[bytes, list[tuple[str, str]]]] = {
    "zip": (zipped(*PAGES), [("!1.txt", "part"), ("!dossier/2.txt", "part")]),
    "bzip2 dans le zip": (
        zipped(*PAGES, method=12),
        [("!1.txt", "part"), ("!dossier/2.txt", "part")],
    ),
    "zip vide": (zipped(), []),
    "noms qui sortent": (
        zipped(
            ("../../etc/1.txt", PAGE),
            ("/etc/2.txt", PAGE),
            ("C:\\3.txt", PAGE),
            ("a\nb\x1b[2J.txt", PAGE),
        ),
        [
            ("!../../etc/1.txt", "part"),
            ("!/etc/2.txt", "part"),
            ("!C:\\3.txt", "part"),
            ("!a\\nb\\x1b[2J.txt", "part"),
        ],
    ),
    "noms décomposés": (zipped(("e\u0301te\u0301.txt", PAGE)), [("!été.txt", "part")]),
    "fichiers cachés": (
        zipped(
            ("__MACOSX/._1.txt", b"x"), (".git/1.txt", PAGE), ("a/.b.txt", PAGE), ("1.txt", PAGE)
        ),
        [("!1.txt", "part")],
    ),
    "image": (zipped(("1.jpg", b"\xff\xd8"), *PAGES[:1]), [("!1.jpg", UNREAD), ("!1.txt", "part")]),
    "bombe": (
        zipped(("1.txt", bytes(30_000_000)), ("2.txt", b"a" * 3_000_000), ("3.txt", PAGE)),
        [("!1.txt", UNREAD), ("!2.txt", SWELLS), ("!3.txt", "part")],
    ),
    "chiffré": (flagged(STORED, 1), [("!1.txt", "chiffré : donner l’archive sans mot de passe")]),
    "LZMA": (
        zipped(("1.txt", PAGE), method=14),
        [("!1.txt", "méthode de compression inconnue : refaire l’archive")],
    ),
    "octet changé": (replaced(STORED, b"Le port", b"Le mort"), [("!1.txt", DAMAGED)]),
    "lien dans le zip": (
        zipped((SYMLINK, b"/etc/passwd"), *PAGES[:1]),
        [("!lien.txt", "lien"), ("!1.txt", "part")],
    ),
    "zip coupé": (
        zipped(*PAGES)[:-30],
        [("", "archive ZIP abîmée, ou coupée avant la fin")],
    ),
    "bureautique": (
        zipped(("_rels/.rels", b"x"), ("[Content_Types].xml", b"x"), ("1.txt", PAGE)),
        [("", "document bureautique")],
    ),
    "zip dans un zip": (
        zipped(("deux.zip", zipped(*PAGES))),
        [("!deux.zip!1.txt", "part"), ("!deux.zip!dossier/2.txt", "part")],
    ),
    "zip dans un zip dans un zip": (
        zipped(("deux.zip", zipped(("trois.zip", zipped(*PAGES)), *PAGES[:1]))),
        [
            ("!deux.zip!trois.zip", "archive dans une archive d’une archive : la sortir"),
            ("!deux.zip!1.txt", "part"),
        ],
    ),
    "tar": (TAR, [("!1.txt", "part"), ("!dossier/2.txt", "part")]),
    "tar.gz": (gzip.compress(TAR), [("!1.txt", "part"), ("!dossier/2.txt", "part")]),
    "liens et périphériques": (
        tarred(
            (linked("a.txt", tarfile.SYMTYPE, "/etc/passwd"), b""),
            (linked("b.txt", tarfile.LNKTYPE, "1.txt"), b""),
            (linked("c.txt", tarfile.CHRTYPE), b""),
            (linked("d.txt", tarfile.FIFOTYPE), b""),
            (linked("e", tarfile.DIRTYPE), b""),
            ("../../1.txt", PAGE),
        ),
        [
            ("!a.txt", "lien"),
            ("!b.txt", "lien"),
            ("!c.txt", "fichier spécial"),
            ("!d.txt", "fichier spécial"),
            ("!../../1.txt", "part"),
        ],
    ),
    "tar coupé dans un membre": (TAR[:1600], [("!1.txt", "part"), ("", CUT)]),
    "tar coupé entre deux membres": (TAR[:1024], [("!1.txt", "part"), ("", CUT)]),
    "tar abîmé": (
        TAR[:1024] + b"x" * 512 + TAR[1536:],
        [("!1.txt", "part"), ("", "archive TAR abîmée")],
    ),
    "gz": (gzip.compress(PAGE), [("!fonds", UNREAD)]),
    "gz de plusieurs membres": (
        gzip.compress(TAR[:700]) + gzip.compress(TAR[700:]) + bytes(512),
        [("!1.txt", "part"), ("!dossier/2.txt", "part")],
    ),
    "tar.gz coupé": (
        gzip.compress(tarred(*PAGES, ("3.txt", NOISE)))[:-3000],
        [("!1.txt", "part"), ("!dossier/2.txt", "part"), ("", CUT)],
    ),
    "gz dont la somme est fausse": (
        gzip.compress(TAR)[:-8] + bytes(8),
        [("", "contenu compressé abîmé")],
    ),
    "bombe en gz": (
        gzip.compress(tarred(*PAGES, ("3.txt", b"a" * 50_000_000))),
        [("!1.txt", "part"), ("!dossier/2.txt", "part"), ("!3.txt", SWELLS), ("", SWELLS)],
    ),
    "trop long": (
        tarred(("1.txt", b"a " * 10_000_001), *PAGES[:1]),
        [("!1.txt", "plus de 20 Mo"), ("!1.txt", "part")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_an_archive_holds_is_given_or_refused_by_name(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content, expected = CASES[case]
    assert told(content) == expected
    assert list(tmp_path.iterdir()) == []


def test_a_part_whose_bytes_changed_keeps_what_it_gave() -> None:
    """What is refused for good is no longer: a Cut keeps, a Rejected does not."""
    kinds = {case: [type(item) for item in items(CASES[case][0], NAME)] for case in CASES}
    assert kinds["octet changé"] == [Cut]
    assert kinds["chiffré"] == kinds["LZMA"] == [Rejected]


@pytest.mark.parametrize("name", ["lettre.docx", "lettre.odt", "livre.epub", "app.jar"])
def test_an_office_file_is_no_archive(name: str) -> None:
    assert container_of(name, zipped(*PAGES)[:4096]) is None
    odt = zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), *PAGES, method=0)
    assert container_of("lettre", odt[:4096]) is None


def test_what_is_in_a_part_is_what_was_put_there() -> None:
    for content in (
        zipped(*PAGES),
        TAR,
        gzip.compress(TAR),
        zipped(("un.tar.gz", gzip.compress(TAR))),
    ):
        parts = [item for item in items(content) if isinstance(item, Part)]
        assert [part.content for part in parts] == [PAGE, PAGE]


def test_a_bomb_is_not_inflated_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def counted(self: object, size: int) -> None:  # noqa: ARG001
        nonlocal taken
        taken += size

    monkeypatch.setattr(walking.Walk, "_count", counted)
    items(zipped(("1.txt", b"a" * 60_000_000)))
    assert taken < 13_000_000


def test_what_is_too_much_in_all_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MAX_PARTS", 2)
    many = zipped(*((f"{number}.txt", PAGE) for number in range(4)))
    assert [what for _, what in told(many)] == [
        "part",
        "part",
        "plus de 1 000 000 de fichiers : la suite n’est pas lue",
    ]
    monkeypatch.undo()
    monkeypatch.setattr(walking, "MAX_INFLATED", 500)
    names = [what for _, what in told(many)]
    assert names[-1] == "plus de 100 Go en tout : la suite n’est pas lue"
