"""Is an answer kept for a reader that takes its time, and given up for one that stops?"""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from webapp.http import connection
from webapp.http.connection import KEPT_BYTES, PIECE_BYTES, BufferedSocket

Ends = tuple[BufferedSocket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A line, and the socket of its client."""
    ours, theirs = socket.socketpair()
    with BufferedSocket(ours) as line, theirs:
        yield line, theirs


def test_no_thread_waits_for_the_reader_of_a_page(ends: Ends) -> None:
    line, _ = ends
    line.sendall(b"a" * KEPT_BYTES)
    assert not line.flush()


def test_a_long_answer_comes_whole_and_in_order(ends: Ends) -> None:
    line, client = ends
    sent = b"".join(b"%07d" % number for number in range(3 * KEPT_BYTES // 7))

    def write() -> None:
        line.sendall(sent[:100])
        line.sendall(sent[100:])
        while not line.flush():
            pass
        line.close()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        came = b"".join(iter(lambda: client.recv(PIECE_BYTES), b""))
        writing.result()
    assert came == sent


@pytest.mark.parametrize("taken", [0, 1])
def test_a_reader_that_stops_or_drips_is_given_up(
    taken: int, ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though each byte that is taken is progress."""
    line, client = ends
    monkeypatch.setattr(connection, "WRITE_SECONDS", 0.5)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(line.sendall, b"a" * (2 * KEPT_BYTES))
        for _ in count():
            if writing.done():
                break
            if taken:
                client.recv(taken)
                time.sleep(0.01)  # all of it would be read in less than the time there is
        with pytest.raises(BrokenPipeError):
            writing.result()
