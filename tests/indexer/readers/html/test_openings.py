"""Is a file taken for a web page by what it holds, whatever its name?"""

# ruff: noqa: E501 (a line of markup is a line)

import subprocess
import sys

import pytest

from indexer.readers import html

MIME = b"From: <Saved by Navigateur>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=b\r\n\r\n--b"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("page.txt", b"<!DOCTYPE html><html>"),
        ("page.txt", b"\xef\xbb\xbf  \n<!-- saved from url=(0010)http://x -->\n<html lang=fr>"),
        ("page.php", b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'>"),
        ("page", "\ufeff<html>".encode("utf-16")),
        ("page", "<html>".encode("utf-16-be")),
        ("page.HTM", b"<p>Un fragment"),
        ("page.xhtml", b"<div>"),
        ("page", b"<head><title>x"),
        ("page.mhtml", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>x"),
        ("page.eml", MIME),
    ],
)
def test_a_page_is_known_by_its_opening(name: str, head: bytes) -> None:
    assert html.accepts(name, head)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("page.txt", b"https://www.journal.example/a\nUn titre < un autre"),
        ("fil.html", b"<?xml version='1.0'?><rss version='2.0'>"),
        ("fil.html", b'{"title": "<p>"}'),
        ("page.html", b""),
        ("fil.xml", b"<?xml version='1.0'?><nitf><head>"),
        ("lettre.eml", b"To: x\r\n" + MIME),
        ("archive.zip", b"PK\x03\x04<html>"),
    ],
)
def test_what_opens_otherwise_is_no_page(name: str, head: bytes) -> None:
    assert not html.accepts(name, head)


@pytest.mark.parametrize("package", ["lxml", "trafilatura", "htmldate"])
def test_without_a_package_pages_are_known_and_the_package_is_named(package: str) -> None:
    program = f"""
import sys
sys.modules[{package!r}] = None
from indexer.readers import html
from indexer.readers.part import MissingLibrary, Part, Rules
assert html.accepts("page.html", b"<html>")
try:
    list(html.read(Part(name="page.html", content=b"<html>"), Rules()))
except MissingLibrary as missing:
    print(missing)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == package
