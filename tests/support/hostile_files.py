"""Files of every format that are made to harm who reads them, each with what it must come to."""

import bz2
import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from support.pages import page
from support.saved_pages import PORT, json_ld, paragraphs
from support.saved_pages import page as saved

# What a file comes to: an article, a rejection with these words, or no format that is read
READ, IGNORED = "lu", "ignoré"
_PAGE = saved(PORT, json_ld(PORT), f"<article>{paragraphs(PORT)}</article>")


@dataclass(frozen=True, kw_only=True)
class Hostile:
    """A file; `comes_to` is READ, IGNORED or some words of its rejection."""

    name: str
    content: bytes
    comes_to: str


@dataclass(frozen=True, kw_only=True)
class Bait:
    """What must not be taken: a file outside, an address where someone listens, and a size.

    `size` is how many bytes a bomb has once it is inflated.
    """

    file: str
    address: str
    size: int


def files(bait: Bait) -> list[Hostile]:
    """All of them."""
    kinds = (_zips, _tars, _gzips, _warcs, _xmls, _pages, _mhtmls, _jsons, _tables, _texts)
    return [
        Hostile(
            name=name,
            content=content.encode() if isinstance(content, str) else content,
            comes_to=comes_to,
        )
        for kind in kinds
        for name, content, comes_to in kind(bait)
    ]


def _swollen(bait: Bait) -> bytes:
    """A text that compresses a thousand times."""
    return page(9000).encode().ljust(bait.size)


_Given = Iterator[tuple[str, str | bytes, str]]


def _zipped(*members: tuple[str | zipfile.ZipInfo, str | bytes], method: int = 8) -> bytes:
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


