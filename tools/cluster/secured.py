"""Run nodes as deploy/ sets them up: TLS, the security plug-in, its users and their roles."""

import json
import os
import shutil
import ssl
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from tools.cluster.distribution import certified, installed
from tools.cluster.nodes import (
    DIES_WITH_ITS_PARENT,
    HOST,
    SECONDS,
    Node,
    NotGreen,
    free_ports,
    said_last,
)
from tools.cluster.releases import chosen, java_home

# what nodes are certified as in deploy/
NAMES = ("search-1", "search-2", "search-3")
USERS = ("web", "indexer", "watch", "snapshot")
# what differs from deploy/opensearch/opensearch.yml, on a machine that is not a node's own
SETTINGS = {
    "network.host": HOST,
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "bootstrap.memory_lock": "false",
    "node.store.allow_mmap": "false",
    "plugins.security.audit.type": "log4j",
}
JAVA = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
# a node refuses to run as root
USER = os.geteuid() or 65_534
AS_USER = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")


@dataclass(frozen=True, slots=True)
class Secured:
    """Nodes that answer to `passwords`, by user, and to the administrator."""

    nodes: tuple[Node, ...]
    certificates: Path
    passwords: Mapping[str, str]

    @property
    def node(self) -> Node:
        """The one that is asked."""
        return self.nodes[0]

    @property
    def url(self) -> str:
        """Its address."""
        return self.node.url

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

    def await_all(self) -> None:
        """Wait until all nodes and shards are there; raise NotGreen."""
        end = time.monotonic() + SECONDS * len(self.nodes)
        while not self._is_green():
            if time.monotonic() > end or any(one.process.poll() is not None for one in self.nodes):
                raise NotGreen("\n".join(map(said_last, self.nodes)))
            time.sleep(0.1)

    def _is_green(self) -> bool:
        try:
            status, health = self.ask("GET", "/_cluster/health", user="watch")
        except (OSError, HTTPException, ValueError):
            return False
        is_whole = status == HTTPStatus.OK and health["status"] == "green"
        return bool(is_whole and health["number_of_nodes"] == len(self.nodes))


@contextmanager
def running(count: int = 1) -> Iterator[Secured]:
    """Some of the nodes of deploy/, one to three, which serve its users under their roles.

    Raise `Missing` of `releases`, or `NotGreen` when they are not there within `SECONDS` each.
    """
    # not under a folder of pytest's, which only its owner may enter
    with TemporaryDirectory(prefix="secured-") as folder, ExitStack() as stack:
        secured = _made(Path(folder), NAMES[:count])
        for node in secured.nodes:
            node.start()
            stack.callback(node.stop)
        secured.await_all()
        yield secured


def _made(folder: Path, names: Sequence[str]) -> Secured:
    """Nodes in a folder, not started yet."""
    certificates = certified(folder, USER)
    (folder / "snapshots").mkdir()
    passwords = {user: token_hex(16) for user in USERS}
    ports = free_ports(2 * len(names))
    transport = ports[len(names) :]
    settings = SETTINGS | {
        "cluster.initial_cluster_manager_nodes": ",".join(names),
        "discovery.seed_hosts": ",".join(f"{HOST}:{port}" for port in transport),
    }
    variables = {
        "PATH": os.environ["PATH"],
        "OPENSEARCH_JAVA_HOME": str(java_home(chosen())),
        "OPENSEARCH_JAVA_OPTS": JAVA,
        "SNAPSHOTS": str(folder / "snapshots"),
        **{f"{user.upper()}_PASSWORD": password for user, password in passwords.items()},
    }
    nodes = []
    for rank, name in enumerate(names):
        home = installed(folder / name, chosen())
        shutil.copytree(certificates / name, home / "config/certificates")
        given = settings | {"http.port": ports[rank], "transport.port": transport[rank]}
        command = (str(home / "bin/opensearch"), *(f"-E{key}={one}" for key, one in given.items()))
        if os.geteuid() != USER:
            # who changes user loses what the first one asked of the kernel
            command = (*AS_USER, *DIES_WITH_ITS_PARENT[1:], *command)
        own = {**variables, "NODE": name, "ZONE": str(rank)}
        log = folder / f"{name}.log"
        nodes.append(Node(f"https://localhost:{ports[rank]}", command, log, own))
    if os.geteuid() != USER:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, USER, USER)
    return Secured(tuple(nodes), certificates, passwords)
