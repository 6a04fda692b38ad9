"""Run a node as deploy/ sets it up: TLS, the security plug-in, its users and their roles."""

import json
import os
import shutil
import ssl
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

from tools.cluster import artefacts
from tools.cluster.nodes import (
    DIES_WITH_ITS_PARENT,
    HOST,
    SECONDS,
    Node,
    NotGreen,
    free_ports,
    said_last,
)
from tools.cluster.releases import Release, chosen, java_home

DEPLOY = Path(__file__).parents[2] / "deploy"
# what of deploy/ is for all nodes, and what a node is certified as there
NAME = "search-1"
SECURITY = ("internal_users.yml", "roles.yml", "roles_mapping.yml")
USERS = ("web", "indexer", "watch")
PLUGIN, ANALYSIS = "opensearch-security", "analysis-common"
# what differs from deploy/opensearch/opensearch.yml: one node, on a machine that is not its own
SETTINGS = {
    "network.host": HOST,
    "cluster.initial_cluster_manager_nodes": NAME,
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "bootstrap.memory_lock": "false",
    "node.store.allow_mmap": "false",
    "plugins.security.audit.type": "log4j",
}
# the log tells which rights are used, and which are missing
AUDIT = """\
_meta: {type: audit, config_version: 2}
config:
  enabled: true
  audit:
    enable_rest: false
    enable_transport: true
    disabled_transport_categories: [AUTHENTICATED]
    log_request_body: false
    resolve_indices: false
"""
# the smallest distribution has no module of tokenizers
MODULE = """\
description=analysis
name=analysis-common
classname={1}
java.version=11
version={0}
opensearch.version={0}
"""
# what the smallest Javas lack, and a small index does not miss
VECTORS = "jdk.incubator.vector"
# plug-ins of the whole distribution that take something from this one
EXTENDED = "extended.plugins"
JAVA = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
# a node refuses to run as root
NOBODY = 65_534
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@dataclass(frozen=True, slots=True)
class Secured:
    """A node that answers on `url` to `passwords`, by user, and to the administrator."""

    url: str
    node: Node
    certificates: Path
    passwords: Mapping[str, str]

    @property
    def authority(self) -> Path:
        """The file of the authority that the node is certified by."""
        return self.certificates / "ca.pem"

    def ask(self, method: str, path: str, body: object = None, user: str = "") -> tuple[int, Any]:
        """The status and the answer that a user gets, the administrator without one."""
        context = ssl.create_default_context(cafile=str(self.authority))
        headers = {"Content-Type": "application/json"}
        if user:
            secret = b64encode(f"{user}:{self.passwords[user]}".encode()).decode()
            headers["Authorization"] = f"Basic {secret}"
        else:
            admin = self.certificates / "admin"
            context.load_cert_chain(admin / "admin.pem", admin / "admin-key.pem")
        address = urlsplit(self.url).netloc
        with closing(HTTPSConnection(address, timeout=SECONDS, context=context)) as connection:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"{}")


@contextmanager
def running() -> Iterator[Secured]:
    """A node that serves, with the users and the roles of deploy/.

    Raise `Missing` of `releases`, or `NotGreen` when it is not there within `SECONDS`.
    """
    # not under a folder of pytest's, which only its owner may enter
    with TemporaryDirectory(prefix="secured-") as folder:
        secured = _made(Path(folder))
        secured.node.start()
        try:
            _await(secured)
            yield secured
        finally:
            secured.node.stop()


def _made(folder: Path) -> Secured:
    """A node in a folder, not started yet."""
    release = chosen()
    home = _installed(folder, release)
    config = home / "config"
    certificates = _certified(folder)
    shutil.copytree(certificates / NAME, config / "certificates")
    for name in SECURITY:
        shutil.copy(DEPLOY / "opensearch" / name, config / PLUGIN)
    shutil.copy(DEPLOY / "opensearch/opensearch.yml", config)
    (config / PLUGIN / "audit.yml").write_text(AUDIT)
    http, transport = free_ports(2)
    ports = {"http.port": http, "transport.port": transport}
    settings = SETTINGS | ports | {"discovery.seed_hosts": f"{HOST}:{transport}"}
    command = (
        str(home / "bin/opensearch"),
        *(f"-E{key}={value}" for key, value in settings.items()),
    )
    passwords = {user: token_hex(16) for user in USERS}
    variables = {
        "PATH": os.environ["PATH"],
        "OPENSEARCH_JAVA_HOME": str(java_home(release)),
        "OPENSEARCH_JAVA_OPTS": JAVA,
        "NODE": NAME,
        "ZONE": "1",
        **{f"{user.upper()}_PASSWORD": password for user, password in passwords.items()},
    }
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
        # who changes user loses what the first one asked of the kernel
        command = (*AS_NOBODY, *DIES_WITH_ITS_PARENT[1:], *command)
    node = Node(f"https://localhost:{http}", command, folder / "log", variables)
    return Secured(node.url, node, certificates, passwords)


def _installed(folder: Path, release: Release) -> Path:
    """The distribution with its plug-in, as the command that installs plug-ins leaves it."""
    with ZipFile(artefacts.file(release, "opensearch.zip")) as archive:
        archive.extractall(folder)
    (home,) = folder.iterdir()
    for script in (home / "bin").iterdir():
        script.chmod(0o755)
    _leave_out(home / "config/jvm.options", VECTORS)
    plugin = home / "plugins" / PLUGIN
    with ZipFile(artefacts.file(release, f"{PLUGIN}.zip")) as archive:
        archive.extractall(plugin)
    _leave_out(plugin / "plugin-descriptor.properties", EXTENDED)
    for jar in release.lacking:
        shutil.copy(artefacts.file(release, jar), plugin)
    (plugin / "config").rename(home / "config" / PLUGIN)
    module = home / "modules" / ANALYSIS
    module.mkdir()
    shutil.copy(artefacts.file(release, f"{ANALYSIS}.jar"), module)
    described = MODULE.format(release.version, release.analysis)
    (module / "plugin-descriptor.properties").write_text(described)
    shutil.copy(artefacts.own_jar(), home / "lib")
    return home


def _leave_out(file: Path, words: str) -> None:
    """Have no line in a file that holds some words."""
    kept = (line for line in file.read_text().splitlines() if words not in line)
    file.write_text("\n".join(kept))


def _certified(folder: Path) -> Path:
    """The certificates that deploy/ makes."""
    script = Path(shutil.copy(DEPLOY / "certificates.sh", folder))
    subprocess.run([script, "localhost"], check=True, timeout=SECONDS)
    return folder / "certificates"


def _await(secured: Secured) -> None:
    end = time.monotonic() + SECONDS
    while not _serves(secured):
        if time.monotonic() > end or secured.node.process.poll() is not None:
            raise NotGreen(said_last(secured.node))
        time.sleep(0.1)


def _serves(secured: Secured) -> bool:
    try:
        return secured.ask("GET", "/_cluster/health", user="watch")[0] == HTTPStatus.OK
    except (OSError, HTTPException, ValueError):
        return False