def _zips(bait: Bait) -> _Given:
    zeros, whole = _swollen(bait), _zipped(("1.txt", page(9001)))
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    ten = _zipped(*((f"{rank}.txt", zeros) for rank in range(10)))
    yield "bombe.zip", _zipped(("1.txt", zeros)), "gonfle plus de 200 fois"
    yield "bombe_bz2.zip", _zipped(("1.txt", zeros), method=12), "gonfle plus de 200 fois"
    yield "bombes.zip", _zipped(*((f"{r}.zip", ten) for r in range(4))), "gonfle plus de 200 fois"
    nest = whole
    for rank in range(40):
        nest = _zipped((f"{rank}.zip", nest))
    yield "poupees.zip", nest, "archive dans une archive d’une archive"
    yield "lzma.zip", _zipped(("1.txt", page(9002)), method=14), "méthode de compression inconnue"
    yield "methode.zip", _patched(whole, 8, 10, "<H", 97), "méthode de compression inconnue"
    yield "chiffre.zip", _patched(whole, 6, 8, "<H", 1), "chiffré"
    yield "somme.zip", _patched(whole, 14, 16, "<I", 7), "abîmé dans l’archive"
    yield "taille_geante.zip", _patched(whole, 22, 24, "<I", 0xFFFFFFF0), READ
    yield "taille_nulle.zip", _patched(whole, 22, 24, "<I", 0), "abîmé dans l’archive"
    yield "compresse_geant.zip", _patched(whole, 18, 20, "<I", 0x7FFFFFFF), READ
    yield "ailleurs.zip", _patched(whole, 26, 42, "<I", 0x7FFFFFFF), "abîmé"
    yield "coupe.zip", whole[: len(whole) // 2], "archive ZIP abîmée"
    yield "sans_repertoire.zip", whole[: whole.index(b"PK\x01\x02")], "archive ZIP abîmée"
    yield "vide.zip", _zipped(), "aucun article"
    yield (
        "glisse.zip",
        _zipped(
            ("../../../../glisse.txt", page(9003)),
            ("/tmp/glisse.txt", page(9004)),  # noqa: S108
            ("C:\\glisse.txt", page(9005)),
            ("a\x00b.txt", page(9006)),
        ),
        READ,
    )
    yield (
        "noms.zip",
        _zipped(("\x1b[2J\u202e" * 9 + ".txt", page(9007)), ("n" * 60_000, "x")),
        READ,
    )
    yield "liens.zip", _zipped((link, bait.file)), "1 lien"
    yield "membres.zip", _zipped(*((f"{rank}.bin", "") for rank in range(20_000))), "aucun texte"
    yield "deux_fois.zip", _zipped(("1.txt", page(9008)), ("./1.txt", page(9008))), READ
    yield "office.zip", _zipped(("x", ""), ("[Content_Types].xml", "<a/>")), "document bureautique"
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


def _tars(bait: Bait) -> _Given:
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


def _gzips(bait: Bait) -> _Given:
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


def _warcs(bait: Bait) -> _Given:
    html, zeros = _PAGE.encode(), bytes(max(bait.size, 21_000_000))
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


def _nitf(body: str, doctype: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<nitf><head><title>Le port</title><docdata>'
        f'<doc-id id-string="urn:port:1"/></docdata></head><body><body.head><hedline>'
        f"<hl1>Le port</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
    )


def _rss(item: str, doctype: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>Le Courrier</title>'
        f"<item><title>Le port</title>{item}</item></channel></rss>"
    )


def _xmls(bait: Bait) -> _Given:
    laughs = "".join(f'<!ENTITY l{rank} "{f"&l{rank - 1};" * 10}">' for rank in range(1, 10))
    bomb = f'<!DOCTYPE ROOT [<!ENTITY l0 "lol">{laughs}]>'
    attributes = " ".join(f'a{rank}="1"' for rank in range(100_000))
    outside = {
        "fichier": f'<!DOCTYPE ROOT [<!ENTITY x SYSTEM "file://{bait.file}">]>',
        "reseau": f'<!DOCTYPE ROOT [<!ENTITY x SYSTEM "{bait.address}">]>',
        "parametre": f'<!DOCTYPE ROOT [<!ENTITY % x SYSTEM "{bait.address}"> %x;]>',
        "bombe": bomb,
        "quadratique": f'<!DOCTYPE ROOT [<!ENTITY x "{"x" * 100_000}">]>',
    }
    for name, doctype in outside.items():
        inside = "&l9;" if name == "bombe" else "&x;" * 1000
        yield f"{name}.nitf.xml", _nitf(f"<p>{inside}</p>", doctype.replace("ROOT", "nitf")), "DTD"
        yield f"{name}.rss", _rss(inside, doctype.replace("ROOT", "rss")), "DTD"
    dtd = f'<!DOCTYPE nitf SYSTEM "{bait.address}nitf.dtd">'
    yield "dtd.xml", _nitf("<p>La marée était basse.</p>", dtd), READ
    yield "feuille.xml", _nitf("<p>La mer.</p>", f'<?xml-stylesheet href="{bait.address}"?>'), READ
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{bait.file}"/>'
    yield "xinclude.xml", _nitf(f"<p>La mer. {include}</p>"), READ
    yield "attributs.xml", _nitf(f"<p {attributes}>La mer.</p>"), READ
    yield "profond.xml", _nitf("<p>" * 100_000), "XML démesuré"
    yield "profond.rss", _rss("<a>" * 100_000), "XML démesuré"
    yield "texte.xml", _nitf(f"<p>{'x' * 15_000_000}</p>"), "XML démesuré"
    yield "coupe.xml", _nitf("<p>La mer.</p>" * 9)[:-60], "XML mal formé à la ligne 1"
    yield "utf16_dit.xml", _nitf("<p>La mer.</p>").replace("?>", ' encoding="utf-16"?>', 1), READ
    yield (
        "utf16_coupe.xml",
        _nitf("<p>La mer.</p>").encode("utf-16")[:-41],
        "XML mal formé à la ligne 1",
    )
    yield "ucs4.xml", _nitf("<p>La mer.</p>").encode("utf-32"), IGNORED
    yield "nuls.xml", _nitf("<p>La\0mer.</p>"), READ
    yield (
        "articles.rss",
        _rss("</item><item>".join(["<title>x</title>"] * 100_000)),
        "plus de 50 000 articles dans un fi",
    )


def _pages(bait: Bait) -> _Given:
    del bait
    attributes = " ".join(f'a{rank}="1"' for rank in range(100_000))
    yield "attributs.html", f"{_PAGE}<div {attributes}>", "page démesurée"
    yield "noms.html", _PAGE + "".join(f"<p a{r}=1>x" for r in range(100_000)), "page démesurée"
    yield "profond.html", _PAGE + "<div>" * 100_000, "page démesurée"
    yield "ouverts.html", _PAGE + "<a" * 200_000, READ
    yield "longue.html", _PAGE + "<p>La mer.</p>" * 900_000, "page démesurée"
    yield "balise.html", f'{_PAGE}<p title="{"x" * 300_000}">', "page démesurée"
    yield "script.html", f"{_PAGE}<script>{'<!--' * 400_000}", READ
    yield (
        "json_ld.html",
        f'{_PAGE}<script type="application/ld+json">{"[" * 100_000}</script>',
        READ,
    )
    yield "entites.html", f"{_PAGE}<p>{'&amp' * 300_000}", READ
    yield (
        "jeu.html",
        f'<!doctype html><meta charset="utf-7">{_PAGE}',
        READ,
    )
    yield (
        "nuls.html",
        _PAGE.replace("criée", "cri\0ée") + "\0" * 100_000,
        READ,
    )
    yield "rien.html", "<!doctype html>", "page vide"
    yield "utf16.html", _PAGE.encode("utf-16-le")[:-1], READ


def _mhtml(parts: str) -> str:
    return f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n{parts}'


def _mhtmls(bait: Bait) -> _Given:
    del bait
    part = f"--b\r\nContent-Type: text/html\r\n\r\n{_PAGE}\r\n"
    nested = "".join(
        f'--b{r}\r\nContent-Type: multipart/related; boundary="b{r + 1}"\r\n\r\n'
        for r in range(999)
    )
    yield (
        "parties.mhtml",
        _mhtml("--b\r\nContent-Type: text/html\r\n\r\n<p>La mer.</p>\r\n" * 10_000 + "--b--"),
        "MHTML de plus de 1000 parties",
    )
    yield "emboite.mhtml", _mhtml(nested.replace("--b0", "--b", 1)), "contenu trop imbriqué"
    yield "entetes.mhtml", "MIME-Version: 1.0\r\n" + "X: y\r\n" * 200_000, "MHTML sans page HTML"
    yield (
        "base64.mhtml",
        _mhtml(part.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1)),
        "aucun titre dans cette page",
    )
    yield (
        "sans_fin.mhtml",
        _mhtml('--b\r\nContent-Type: text/html; charset="' + "x" * 99_999),
        "page vide",
    )


