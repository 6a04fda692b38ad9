"""Does the proxy of deploy/ hand on to web hosts of which one may fail? A real nginx, with TLS."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from http.client import HTTPSConnection, RemoteDisconnected
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Serving

pytestmark = pytest.mark.slow
DEPLOY = Path(__file__).parent.parent / "deploy"
SITE = "localhost"
SECONDS = 20.0
_WRITTEN = "client_body proxy fastcgi uwsgi scgi".split()
# as root it would become another user, who cannot read the folder of a test
CONF = f"""
daemon off;
{"user root root;" if os.geteuid() == 0 else ""}
pid nginx.pid;
error_log error.log;
events {{ worker_connections 64; }}
http {{ {" ".join(f"{name}_temp_path {name};" for name in _WRITTEN)} include site.conf; }}
"""


class Answer(NamedTuple):
    """What came of one request."""

    status: int
    headers: Mapping[str, str]
    text: str


Get = Callable[..., Answer]
Behind = Callable[[Sequence[str]], Get]


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the script makes beside a copy of it."""
    script = Path(shutil.copy2(DEPLOY / "certificates.sh", tmp_path_factory.mktemp("deploy")))
    subprocess.run([script, SITE], check=True)
    return script.parent / "certificates"


@pytest.fixture
def behind(certificates: Path, tmp_path: Path) -> Iterator[Behind]:
    """Starts the proxy on loopback, in front of some addresses; gives what asks it."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("pas de nginx sur cette machine (Debian : apt-get install nginx)")
    with ExitStack() as stack:

        def start(hosts: Sequence[str]) -> Get:
            port = _write(tmp_path, certificates, hosts)
            command = (nginx, "-p", tmp_path, "-c", tmp_path / "nginx.conf", "-e", "error.log")
            process = stack.enter_context(subprocess.Popen(command))
            stack.callback(process.terminate)
            _await(port, process, tmp_path)
            context = ssl.create_default_context(cafile=certificates / "ca.pem")

            def get(path: str, host: str = SITE) -> Answer:
                with closing(HTTPSConnection(SITE, port, timeout=SECONDS, context=context)) as to:
                    to.request("GET", path, headers={"Host": host})
                    response = to.getresponse()
                    return Answer(response.status, dict(response.headers), response.read().decode())

            return get

        yield start


def _write(folder: Path, certificates: Path, hosts: Sequence[str]) -> int:
    """Write the proxy's files for this machine; the port it answers on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(2)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        ports = {
            name: probe.getsockname()[1] for name, probe in zip((80, 443), probes, strict=True)
        }
    site = (DEPLOY / "proxy/site.conf").read_text("utf-8").replace("${SITE_HOST}", SITE)
    site = site.replace("/etc/nginx/manchette/pages", str(DEPLOY / "proxy"))
    site = re.sub(r"listen (\d+)", lambda one: f"listen 127.0.0.1:{ports[int(one[1])]}", site)
    # addresses need no name server
    lines = (DEPLOY / "proxy/hosts.conf").read_text("utf-8").replace(" resolve", "").splitlines()
    servers = [line.split(maxsplit=2) for line in lines if line.startswith("server")]
    (folder / "manchette").mkdir()
    (folder / "manchette/hosts.conf").write_text(
        "\n".join(
            f"server {host.removeprefix('http://')} {parameters}"
            for host, (_, _, parameters) in zip(hosts, servers, strict=True)
        )
    )
    (folder / "site.conf").write_text(site)
    (folder / "nginx.conf").write_text(CONF)
    (folder / "certificates").symlink_to(certificates / "site")
    return int(ports[443])


def _await(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nginx n’a pas démarré :\n{(folder / 'error.log').read_text()}")


def test_pages_come_by_either_host_and_then_it_is_said_that_none_is_left(
    behind: Behind, serving: Serving, samples_index: Path
) -> None:
    with serving(samples_index) as one:
        with serving(samples_index) as other:
            get = behind([one, other])
            assert {get("/?q=gr%C3%A8ve").status for _ in range(10)} == {200}
            assert "https://localhost/" in get("/search.atom?q=").text
            with pytest.raises(RemoteDisconnected):
                get("/", host="ailleurs.example")
        assert {get("/?q=gr%C3%A8ve").status for _ in range(10)} == {200}
    for _ in range(3):
        answer = get("/?q=gr%C3%A8ve")
        assert answer.status == 503
        assert answer.headers["Retry-After"] == "5"
        assert "Les archives ne répondent pas" in answer.text


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
