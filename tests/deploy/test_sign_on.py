"""Do people pass by the sign-on and programs by a key, as docs/deployment.md says? A real nginx."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import Serving
from support.places import ROOT
from support.wire import Answer, ask

from indexer.generations import keys

pytestmark = pytest.mark.slow
SECONDS = 20.0
SIGNED_ON = {"Cookie": "session=1"}
_WRITTEN = "client_body proxy fastcgi uwsgi scgi".split()
CONF = """
daemon off; pid nginx.pid; error_log error.log;
{user}
events {{ worker_connections 64; }}
http {{
    {temporary}
    access_log off;
    upstream manchette {{ server {upstream}; }}
    server {{
        listen unix:{folder}/sign-on.sock;
        if ($cookie_session = "") {{ return 401; }}
        add_header X-User claire;
        return 204;
    }}
    server {{
        listen 127.0.0.1:{port};
        location = /sso {{ internal; proxy_pass http://unix:{folder}/sign-on.sock; }}
        {documented}
    }}
}}
"""


@contextmanager
def signing_on(folder: Path, address: str) -> Iterator[str]:
    """The proxy of the document in front of a server; gives its address."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        pytest.skip("pas de nginx sur cette machine (Debian : apt-get install nginx)")
    (documented,) = re.findall(
        r"```nginx\n(.+?)```", (ROOT / "docs/deployment.md").read_text("utf-8"), re.DOTALL
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    text = CONF.format(
        user="user root root;" if os.geteuid() == 0 else "",
        temporary=" ".join(f"{name}_temp_path {name};" for name in _WRITTEN),
        upstream=address.removeprefix("http://"),
        folder=folder,
        port=port,
        documented=documented,
    )
    (folder / "nginx.conf").write_text(text)
    command = (nginx, "-p", folder, "-c", folder / "nginx.conf", "-e", "error.log")
    with subprocess.Popen(command) as process:
        try:
            end = time.monotonic() + SECONDS
            while time.monotonic() < end and process.poll() is None and not _listens(port):
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_people_pass_by_the_sign_on_and_programs_by_their_key(
    serving: Serving, samples_index: Path, tmp_path: Path
) -> None:
    index = shutil.copytree(samples_index, tmp_path / "index")
    bearer = {"Authorization": f"Bearer {keys.add(index, 'maquette', None, 100)}"}
    with (
        serving(index, MANCHETTE_SERVICE_KEYS="true") as address,
        signing_on(tmp_path, address) as proxy,
    ):

        def status(path: str, headers: dict[str, str]) -> int:
            answer: Answer = ask(proxy, path, headers=headers)
            return answer.status

        claimed = {"X-Remote-User": "claire"}
        for path in ("/?q=le", "/api/v1/search?q=le", "/search.csv?q=le", "/search.atom?q=le"):
            assert status(path, SIGNED_ON) == 200, path
            assert status(path, {}) == status(path, claimed) == 401, path
            assert status(path, {"Authorization": "Bearer faux"} | claimed) == 401, path
            assert status(path, bearer | claimed) == (401 if path == "/?q=le" else 200), path
            # nobody signs anybody on at the server itself but who is on its machine
            assert ask(address, path).status == 401
        assert status("/readyz", SIGNED_ON) == 404
        assert ask(address, "/readyz").status == 200
