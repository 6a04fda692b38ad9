"""Does a long archive take bounded memory, in every process, and give all its pages?"""

import gzip
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from conftest import Scale, Tell
from processes import peaks
from support.pages import page
from support.places import SUPPORT
from support.saved_pages import PORT, json_ld, paragraphs
from support.saved_pages import page as saved

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000
BOUND = 512 * MEGABYTE
PATIENT = SUPPORT / "patient.py"
FILLER = "Le conseil municipal a voté le budget des quais, jeudi soir, après un long débat. "


def tar_members(number: int, picture: bytes) -> bytes:
    """A page dump, and a picture as most of an archive is."""
    blocks = []
    dump = page(number, body=FILLER * 40).encode()
    for name, content in ((f"{number}.txt", dump), (f"{number}.jpg", picture)):
        info = tarfile.TarInfo(name)
        info.size = len(content)
        blocks.append(info.tobuf() + content + bytes(-len(content) % 512))
    return b"".join(blocks)


def warc_records(number: int, picture: bytes) -> bytes:
    """The same of a saved page, each record a member of its own, as crawlers write them."""
    story = replace(PORT, path=f"/economie/port-{2_000_000 + number}", title=f"Criée {number}")
    markup = saved(story, json_ld(story), f"<article>{paragraphs(story)}</article>").encode()
    answers = ((story.url, "text/html", markup), (f"{story.url}.jpg", "image/jpeg", picture))
    return b"".join(gzip.compress(_record(*one), compresslevel=1) for one in answers)


def _record(address: str, kind: str, payload: bytes) -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + payload
    headers = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2024-05-15T03:40:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return headers.encode() + block + b"\r\n\r\n"


def written(path: Path, pages: int, form: "Form") -> Path:
    """An archive of a megabyte a page."""
    picture = os.urandom(MEGABYTE)
    with path.open("wb") as file:
        for number in range(1, 1 + pages):
            file.write(form.block(number, picture))
        file.write(form.end)
    return path


@dataclass(frozen=True, kw_only=True)
class Form:
    """A form of archive: what is written for each page, and what ends it."""

    name: str
    block: Callable[[int, bytes], bytes]
    end: bytes = b""


FORMS = (
    Form(name="fonds.tar", block=tar_members, end=bytes(1024)),
    Form(name="fonds.warc.gz", block=warc_records),
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_long_archive_takes_bounded_memory(
    form: Form, scale: Scale, tell: Tell, tmp_path: Path, environment: dict[str, str]
) -> None:
    pages = scale(50, 1000)
    path = written(tmp_path / form.name, pages, form)
    command: list[str | Path] = [
        *(sys.executable, PATIENT, "reindex", path, "--index", tmp_path / "index"),
    ]
    run = {**environment, "PYTHONPATH": str(PATIENT.parents[2])}
    with subprocess.Popen(
        command, env=run, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        most = max(peaks(process))
        output = process.stdout.read() if process.stdout else ""
    assert process.returncode == 0
    figures = re.sub(r"\s", " ", output)
    tell(f"{form.name} : {pages} pages, {most // MEGABYTE} Mo au plus ; {figures}")
    assert f"{f'{pages:,}'.replace(',', ' ')} articles indexés" in figures
    assert most < BOUND
