"""Run a cluster on loopback, of nodes that can be killed or frozen one by one."""

import json
import os
import signal
import socket
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tools.cluster.artefacts import class_path
from tools.cluster.releases import Release, chosen, java_home

HOST = "127.0.0.1"
SECONDS = 120.0
ASK_SECONDS = 5.0
LOG_LINES = 12
# by the kernel, so that not even a frozen node outlives a run that is killed
DIES_WITH_ITS_PARENT = ("setpriv", "--pdeathsig", "KILL")
# under the ports that the system gives to clients: one could take that of a node that is stopped
PORTS, FIRST_PORT = 10_000, 20_000
PORTS_APART = 16
MANAGER = "manager"
# the manager holds no data, so that any of the others can be lost and the cluster still has it
ROLES = {"first": "data", "second": "data", MANAGER: "cluster_manager"}
SETTINGS = {
    "network.host": HOST,
    "cluster.name": "manchette",
    "cluster.initial_cluster_manager_nodes": MANAGER,
    "cluster.routing.allocation.disk.threshold_enabled": "false",
    "node.store.allow_mmap": "false",
    # as in deploy/opensearch/opensearch.yml, which says why
    "indices.query.bool.max_clause_count": "131072",
}
# what the server's own scripts say: the first has ThaiWords found
LOCALES = "-Djava.locale.providers=SPI,CLDR"
# options of Java: a node that starts soon, a node that is measured
SOON = ("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
FAST = ("-Xmx1g",)


class NotGreen(Exception):
    """A node or a shard is missing; says what each node wrote last."""


@dataclass(slots=True)
class Node:
    """A process, which keeps its address and its data from one start to the next."""

    url: str
    command: tuple[str, ...]
    log: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start without waiting. The node dies with the thread that calls this."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                (*DIES_WITH_ITS_PARENT, *self.command),
                cwd=self.log.parent,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self) -> None:
        """Kill it, frozen or not: it tells the others nothing."""
        self.process.kill()
        self.process.wait(SECONDS)

    def freeze(self) -> None:
        """Let it answer nothing, its connections open."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on after `freeze`."""
        self.process.send_signal(signal.SIGCONT)


@dataclass(frozen=True, slots=True)
class Cluster:
    """`nodes`: one for each of `urls`, then the manager; none where the cluster is not ours."""

    urls: tuple[str, ...]
    nodes: tuple[Node, ...] = ()

    def await_green(self) -> None:
        """Wait until each address answers that all nodes and shards are there; raise NotGreen."""
        end = time.monotonic() + SECONDS
        for url in self.urls:
            while not self._is_green(url):
                if time.monotonic() > end or any(
                    node.process.poll() is not None for node in self.nodes
                ):
                    raise NotGreen("\n".join(map(said_last, self.nodes)))
                time.sleep(0.1)

    def _is_green(self, url: str) -> bool:
        with closing(HTTPConnection(urlsplit(url).netloc, timeout=ASK_SECONDS)) as connection:
            try:
                connection.request("GET", "/_cluster/health")
                health = json.load(connection.getresponse())
            except (OSError, HTTPException):
                return False
        return bool(health["status"] == "green" and health["number_of_nodes"] >= len(self.nodes))


@contextmanager
def running(java: tuple[str, ...], parent: Path | None = None) -> Iterator[Cluster]:
    """A green cluster; what it writes is under `parent` and goes with it.

    Raise `Missing` of `releases`, or `NotGreen` when it is not there within `SECONDS`.
    """
    command = _command(chosen(), java)
    with TemporaryDirectory(prefix="cluster-", dir=parent) as folder, ExitStack() as stack:
        nodes = tuple(_nodes(command, Path(folder)))
        for node in nodes:
            node.start()
            stack.callback(node.stop)
        cluster = Cluster(tuple(node.url for node in nodes[:-1]), nodes)
        cluster.await_green()
        yield cluster


def _command(release: Release, java: tuple[str, ...]) -> tuple[str, ...]:
    program = str(java_home(release) / "bin/java")
    options = (*java, LOCALES, "-Dlog4j2.level=INFO", "-cp", class_path(release))
    return (program, *options, "ClusterNode", *release.modules)


def _nodes(command: tuple[str, ...], folder: Path) -> Iterator[Node]:
    ports = free_ports(2 * len(ROLES))
    transport = dict(zip(ROLES, ports, strict=False))
    for name, http in zip(ROLES, ports[len(ROLES) :], strict=True):
        settings = SETTINGS | {
            "node.name": name,
            "node.roles": ROLES[name],
            "path.home": str(folder / name),
            "http.port": str(http),
            "transport.port": str(transport[name]),
            "discovery.seed_hosts": f"{HOST}:{transport[MANAGER]}",
        }
        arguments = (f"{key}={value}" for key, value in settings.items())
        yield Node(f"http://{HOST}:{http}", (*command, *arguments), folder / f"{name}.log")


def free_ports(number: int) -> list[int]:
    """Ports of loopback that nothing listens on."""
    # two runs at once, of processes started one after the other, look in different places
    candidates = (FIRST_PORT + port % PORTS for port in count(os.getpid() * PORTS_APART))
    return list(islice(filter(_is_free, candidates), number))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def said_last(node: Node) -> str:
    """The last lines of what it wrote, for whoever finds out why it does not serve."""
    with node.log.open() as log:
        lines = deque((line.rstrip() for line in log if not line.startswith("\tat ")), LOG_LINES)
    state = "n’a pas fini de démarrer" if node.process.poll() is None else "s’est arrêté"
    return "\n".join([f"le nœud « {node.log.stem} » {state} :", *lines])
