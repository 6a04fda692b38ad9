"""Do clients that are silent, slow, or stop reading cost themselves only?"""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import Serving
from support.archive import publish
from support.wire import Answer, ask, read, send

from indexer.article import Article

# real servers, and clients that are waited for
pytestmark = pytest.mark.slow

Tell = Callable[[str], None]

GUARD_SECONDS = 30.0
FILE = "/search.jsonl?q=port"
FORM = (
    b"POST /deja-traite HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
SILENT = b""
HALF = b"GET /?q=port HTTP/1.1\r\nHost: 127.0"
NO_BODY = FORM + b"Content-Length: 500\r\n\r\ntexte="
NO_LONG_BODY = FORM + b"Content-Length: 5000000\r\n\r\ntexte="
NO_CHUNK = FORM + b"Transfer-Encoding: chunked\r\n\r\n50\r\ntexte="
NO_GO_ON = FORM + b"Content-Length: 500\r\nExpect: 100-continue\r\n\r\n"


def asking(target: str) -> bytes:
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose file is longer than what the system keeps for a reader that stops."""
    root = tmp_path_factory.mktemp("heavy")
    publish(
        root,
        [
            Article(id=f"{rank:016x}", title=f"Port {rank}", image="a" * 20_000)
            for rank in range(1000)
        ],
    )
    return root


@pytest.fixture(scope="module")
def address(heavy: Path, serving: Serving) -> Iterator[str]:
    """The address of a server of this index."""
    with serving(heavy) as served:
        yield served


@pytest.fixture
def connect() -> Iterator[Callable[..., socket.socket]]:
    """Opens connections that send some bytes; all are closed after the test."""
    with ExitStack() as stack:

        def to(address: str, first: bytes = b"", window: int = 0) -> socket.socket:
            line = stack.enter_context(socket.socket())
            line.settimeout(GUARD_SECONDS)
            if window:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            parts = urlsplit(address)
            line.connect((parts.hostname, parts.port))
            line.sendall(first)
            return line

        yield to


def quick(address: str) -> float:
    """Ask what is short, all of which must be answered; the seconds that the slowest took."""
    taken = []
    for target in ("/", "/?q=port", "/api/v1/search?q=port", "/aide") * 2:
        begun = time.monotonic()
        assert ask(address, target).status == 200
        taken.append(time.monotonic() - begun)
    return max(taken)


@pytest.mark.parametrize(
    ("count", "first"),
    [
        pytest.param(40, SILENT, id="silent"),
        pytest.param(40, HALF, id="half a head"),
        pytest.param(40, NO_BODY, id="no body"),
        pytest.param(40, NO_LONG_BODY, id="no long body"),
        pytest.param(40, NO_CHUNK, id="no chunk"),
        pytest.param(40, NO_GO_ON, id="no body after 100"),
        pytest.param(20, asking(FILE), id="stops reading a file"),
        pytest.param(20, asking("/?q=port"), id="stops reading a page"),
    ],
)
def test_a_short_request_is_answered_beside_those_that_wait(
    count: int, first: bytes, address: str, connect: Callable[..., socket.socket], tell: Tell
) -> None:
    for _ in range(count):
        connect(address, first, window=2048)
    taken = quick(address)
    tell(f"{count} connexions lentes, {first[-20:]!r} : {taken:.2f} s au plus")


def test_a_short_request_is_answered_beside_those_that_drip(
    address: str, connect: Callable[..., socket.socket], tell: Tell
) -> None:
    quick(address)
    lines = [connect(address) for _ in range(40)]
    taken = []
    for byte in HALF[:10]:
        for line in lines:
            line.sendall(bytes([byte]))
        taken.append(quick(address))
    tell(f"40 connexions goutte à goutte : {max(taken):.2f} s au plus")


def test_short_requests_are_answered_beside_all_of_them(
    address: str, connect: Callable[..., socket.socket], tell: Tell
) -> None:
    quick(address)
    for count, first in ((40, SILENT), (40, HALF), (40, NO_BODY), (20, asking(FILE))):
        for _ in range(count):
            connect(address, first, window=2048)
    tell(f"140 connexions lentes de toutes sortes : {quick(address):.2f} s au plus")


def dripped(line: socket.socket) -> Answer:
    """What is answered to a request that comes byte by byte and never ends."""
    end = time.monotonic() + GUARD_SECONDS
    line.settimeout(0.2)
    sent = 0
    while time.monotonic() < end:
        line.sendall(HALF[sent % len(HALF) :][:1])
        sent += 1
        with suppress(TimeoutError):
            return read(line)
    pytest.fail("une demande goutte à goutte est attendue sans fin")


def test_what_never_comes_whole_or_drips_is_refused_in_french_and_silence_is_not_answered(
    address: str, connect: Callable[..., socket.socket]
) -> None:
    silent, *others = [
        connect(address, first) for first in (SILENT, HALF, NO_BODY, NO_CHUNK, b"\r")
    ]
    for refused in (dripped(connect(address)), *map(read, others)):
        assert refused.status == 408
        assert "pas arrivée entière à temps" in refused.text
        assert refused.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in refused.headers["content-security-policy"]
    assert silent.recv(100) == b""


def test_files_leave_threads_for_all_else(
    heavy: Path, serving: Serving, connect: Callable[..., socket.socket]
) -> None:
    """Of two threads in each of two processes, one a process sends a file."""
    with serving(heavy, MANCHETTE_THREADS="2") as address:
        lines = [connect(address, asking(FILE), window=2048) for _ in range(6)]
        refused = [line for line in lines if line.recv(12, socket.MSG_PEEK).endswith(b"503")]
        assert len(refused) in {4, 5}
        quick(address)
        for answer in map(read, refused):
            assert int(answer.headers["retry-after"]) > 0
            assert "réessayer dans quelques secondes" in answer.text
            assert "manchette reindex" not in answer.text
            assert answer.headers["cache-control"] == "no-store"
        for line in lines:
            line.close()
        assert until(address, "/search.csv?q=port", 200).body.count(b"\r\n") == 1001


def until(address: str, target: str, status: int) -> Answer:
    """The first answer of this status: either process may answer."""
    end = time.monotonic() + GUARD_SECONDS
    while (answer := ask(address, target)).status != status:
        assert time.monotonic() < end
    return answer


def test_one_thread_sends_files_and_pages(heavy: Path, serving: Serving) -> None:
    with serving(heavy, MANCHETTE_THREADS="1") as address:
        assert until(address, FILE, 200).body.count(b"\n") == 1000
        quick(address)


def test_a_server_that_stops_refuses_at_once_and_ends_what_it_began(
    heavy: Path,
    serving: Serving,
    processes: dict[str, int],
    connect: Callable[..., socket.socket],
) -> None:
    with serving(heavy) as address:
        file = connect(address, asking(FILE), window=2048)
        first = file.recv(12)
        for beginning in (SILENT, HALF):
            connect(address, beginning)
        os.kill(processes[address], signal.SIGTERM)
        end = time.monotonic() + GUARD_SECONDS
        while listened(address):
            assert time.monotonic() < end
            time.sleep(0.01)
        # the file is still being sent
        file.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        rest = bytearray()
        while more := file.recv(1_000_000):
            rest += more
        assert first == b"HTTP/1.1 200"
        assert rest.endswith(b"\r\n0\r\n\r\n")


def listened(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((urlsplit(address).hostname, urlsplit(address).port)) == 0


def test_a_request_may_come_byte_by_byte(
    address: str, connect: Callable[..., socket.socket]
) -> None:
    line = connect(address)
    for _ in range(2):
        for byte in asking("/aide"):
            line.sendall(bytes([byte]))
        assert read(line).status == 200


@pytest.mark.parametrize(
    "form",
    [
        FORM + b"Content-Length: 10\r\n\r\ntexte=port",
        FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\ntex\r\n7;a=b\r\nte=port\r\n0\r\n\r\n",
        FORM + b"Transfer-Encoding: chunked\r\n\r\nA\r\ntexte=port\r\n0\r\nX: y\r\n\r\n",
    ],
)
def test_a_request_may_come_with_the_next(
    form: bytes, address: str, connect: Callable[..., socket.socket]
) -> None:
    line = connect(address, form + asking("/aide"))
    line.shutdown(socket.SHUT_WR)
    answers = b"".join(iter(lambda: line.recv(65_536), b""))
    assert answers.count(b"HTTP/1.1 200 OK\r\n") == 2
    assert b">\nport</textarea>" in answers


def test_a_body_is_sent_once_it_is_asked_for(
    address: str, connect: Callable[..., socket.socket]
) -> None:
    line = connect(address, FORM + b"Content-Length: 10\r\nExpect: 100-continue\r\n\r\n")
    assert line.recv(25, socket.MSG_WAITALL) == b"HTTP/1.1 100 Continue\r\n\r\n"
    line.sendall(b"texte=port")
    assert read(line).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"zz\r\n", 400, id="size that is none"),
        pytest.param(b"-5\r\ntexte\r\n", 400, id="size below zero"),
        pytest.param(b"\r\n", 400, id="no size"),
        pytest.param(b"2\r\ntexte\r\n0\r\n\r\n", 400, id="longer than its size"),
        pytest.param(b"5;\x00\r\ntexte\r\n0\r\n\r\n", 400, id="extension"),
        pytest.param(b"5\r\ntexte\r\n0\r\nX : y\r\n\r\n", 400, id="trailer"),
        pytest.param(b"9" * 40 + b"\r\n", 413, id="size without end"),
        pytest.param(b"4000\r\n" + (b"a" * 16384 + b"\r\n4000\r\n") * 50, 413, id="too long"),
        pytest.param(b"1\r\na\r\n" * 200_000, 413, id="too long in small pieces"),
    ],
)
def test_a_body_in_chunks_that_are_none_is_refused(body: bytes, status: int, address: str) -> None:
    answer = send(address, FORM + b"Transfer-Encoding: chunked\r\n\r\n" + body)
    assert answer.status == status
    assert "Revenir à l’accueil" in answer.text
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("first", [HALF, NO_BODY, NO_CHUNK])
def test_a_request_that_is_cut_is_refused(
    first: bytes, address: str, connect: Callable[..., socket.socket]
) -> None:
    line = connect(address, first)
    line.shutdown(socket.SHUT_WR)
    assert read(line).status == 400


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "PATH_INFO"])
def test_a_header_does_not_say_which_page_is_asked(name: str, address: str) -> None:
    assert "Aide" in ask(address, "/aide", headers={name: "/aide"}).text
    assert ask(address, "/absent", headers={name: "/absent"}).status == 404
    assert ask(address, "/aide", headers={name: "/autre"}).status == 200
