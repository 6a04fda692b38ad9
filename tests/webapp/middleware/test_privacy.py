"""Does what a person searches for stay out of the log, unless the house asks for it?"""

import io
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gunicorn.config import Config
from support.wire import ask, send

from indexer.messages.terminal import quiet_logs
from webapp.server import Log

# real processes and damages, a second each
pytestmark = pytest.mark.slow

TYPED = "hippogriffe"
SECONDS = 15.0
TARGETS = (
    f"/?q={TYPED}&tag={TYPED}",
    f"/?q={TYPED}&page=9",
    f"/valeurs/tag?contient={TYPED}",
    f"/article/absent?q={TYPED}",
    f"/api/v1/search?q={TYPED}&page=0",
    f"/api/v1/suggest?q={TYPED}",
    f"/{TYPED}?q={TYPED}",
)
REFUSED = (
    f"GET /?q={TYPED} HTTP/9.9\r\n\r\n".encode(),
    f"GET /?q={TYPED}{'a' * 9000} HTTP/1.1\r\n\r\n".encode(),
    f"GET /?q={TYPED} HTTP/1.1\r\nHost: localhost\r\nSCRIPT_NAME: /{TYPED}\r\n\r\n".encode(),
    f"GET /?q={TYPED} HTTP/1.1\r\nHost: localhost\r\nExpect: {TYPED}\r\n\r\n".encode(),
    *(
        f"POST /deja-traite?{TYPED} HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Transfer-Encoding: chunked\r\n\r\n{chunk}".encode()
        for chunk in (f"zz{TYPED}\r\n", f"2\r\n{TYPED}\r\n", f"5;{TYPED}\x01\r\n")
    ),
)


@contextmanager
def served(command: Path, index: Path, log: Path, environment: dict[str, str]) -> Iterator[str]:
    """A server whose output goes to a file; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with log.open("w") as output:
        process = subprocess.Popen(
            [command, "serve", "--index", index, "--port", str(port)],
            cwd=log.parent,
            env=environment,
            stdout=output,
            stderr=output,
        )
    try:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and not _listening(port):
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(SECONDS)


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("asked", [False, True])
def test_searches_are_logged_only_on_demand(
    asked: bool,  # noqa: FBT001
    command: Path,
    environment: dict[str, str],
    samples_index: Path,
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    variables = {**environment, "MANCHETTE_ACCESS_LOG": str(int(asked))}
    with served(command, samples_index, log, variables) as address:
        for target in TARGETS:
            ask(address, target)
        for request in REFUSED:
            assert send(address, request).status in {200, 400, 414, 417}
    assert log.read_text().count(TYPED) >= len(TARGETS) if asked else TYPED not in log.read_text()


def test_an_error_is_logged_without_its_message() -> None:
    """Whatever logs it: what goes wrong often quotes what was asked."""

    def fail() -> int:
        try:
            return dict[str, int]()[TYPED]
        except KeyError as error:
            raise ValueError(f"{TYPED}\n") from error

    quiet_logs()  # as every command does
    settings = Config()
    settings.set("errorlog", "-")
    log = Log(settings)
    output = io.StringIO()
    for handler in log.error_log.handlers:
        handler.setStream(output)
    try:
        fail()
    except ValueError:
        log.exception("Panne\n\x1b[31m")
    text = output.getvalue()
    assert "KeyError" in text
    assert "ValueError" in text
    assert __file__ in text
    assert "Panne" in text
    assert "\x1b" not in text
    # the lines of code are there, what they held is not
    assert TYPED not in text
