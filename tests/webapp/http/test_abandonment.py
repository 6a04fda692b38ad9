"""Does a request that nobody waits for any more end, so that others are answered?"""

import socket
from collections.abc import Callable
from contextlib import closing
from urllib.parse import quote_plus, urlsplit

from support.wire import ask

from indexer import deadline
from webapp.http.abandonment import watch

COSTLY = quote_plus('"de la le"~50 OU ' + " OU ".join(["de PRÈS/50 la"] * 14))
LEAVING = 16


def test_a_connection_is_watched_until_it_is_closed() -> None:
    ours, theirs = socket.socketpair()
    with closing(ours):
        is_abandoned = watch({"gunicorn.socket": ours})
        assert not is_abandoned()
        theirs.sendall(b"GET / HTTP/1.1")
        assert not is_abandoned()
        assert ours.recv(100) == b"GET / HTTP/1.1"
        theirs.close()
        assert is_abandoned()
    assert is_abandoned()
    assert not watch({})()


def test_no_time_is_left_once_nobody_waits() -> None:
    ours, theirs = socket.socketpair()
    with closing(ours):
        deadline.begin(60, watch({"gunicorn.socket": ours}))
        assert deadline.remaining(60) > 0
        assert not deadline.is_over(deadline.here())
        theirs.close()
        assert deadline.remaining(60) == 0
        assert deadline.is_over(deadline.here())
    deadline.begin(None)


def test_a_quick_request_is_answered_after_costly_ones_that_were_abandoned(
    server: str, workers: Callable[[str], set[str]]
) -> None:
    before = workers(server)
    address = urlsplit(server)
    for _ in range(LEAVING):
        with socket.create_connection((str(address.hostname), int(address.port or 0))) as line:
            line.sendall(f"GET /?q={COSTLY} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    answer = ask(server, "/api/v1/search?q=le").json()
    assert answer["total"] > 0
    assert not answer["partial"]
    assert workers(server) == before
