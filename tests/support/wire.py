"""Ask a running server over a socket, with bytes that no client would send where need be."""

import http.client
import json
import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: the status, the headers with names in lower case, the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def ask(
    server: str, target: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Answer:
    """The answer to one request; `target` is a path with its query."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=SECONDS)
    try:
        connection.request(method, target, headers=dict(headers or {}))
        return _answer(connection.getresponse())
    finally:
        connection.close()


def send(server: str, request: bytes) -> Answer:
    """The answer to these bytes, whatever they are."""
    parts = urlsplit(server)
    with socket.create_connection((parts.hostname, parts.port), timeout=SECONDS) as line:
        line.sendall(request)
        return read(line)


def read(line: socket.socket) -> Answer:
    """The next answer on a connection."""
    with closing(http.client.HTTPResponse(line)) as response:
        response.begin()
        return _answer(response)


def request_line(length: int) -> bytes:
    """A request whose line holds `length` bytes, line break not counted."""
    first, last = b"GET /?q=", b" HTTP/1.1"
    filler = b"a" * (length - len(first) - len(last))
    return first + filler + last + b"\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


def _answer(response: http.client.HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())
