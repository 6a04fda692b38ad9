"""Write the site of deploy/ for the nginx of this machine, on ports of loopback."""

import os
import re
import shutil
import ssl
import subprocess
from collections.abc import Callable, Mapping
from contextlib import closing
from http.client import HTTPSConnection
from pathlib import Path
from typing import NamedTuple

from support.nginx import free_ports
from support.places import DEPLOY

SITE = "localhost"
SECONDS = 20.0
# the keys are for nodes that nobody starts here
NODE_USER = {"NODE_USER": str(os.geteuid())}


class Answer(NamedTuple):
    """What came of one request."""

    status: int
    headers: Mapping[str, str]
    text: str


Get = Callable[..., Answer]


def certified(folder: Path) -> Path:
    """The certificates that the script makes beside a copy of it."""
    script = Path(shutil.copy2(DEPLOY / "certificates.sh", folder))
    subprocess.run([script, SITE], env=os.environ | NODE_USER, check=True)
    return folder / "certificates"


def write(folder: Path, certificates: Path, hosts: str, sign_on: str) -> int:
    """Have site.conf in a folder with the text of its two parts; the port that answers by TLS."""
    ports = dict(zip((80, 443), free_ports(2), strict=True))
    site = (DEPLOY / "proxy/site.conf").read_text("utf-8").replace("${SITE_HOST}", SITE)
    site = site.replace("/etc/nginx/manchette/pages", str(DEPLOY / "proxy"))
    site = re.sub(r"listen (\d+)", lambda one: f"listen 127.0.0.1:{ports[int(one[1])]}", site)
    (folder / "manchette").mkdir()
    (folder / "manchette/hosts.conf").write_text(hosts)
    (folder / "manchette/sign-on.conf").write_text(sign_on)
    (folder / "site.conf").write_text(site)
    (folder / "certificates").symlink_to(certificates / "site")
    return ports[443]


def asking(certificates: Path, port: int) -> Get:
    """What asks the site on a port of loopback for a path, with more headers."""
    context = ssl.create_default_context(cafile=certificates / "ca.pem")

    def get(path: str, body: bytes | None = None, **headers: str) -> Answer:
        with closing(HTTPSConnection(SITE, port, timeout=SECONDS, context=context)) as connection:
            connection.request("POST" if body else "GET", path, body, {"Host": SITE, **headers})
            response = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read().decode())

    return get
