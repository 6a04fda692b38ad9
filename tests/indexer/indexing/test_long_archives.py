"""Does a long web archive take bounded memory, in every process, and give all its pages?"""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.pages import page
from support.places import SUPPORT

pytestmark = pytest.mark.slow

MEGABYTE = 1_000_000
BOUND = 512 * MEGABYTE
PATIENT = SUPPORT / "patient.py"
FILLER = "Le conseil municipal a voté le budget des quais, jeudi soir, après un long débat. "


@pytest.fixture
def size(request: pytest.FixtureRequest) -> int:
    """How many bytes the archive has before it is compressed."""
    return 1000 * MEGABYTE if request.config.getoption("--long") else 50 * MEGABYTE


def members(size: int) -> Iterator[bytes]:
    """TAR members: pages, and pictures that are passed over, as most of an archive is."""
    import io  # noqa: PLC0415
    import tarfile  # noqa: PLC0415

    written = number = 0
    picture = os.urandom(1 * MEGABYTE)
    while written < size:
        number += 1
        dump = page(number, body=FILLER * 40).encode()
        for name, content in ((f"{number}.txt", dump), (f"{number}.jpg", picture)):
            buffer = io.BytesIO()
            with tarfile.open(fileobj=buffer, mode="w") as archive:
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
            block = buffer.getvalue()[: 512 + -(-len(content) // 512) * 512]
            written += len(block)
            yield block
    yield bytes(1024)


def test_a_long_archive_takes_bounded_memory(
    size: int, tmp_path: Path, environment: dict[str, str]
) -> None:
    path = tmp_path / "fonds.tar.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for block in members(size):
            file.write(block)
    command: list[str | Path] = [
        sys.executable,
        PATIENT,
        "reindex",
        path,
        "--index",
        tmp_path / "index",
    ]
    run = {**environment, "PYTHONPATH": str(PATIENT.parents[2])}
    with subprocess.Popen(command, env=run, stdout=subprocess.PIPE, text=True) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert "articles indexés" in output
    assert usage.ru_maxrss * 1024 < BOUND
