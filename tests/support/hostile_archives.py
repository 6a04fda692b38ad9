"""Archives that are made to harm who takes them apart."""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib

from support.bait import PAGE, READ, Bait, Given
from support.pages import page


def _swollen(bait: Bait) -> bytes:
    """A text that compresses a thousand times."""
    return page(9000).encode().ljust(bait.size)


def zipped(*members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = 8) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _patched(content: bytes, local: int, directory: int, form: str, value: int) -> bytes:
    """A ZIP of one member with a value changed in both of its headers."""
    damaged = bytearray(content)
    struct.pack_into(form, damaged, local, value)
    struct.pack_into(form, damaged, content.index(b"PK\x01\x02") + directory, value)
    return bytes(damaged)


def zips(bait: Bait) -> Given:
    zeros, whole = _swollen(bait), zipped(("1.txt", page(9001)))
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    ten = zipped(*((f"{rank}.txt", zeros) for rank in range(10)))
    yield "bombe.zip", zipped(("1.txt", zeros)), "gonfle plus de 200 fois"
    yield "bombe_bz2.zip", zipped(("1.txt", zeros), method=12), "gonfle plus de 200 fois"
    yield "bombes.zip", zipped(*((f"{r}.zip", ten) for r in range(4))), "gonfle plus de 200 fois"
    nest = whole
    for rank in range(40):
        nest = zipped((f"{rank}.zip", nest))
    yield "poupees.zip", nest, "archive dans une archive d’une archive"
    yield "lzma.zip", zipped(("1.txt", page(9002)), method=14), "méthode de compression inconnue"
    yield "methode.zip", _patched(whole, 8, 10, "<H", 97), "méthode de compression inconnue"
    yield "chiffre.zip", _patched(whole, 6, 8, "<H", 1), "chiffré"
    yield "somme.zip", _patched(whole, 14, 16, "<I", 7), "abîmé dans l’archive"
    yield "taille_geante.zip", _patched(whole, 22, 24, "<I", 0xFFFFFFF0), READ
    yield "taille_nulle.zip", _patched(whole, 22, 24, "<I", 0), "abîmé dans l’archive"
    yield "compresse_geant.zip", _patched(whole, 18, 20, "<I", 0x7FFFFFFF), READ
    yield "ailleurs.zip", _patched(whole, 26, 42, "<I", 0x7FFFFFFF), "abîmé"
    yield "coupe.zip", whole[: len(whole) // 2], "archive ZIP abîmée"
    yield "sans_repertoire.zip", whole[: whole.index(b"PK\x01\x02")], "archive ZIP abîmée"
    yield "vide.zip", zipped(), "aucun article"
    yield (
        "glisse.zip",
        zipped(
            ("../../../../glisse.txt", page(9003)),
            ("/tmp/glisse.txt", page(9004)),  # noqa: S108
            ("C:\\glisse.txt", page(9005)),
            ("a\x00b.txt", page(9006)),
        ),
        READ,
    )
    yield (
        "noms.zip",
        zipped(("\x1b[2J\u202e" * 9 + ".txt", page(9007)), ("n" * 60_000, "x")),
        READ,
    )
    yield "liens.zip", zipped((link, bait.file)), "1 lien"
    yield "membres.zip", zipped(*((f"{rank}.bin", "") for rank in range(20_000))), "aucun texte"
    yield "deux_fois.zip", zipped(("1.txt", page(9008)), ("./1.txt", page(9008))), READ
    yield "office.zip", zipped(("x", ""), ("[Content_Types].xml", "<a/>")), "document bureautique"
    yield "prefixe.zip", b"PK\x03\x04" + bytes(4000), "archive ZIP abîmée"


def _tarred(*members: tuple[tarfile.TarInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def _special(kind: bytes, target: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(f"{kind.decode()}.txt")
    info.type, info.linkname = kind, target
    return info


def _sized(size: int) -> bytes:
    """A TAR whose one member says that it has this size."""
    info = tarfile.TarInfo("1.txt")
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT) + page(9010).encode()


def tars(bait: Bait) -> Given:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE)
    whole = _tarred(("1.txt", page(9011).encode()), ("2.txt", page(9012).encode()))
    path = tarfile.TarInfo("1.txt")
    path.pax_headers = {"path": "../" * 9 + "glisse.txt", "x": "y" * 500_000}
    yield "liens.tar", _tarred(*((_special(kind, bait.file), b"") for kind in kinds)), "2 liens"
    yield "glisse.tar", _tarred(("../../glisse.txt", page(9013).encode())), READ
    yield "pax.tar", _tarred((path, page(9014).encode())), READ
    yield "coupe.tar", whole[:900], "archive coupée"
    yield "coupe_apres.tar", whole[:1800], "archive coupée"
    yield "geant.tar", _sized(10**15), "archive coupée"
    yield "negatif.tar", _sized(-5), "archive"
    yield "abime.tar", whole[:1024] + b"\xff" * 2048, "archive TAR abîmée"
    yield "creux.tar", _sparse(), "archive"
    yield "long_nom.tar", _tarred(("n" * 200_000 + ".txt", page(9015).encode())), "aucun texte"
    yield "bombe.tar.gz", gzip.compress(_tarred(("1.txt", _swollen(bait)))), "gonfle plus de 200"
    yield "coupe.tar.gz", gzip.compress(whole)[:-40], "archive coupée"


def _sparse() -> bytes:
    """A TAR whose member is a hole of a petabyte."""
    header = bytearray(tarfile.TarInfo("1.txt").tobuf(tarfile.GNU_FORMAT))
    header[156:157] = tarfile.GNUTYPE_SPARSE
    header[386:398], header[398:410] = b"00000000000\0", b"77777777777\0"
    header[483:495] = b"\x80" + (10**15).to_bytes(11, "big")
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + bytes(1024)


def gzips(bait: Bait) -> Given:
    zeros = gzip.compress(_swollen(bait))
    yield "bombe.txt.gz", zeros, "gonfle plus de 200 fois"
    yield "bombe_double.txt.gz.gz", gzip.compress(zeros), "gonfle plus de 200 fois"
    yield "triple.gz", gzip.compress(gzip.compress(gzip.compress(b"x"))), "archive dans une archive"
    yield "coupe.gz", gzip.compress(page(9020).encode())[:-9], "archive coupée"
    yield "somme.gz", gzip.compress(page(9021).encode())[:-8] + bytes(8), "abîmé"
    yield "abime.gz", b"\x1f\x8b\x08\x00" + b"\xff" * 5000, "abîmé"
    yield "membres.txt.gz", gzip.compress(b"x") * 20_000, "aucun"
    yield "entete.gz", b"\x1f\x8b\x08\x08\0\0\0\0\0\0" + b"n" * bait.size, "archive coupée"
    yield (
        "nom.gz",
        gzip.compress(b"")[:3] + b"\x08" + bytes(6) + b"../../x\0\x03\0" + bytes(8),
        "aucun",
    )


def _record(payload: bytes, kind: str = "text/html", more: str = "", length: int = -1) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + payload
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://journal.example/criee\r\n"
            f"WARC-Date: 2024-05-15T03:40:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http\r\n"
            f"Content-Length: {len(block) if length < 0 else length}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def warcs(bait: Bait) -> Given:
    html, zeros = PAGE.encode(), bytes(max(bait.size, 21_000_000))
    gzipped = "Content-Encoding: gzip\r\n"
    yield "gonfle.warc", _record(gzip.compress(zeros), more=gzipped), "plus de 20 Mo"
    yield (
        "gonfle2.warc",
        _record(zlib.compress(zeros), more="Content-Encoding: deflate\r\n"),
        "plus de 20 Mo",
    )
    yield "coupe.warc", _record(html)[:-30], "archive coupée"
    yield "coupe.warc.gz", gzip.compress(_record(html))[:-20], "archive coupée"
    yield "longueur.warc", _record(html, length=10**12), "archive coupée"
    yield (
        "longueur_negative.warc",
        _record(html).replace(b"Content-Length: ", b"Content-Length: -"),
        "archive abîmée vers l’octet",
    )
    yield (
        "longueur_mot.warc",
        _record(html).replace(b"Content-Length: ", b"Content-Length: x"),
        "archive abîmée vers l’octet",
    )
    yield "entetes.warc", b"WARC/1.0\r\n" + b"X: " + b"y" * 3_000_000, "en-têtes de plus de 1 Mo"
    yield "encodage.warc", _record(html, more="Content-Encoding: zzz\r\n"), "zzz"
    yield (
        "encodages.warc",
        _record(html, more="Content-Encoding: " + "gzip," * 9999 + "\r\n"),
        READ,
    )
    yield (
        "morceaux.warc",
        _record(b"ffffffffffff\r\n" + html, more="Transfer-Encoding: chunked\r\n"),
        READ,
    )
    yield (
        "jeu.warc",
        _record(html, kind="text/html; charset=rot13"),
        READ,
    )
    yield (
        "type.warc",
        _record(html, kind="text/html" + "; a=b" * 50_000),
        READ,
    )
    yield "pas_un_warc.warc", "WARC/1.0\r\n\r\n" * 2000, "enregistrement d’un autre type"
