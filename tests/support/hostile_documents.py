"""Documents of every format that are made to harm who reads them."""

import bz2
import json

from support.bait import IGNORED, PAGE, READ, Bait, Given
from support.hostile_archives import zipped
from support.pages import page


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


def xmls(bait: Bait) -> Given:
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


def pages(bait: Bait) -> Given:
    del bait
    attributes = " ".join(f'a{rank}="1"' for rank in range(100_000))
    yield "attributs.html", f"{PAGE}<div {attributes}>", "page démesurée"
    yield "noms.html", PAGE + "".join(f"<p a{r}=1>x" for r in range(100_000)), "page démesurée"
    yield "profond.html", PAGE + "<div>" * 100_000, "page démesurée"
    yield "ouverts.html", PAGE + "<a" * 200_000, "page démesurée"
    yield "longue.html", PAGE + "<p>La mer.</p>" * 900_000, "page démesurée"
    yield "balise.html", f'{PAGE}<p title="{"x" * 300_000}">', "page démesurée"
    yield "script.html", f"{PAGE}<script>{'<!--' * 400_000}", READ
    yield (
        "json_ld.html",
        f'{PAGE}<script type="application/ld+json">{"[" * 100_000}</script>',
        READ,
    )
    yield "entites.html", f"{PAGE}<p>{'&amp' * 300_000}", READ
    yield (
        "jeu.html",
        f'<!doctype html><meta charset="utf-7">{PAGE}',
        READ,
    )
    yield (
        "nuls.html",
        PAGE.replace("criée", "cri\0ée") + "\0" * 100_000,
        READ,
    )
    yield "rien.html", "<!doctype html>", "page vide"
    yield "utf16.html", PAGE.encode("utf-16-le")[:-1], READ


def _mhtml(parts: str) -> str:
    return f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n{parts}'


def mhtmls(bait: Bait) -> Given:
    del bait
    part = f"--b\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n"
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


def jsons(bait: Bait) -> Given:
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


def tables(bait: Bait) -> Given:
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


def texts(bait: Bait) -> Given:
    yield "vide.txt", "", "fichier vide"
    yield "nuls.txt", bytes(100_000), IGNORED
    yield "ligne.txt", "x" * 21_000_000, "plus de 20 Mo"
    yield "utf8_coupe.txt", page(9090).encode() + b"\xe2\x80", READ
    yield "utf16.txt", page(9091).encode("utf-16")[:-1], READ
    yield "image.txt", b"\x89PNG\r\n\x1a\n" + bytes(5000), IGNORED
    yield "zip.txt", zipped(("1.txt", page(9092))), READ
    yield "html.txt", PAGE, READ
    yield "bz2.bz2", bz2.compress(bytes(1000)), IGNORED
    yield "front.md", "---\n" + "a: &a [*a, *a]\n" * 1000 + "---\n# Le port\n\nLa mer.", READ
    yield (
        "front_profond.md",
        "---\ntitre: " + "[" * 100_000 + "\n---\nLa mer.",
        "en-tête illisible à la ligne 3",
    )
    yield "pdf.pdf", b"%PDF-1.7\n" + bytes(2000), IGNORED
    del bait
