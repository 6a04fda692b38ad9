"""Run the nginx of this machine in front of servers, from a folder of a test."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

START_SECONDS = 20.0
_WRITTEN = "client_body proxy fastcgi uwsgi scgi".split()
# as root it would become another user, who cannot read the folder of a test
_CONF = f"""
daemon off;
{"user root root;" if os.geteuid() == 0 else ""}
pid nginx.pid;
error_log error.log;
events {{ worker_connections 64; }}
http {{ {" ".join(f"{name}_temp_path {name};" for name in _WRITTEN)} include site.conf; }}
"""


@contextmanager
def nginx(folder: Path, port: int, conf: str = _CONF) -> Iterator[None]:
    """Run for a block the site.conf of a folder, which has it listen on a port of loopback.

    `conf` is what includes it. What nginx says is in the files stderr and error.log there. Skips
    the test where there is no nginx.
    """
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("pas de nginx sur cette machine (Debian : apt-get install nginx)")
    (folder / "nginx.conf").write_text(conf)
    command = (program, "-p", folder, "-c", folder / "nginx.conf", "-e", "error.log")
    with (folder / "stderr").open("w") as told, subprocess.Popen(command, stderr=told) as process:
        try:
            _await(port, process, folder)
            yield
        finally:
            process.terminate()


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nobody listens on, each another."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _await(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nginx n’a pas démarré :\n{(folder / 'error.log').read_text()}")
