"""Does what a person searches for stay out of the log, whatever else the house has logged?"""

import io
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from gunicorn.config import Config
from support.wire import ask, send

from indexer.messages.terminal import quiet_logs
from webapp.middleware.hosts import PROBES
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


@pytest.mark.parametrize("form", ["", "text", "json"])
def test_requests_are_logged_on_demand_and_searches_never(
    form: str,
    command: Path,
    environment: dict[str, str],
    samples_index: Path,
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    asked, as_json = bool(form), form == "json"
    variables = {**environment, "MANCHETTE_ACCESS_LOG": str(int(asked))}
    variables["MANCHETTE_SERVICE_LOG_JSON"] = str(int(as_json))
    with served(command, samples_index, log, variables) as address:
        for target in TARGETS:
            ask(address, target, headers={"Referer": f"http://localhost/?q={TYPED}"})
        for request in REFUSED:
            assert send(address, request).status in {200, 400, 414, 417}
        for probe in PROBES:
            ask(address, probe)
    text = log.read_text()
    # one of the targets is a path that nothing answers
    assert sum(TYPED in line for line in text.splitlines()) == int(asked)
    assert not any(probe in text for probe in PROBES)
    # the first says where the server is
    lines = [_read(line, as_json=as_json) for line in text.splitlines()[1:]]
    requests = [line for line in lines if "GET /" in line["message"]]
    assert len(requests) >= len(TARGETS) if asked else not requests
    assert {line["level"] for line in lines} == {"info"}
    if asked and as_json:
        told = next(line for line in requests if line["path"] == "/api/v1/search")
        assert (told["method"], told["status"], told["client"]) == ("GET", 400, "127.0.0.1")
        assert told["bytes"] > 0
        assert told["milliseconds"] >= 0


def _read(line: str, *, as_json: bool) -> dict[str, Any]:
    """A line of the log, which has one form."""
    if as_json:
        found: dict[str, Any] = json.loads(line)
    else:
        time_, level, message = line.split(" ", 2)
        found = {"time": time_, "level": level, "message": message}
    assert datetime.fromisoformat(found["time"]).tzinfo
    return found


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