def _jsons(bait: Bait) -> _Given:
    one = {"titre": "Le port", "texte": "La marée était basse."}
    text = json.dumps(one)
    yield "profond.json", "[" * 200_000, "JSON trop imbriqué"
    yield "profond_ferme.json", f'{{"titre": {"[" * 5000}{"]" * 5000}}}', "JSON trop imbriqué"
    yield (
        "nombre.json",
        f'{{"titre": "Le port", "texte": "x", "n": {"9" * 100_000}}}',
        "JSON illisible",
    )
    yield "geant.json", f"[{','.join([text] * (20_100_000 // len(text)))}]", "plus de 20 Mo"
    yield (
        "cles.json",
        json.dumps({f"k{rank}": rank for rank in range(60_000)}),
        "aucun article dans ce JSON",
    )
    yield "demi.json", text.replace("Le port", "Le \\ud800 port"), READ
    yield "coupe.json", json.dumps([one] * 99)[:-30], "JSON illisible"
    yield "nan.json", '{"titre": NaN, "texte": Infinity}', "aucun titre"
    yield "utf8_coupe.json", text.encode() + b"\xc3", READ
    yield "deux.json", text + text, "JSON illisible"
    yield "vide.json", "{}", "aucun article dans ce JSON"
    yield "lignes.jsonl", f'{text}\n{{"titre":\n[1]\n\0\n"x"\n{"[" * 9999}\n', "ligne"
    yield (
        "longue.jsonl",
        f"{text}\n" + f'{{"titre": "{"x" * 21_000_000}"}}\n{text}\n',
        "plus de 20 Mo",
    )
    yield "rien.jsonl", "\n" * 300_000, "fichier vide"
    del bait


def _tables(bait: Bait) -> _Given:
    head = "titre;texte\r\n"
    yield "guillemet.csv", f'{head}"Le port;{"La mer." * 3_100_000}', "ligne de plus de 20 Mo"
    yield "nuls.csv", f"{head}Le\0port;La mer.\r\n", "octets nuls"
    yield (
        "colonnes.csv",
        ";".join(f"c{r}" for r in range(60_000)) + "\r\n" + ";" * 60_000,
        "pas d’en-tête qui nomme un titre",
    )
    yield "sans_tete.csv", "1;2;3\r\n" * 1000, "pas d’en-tête qui nomme un titre"
    yield "formule.csv", f"{head}=cmd|' /C calc'!A0;La mer.\r\n", READ
    yield "vide.csv", "", "fichier vide"
    yield "tete.csv", head, "aucun article"
    yield "utf16.csv", f"{head}Le port;La mer.\r\n".encode("utf-16")[:-1], "ni corps, ni chapô"
    del bait


def _texts(bait: Bait) -> _Given:
    yield "vide.txt", "", "fichier vide"
    yield "nuls.txt", bytes(100_000), IGNORED
    yield "ligne.txt", "x" * 21_000_000, "plus de 20 Mo"
    yield "utf8_coupe.txt", page(9090).encode() + b"\xe2\x80", READ
    yield "utf16.txt", page(9091).encode("utf-16")[:-1], READ
    yield "image.txt", b"\x89PNG\r\n\x1a\n" + bytes(5000), IGNORED
    yield "zip.txt", _zipped(("1.txt", page(9092))), READ
    yield "html.txt", _PAGE, READ
    yield "bz2.bz2", bz2.compress(bytes(1000)), IGNORED
    yield "front.md", "---\n" + "a: &a [*a, *a]\n" * 1000 + "---\n# Le port\n\nLa mer.", READ
    yield (
        "front_profond.md",
        "---\ntitre: " + "[" * 100_000 + "\n---\nLa mer.",
        "en-tête illisible à la ligne 3",
    )
    yield "pdf.pdf", b"%PDF-1.7\n" + bytes(2000), IGNORED
    del bait
