"""Are the pages of a web archive given as servers meant them, and a damaged archive told?"""

import gzip
import io
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

import brotli
import pytest

from indexer import readers
from indexer.article import PassedOver, Rejected
from indexer.readers.containers import container_of, warc
from indexer.readers.containers.walk import Item
from indexer.readers.part import Cut, MissingLibrary, Part

HTML = "<!doctype html><title>Le port</title><p>La marée était basse à Anse-Noire.".encode()
ADDRESS = "https://journal.example/port"
CUT = "archive coupée avant la fin"


def record(
    payload: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    headers: Mapping[str, str] | None = None,
    address: str = ADDRESS,
) -> bytes:
    """A record of an HTTP answer."""
    told = {"Content-Type": "text/html; charset=utf-8"} if headers is None else headers
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    block = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + payload
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
            f"WARC-Date: 2024-05-15T03:40:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http; msgtype={kind}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


def chunked(content: bytes, size: int = 20) -> bytes:
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def items(content: bytes) -> list[Item]:
    container = container_of("fonds", content[:4096])
    assert container
    return list(readers.walk(container, io.BytesIO(content), "fonds"))


def parts(content: bytes) -> list[Part]:
    return [item for item in items(content) if isinstance(item, Part)]


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [
        (HTML, {}),
        (chunked(HTML), {"Transfer-Encoding": "chunked"}),
        (HTML, {"Transfer-Encoding": "chunked"}),
        (gzip.compress(HTML), {"Content-Encoding": "gzip"}),
        (
            chunked(gzip.compress(HTML)),
            {"Content-Encoding": "GZIP", "Transfer-Encoding": "chunked"},
        ),
        (zlib.compress(HTML), {"Content-Encoding": "deflate"}),
        (zlib.compress(HTML, wbits=-15), {"Content-Encoding": "deflate"}),
        (brotli.compress(HTML), {"Content-Encoding": "br"}),
        (HTML, {"Content-Encoding": "gzip"}),
    ],
    ids=[
        "nu",
        "morceaux",
        "dits morceaux",
        "gzip",
        "gzip en morceaux",
        "deflate",
        "brut",
        "br",
        "dit gzip",
    ],
)
@pytest.mark.parametrize("compressed", [False, True], ids=["warc", "warc.gz"])
def test_a_page_is_given_as_it_was_before_it_was_sent(
    payload: bytes,
    encoding: dict[str, str],
    compressed: bool,  # noqa: FBT001
) -> None:
    whole = record(payload, headers={"Content-Type": "text/html; charset=utf-8", **encoding})
    (part,) = parts(gzip.compress(whole) if compressed else whole)
    assert part.content == HTML
    assert (part.name, part.address) == (f"fonds!{ADDRESS}", ADDRESS)
    assert (part.charset, part.kind) == ("utf-8", "html")
    assert part.captured == datetime(2024, 5, 15, 3, 40, tzinfo=UTC)


def test_what_is_no_page_is_passed_over() -> None:
    whole = b"".join(
        [
            record(HTML, kind="request"),
            record(b"", kind="revisit"),
            record(HTML, kind="metadata"),
            record(HTML, status="301 Moved"),
            record(HTML, status="404 Not Found"),
            record(b"p{}", headers={"Content-Type": "text/css"}),
            record(b"\xff\xd8", headers={"Content-Type": "image/jpeg"}),
            record(b"x", headers={"Content-Type": "application/pdf"}),
            record(b"rien", headers={}),
            record(HTML, headers={}),
        ]
    )
    found = items(whole)
    assert [one.what for one in found if isinstance(one, PassedOver)] == [
        "requête",
        "page déjà enregistrée",
        "métadonnée",
        "redirection",
        "page d’erreur",
        "feuille de style",
        "image",
        "fichier d’un autre type",
        "fichier d’un autre type",
    ]
    assert [type(one) for one in found][-1] is Part


@pytest.mark.parametrize("left", [10, 40, 200])
@pytest.mark.parametrize("form", ["warc", "un gz par page", "un seul gz"])
def test_a_cut_archive_gives_what_stands_before(form: str, left: int) -> None:
    two = [record(HTML), record(HTML * 20)]
    match form:
        case "warc":
            whole = b"".join(two)
        case "un gz par page":
            # what is cut of a compressed record is less
            left //= 4
            whole = b"".join(map(gzip.compress, two))
        case _:
            left //= 4
            whole = gzip.compress(two[0] + two[1] * 3)
    found = items(whole[:-left])
    pages = [one for one in found if isinstance(one, Part)]
    cut = [one.reason for one in found if isinstance(one, Cut)]
    assert cut == [CUT] or (form == "warc" and left == 10 and not cut)
    if form != "un seul gz":
        assert [len(one.content) for one in pages][:1] == [len(HTML)]
    assert all(len(one.content) in (len(HTML), 20 * len(HTML)) for one in pages)


def test_a_damage_is_told_with_its_place_and_what_stands_before_is_given() -> None:
    whole = record(HTML)
    found = items(whole + b"n'importe quoi\r\n\r\n" + record(HTML)[:80])
    assert isinstance(found[0], Part)
    assert isinstance(found[-1], Cut)
    assert "abîmée" in found[-1].reason or found[-1].reason == CUT


def test_headers_without_end_are_refused() -> None:
    endless = record(HTML) + b"WARC/1.0\r\nX: " + b"a" * 30_000_000
    *_, last = items(endless)
    assert isinstance(last, Cut)
    assert "en-têtes de plus de 1 Mo" in last.reason


@pytest.mark.parametrize(
    ("payload", "encoding"),
    [
        (b"<p>" + b"a" * 20_000_000, ""),
        (gzip.compress(b"<p>" + b"a" * 200_000_000), "gzip"),
        (brotli.compress(b"<p>" + b"a" * 200_000_000, quality=3), "br"),
    ],
    ids=["nu", "gzip", "br"],
)
def test_a_payload_is_bounded_once_it_is_decoded(payload: bytes, encoding: str) -> None:
    headers = {"Content-Type": "text/html"} | ({"Content-Encoding": encoding} if encoding else {})
    refused, page = items(record(payload, headers=headers) + record(HTML))
    assert isinstance(refused, Rejected)
    assert refused.reason == "plus de 20 Mo"
    assert isinstance(page, Part)


def test_an_encoding_that_is_not_known_is_refused_by_name() -> None:
    (refused,) = items(
        record(b"x", headers={"Content-Type": "text/html", "Content-Encoding": "zstd"})
    )
    assert isinstance(refused, Rejected)
    assert "zstd" in refused.reason


def test_the_package_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "ArchiveIterator", None)
    with pytest.raises(MissingLibrary, match="warcio"):
        items(record(HTML))


@pytest.mark.parametrize(
    ("encoding", "kind"), [("gzip", Cut), ("deflate", Cut), ("br", Cut), ("compress", Rejected)]
)
def test_a_body_that_is_damaged_keeps_what_it_gave(encoding: str, kind: type) -> None:
    body = b"\0" + b"\xff" * 40
    one, other = items(record(body, headers={"Content-Encoding": encoding}) + record(HTML))
    assert type(one) is kind
    assert isinstance(other, Part)
