"""Does the proxy of deploy/ hand on to web hosts of which one may fail? A real nginx, with TLS."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import RemoteDisconnected
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from conftest import Serving
from support import proxy
from support.nginx import nginx
from support.places import DEPLOY
from support.proxy import Get

pytestmark = pytest.mark.slow
Behind = Callable[[Sequence[str]], Get]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of a site and of its authority."""
    return proxy.certified(tmp_path_factory.mktemp("deploy"))


@pytest.fixture
def behind(certificates: Path, tmp_path: Path) -> Iterator[Behind]:
    """Starts the proxy on loopback, in front of some addresses; gives what asks it."""
    with ExitStack() as stack:

        def start(hosts: Sequence[str]) -> Get:
            sign_on = (DEPLOY / "proxy/sign-on.conf").read_text("utf-8")
            port = proxy.write(tmp_path, certificates, _upstream(hosts), sign_on)
            stack.enter_context(nginx(tmp_path, port))
            return proxy.asking(certificates, port)

        yield start


def _upstream(hosts: Sequence[str]) -> str:
    # addresses need no name server
    lines = (DEPLOY / "proxy/hosts.conf").read_text("utf-8").replace(" resolve", "").splitlines()
    servers = [line.split(maxsplit=2) for line in lines if line.startswith("server")]
    return "\n".join(
        f"server {host.removeprefix('http://')} {parameters}"
        for host, (_, _, parameters) in zip(hosts, servers, strict=True)
    )


def strict(headers: Mapping[str, str]) -> bool:
    """Whether a browser is told to stay on https, to keep to itself what it asks, and no more."""
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] in {"no-store", "private, no-cache"}
    return True


def test_pages_come_by_either_host_and_then_it_is_said_that_none_is_left(
    behind: Behind, serving: Serving, samples_index: Path, tmp_path: Path
) -> None:
    with serving(samples_index) as one:
        with serving(samples_index) as other:
            get = behind([one, other])
            assert {get("/?q=gr%C3%A8ve").status for _ in range(10)} == {200}
            assert "https://localhost/" in get("/search.atom?q=").text
            assert strict(get("/?q=gr%C3%A8ve").headers)
            with pytest.raises(RemoteDisconnected):
                get("/", Host="ailleurs.example")
        assert {get("/?q=gr%C3%A8ve").status for _ in range(10)} == {200}
    for path, body in (("/?q=gr%C3%A8ve", None), ("/search.csv?q=a", None), ("/deja-traite", b"a")):
        answer = get(path, body=body)
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "5"
        assert "Les archives ne répondent pas" in answer.text
        assert strict(answer.headers)
    for log in ("stderr", "error.log"):
        assert "gr%C3%A8ve" not in (tmp_path / log).read_text()


def test_what_the_program_says_of_its_index_is_handed_on(
    behind: Behind, serving: Serving, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    with serving(empty) as one, serving(empty) as other:
        get = behind([one, other])
        answers = [get("/?q=gr%C3%A8ve") for _ in range(6)]
    assert {answer.status for answer in answers} == {503}
    assert all("Retry-After" in answer.headers for answer in answers)
    assert not any("Les archives ne répondent pas" in answer.text for answer in answers)


def test_who_asks_too_much_is_told_to_wait(
    behind: Behind, serving: Serving, samples_index: Path, tmp_path: Path
) -> None:
    with serving(samples_index) as one:
        get = behind([one, one])
        files = [get("/selection.csv?id=hippogriffe") for _ in range(50)]
        pages = [get("/aide") for _ in range(20)]
    assert files[0].status == 200
    assert {answer.status for answer in files} == {200, 429}
    assert {answer.status for answer in pages} == {200}
    refused = files[-1]
    assert refused.headers["Retry-After"] == "5"
    assert "Patientez quelques secondes" in refused.text
    assert strict(refused.headers)
    assert "hippogriffe" not in (tmp_path / "stderr").read_text()


def test_what_the_proxy_does_not_take_is_refused_in_french(
    behind: Behind, serving: Serving, samples_index: Path
) -> None:
    with serving(samples_index) as one:
        get = behind([one, one])
        answers = [
            get("/?q=" + "a" * 20_000),
            get("/deja-traite", body=b"a" * 2_000_000),
            get("/.proxy/refusee.html"),
        ]
    assert [answer.status for answer in answers] == [414, 413, 404]
    for answer in answers:
        assert "Demande refusée" in answer.text
        assert strict(answer.headers)


def test_what_watches_asks_the_web_hosts_and_nobody_by_the_proxy(
    behind: Behind, serving: Serving, samples_index: Path
) -> None:
    with serving(samples_index) as one:
        get = behind([one, one])
        for path in (
            "healthz",
            "readyz",
            "metrics",
            "/healthz",
            "%68ealthz",
            "x/../readyz?a",
            "archives/readyz",
        ):
            answer = get(f"/{path}")
            assert answer.status == 404
            assert "Demande refusée" in answer.text


def test_a_file_may_take_longer_than_a_page(behind: Behind) -> None:
    """A host that says nothing for five seconds is given up for a page, and not for a file."""
    with ExitStack() as stack:
        slow = stack.enter_context(_slow_host(5.0))
        get = behind([slow, slow])
        with ThreadPoolExecutor() as pool:
            found = pool.map(get, ("/search.csv?q=a", "/selection.csv?q=a", "/?q=a"))
        assert [answer.status for answer in found] == [200, 200, 503]


@contextmanager
def _slow_host(seconds: float) -> Iterator[str]:
    """The address of a web host that answers after some seconds."""

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(seconds)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as host:
        thread = Thread(target=host.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{host.server_port}"
        host.shutdown()
        thread.join()
