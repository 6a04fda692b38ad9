"""Is the page found among the parts of an MHTML file?"""

# ruff: noqa: E501 (a line of markup is a line)

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from support.hang import guarded
from support.reading import article, outcome
from support.saved_pages import PORT, json_ld, page, paragraphs

from indexer.article import Rejected
from indexer.readers.dates import moment

MARKUP = page(
    PORT, json_ld(PORT), f"<main><article><h1>{PORT.title}</h1>{paragraphs(PORT)}</article></main>"
)


def packed(markup: str, encoding: str, charset: str = "utf-8", **headers: str) -> bytes:
    """A page and a frame of an advertiser as a browser saves them, the frame first."""
    message = EmailMessage(policy=SMTP)
    message["Snapshot-Content-Location"] = PORT.url
    message["Date"] = "Thu, 27 Mar 2025 20:00:00 +0100"
    for name, value in headers.items():
        message[name] = value
    message["Content-Type"] = 'multipart/related; type="text/html"; start="<page@x>"; boundary="b"'
    for part_id, text in (
        ("<cadre@x>", "<html><h1>Un cadre publicitaire</h1></html>"),
        ("<page@x>", markup),
    ):
        part = EmailMessage(policy=SMTP)
        part.set_content(text, subtype="html", charset=charset, cte=encoding)
        part["Content-ID"] = part_id
        message.attach(part)
    return message.as_bytes()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_the_part_that_start_names_is_the_page(encoding: str) -> None:
    found = article(packed(MARKUP, encoding), "page.mhtml")
    assert found.title == PORT.title
    assert found.body == PORT.lines
    assert found.captured == moment("2025-03-27T20:00:00+01:00")
    assert found.published == moment(PORT.published)


def test_the_charset_of_the_part_counts() -> None:
    latin = MARKUP.replace('<meta charset="utf-8">', "").replace("’", "'")
    found = article(packed(latin, "base64", "iso-8859-15"), "page.mht")
    assert found.body == tuple(line.replace("’", "'") for line in PORT.lines)


def test_the_address_of_the_file_names_a_page_that_names_none() -> None:
    bare = f"<html><head><title>{PORT.title}</title></head><body><h1>{PORT.title}</h1>{paragraphs(PORT)}</body></html>"
    found = article(packed(bare, "base64"), "page.mhtml")
    assert (found.url, found.origins["url"]) == (PORT.url, "address")


@pytest.mark.parametrize(
    "content",
    [
        b"MIME-Version: 1.0\nContent-Type: text/plain\n\nrien",
        b'Content-Type: multipart/related; boundary="b"\n\n'
        + b"--b\nContent-Type: text/css\n\nx\n" * 3_000
        + b"--b--",
        b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n%%%",
    ],
    ids=["sans page", "3 000 parties", "base64 abîmé"],
)
def test_an_mhtml_without_its_page_is_refused(content: bytes) -> None:
    with guarded():
        assert isinstance(outcome(content, "page.mhtml"), Rejected)
