"""What do the tests share: an index of the samples, a server, a browser?"""

import os
import shutil
import socket
import subprocess
import sysconfig
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from support.every_engine import needing_a_cluster
from support.hang import guarded
from support.places import JUDGED, ROOT
from support.sharing_out import (  # noqa: F401 - pytest finds them here
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)
from support.slow_line import slow

from indexer.config import Settings
from indexer.indexing.reindex import reindex
from tools.cluster.nodes import SOON, Cluster, running
from webapp import create_app

START_SECONDS = 15.0
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Of a property, in the suite; the long form has ten times as many
EXAMPLES = 30
# A time limit on each example fails on a busy machine, for no fault of the code.
# In CI the same examples each time: a new one found there would fail a change it has no part in.
settings.register_profile(
    "short", deadline=None, derandomize="CI" in os.environ, max_examples=EXAMPLES
)
settings.register_profile("long", settings.get_profile("short"), max_examples=10 * EXAMPLES)

# Where a run leaves why it skipped what
_SKIPPED = "manchette/skipped"

Scale = Callable[[int, int], int]
Tell = Callable[[str], None]
Within = Callable[[float], AbstractContextManager[None]]
Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def samples_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the demonstration archive."""
    root = tmp_path_factory.mktemp("samples") / "index"
    reindex(JUDGED, root, "whoosh", lambda *_: None)
    return root


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents and real pages that stands beside the checkout."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("le dossier partagé n’est pas à côté du dépôt")
    return folder


@pytest.fixture(scope="session")
def client(samples_index: Path) -> FlaskClient:
    """A client of the application that serves the samples, without a socket."""
    return create_app(Settings(index=samples_index, trusted_hosts=("localhost",))).test_client()


@pytest.fixture(scope="session")
def command() -> Path:
    """The installed command `manchette`."""
    return Path(sysconfig.get_path("scripts")) / "manchette"


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """The variables of this process, without any setting of Manchette."""
    return {name: text for name, text in os.environ.items() if not name.startswith("MANCHETTE_")}


@pytest.fixture(scope="session")
def processes() -> dict[str, int]:
    """The process of each server that runs, by its address."""
    return {}


@pytest.fixture(scope="session")
def workers(processes: dict[str, int]) -> Callable[[str], set[str]]:
    """Which processes answer at the address of a server; a death changes them."""

    return lambda address: _children(processes[address])


def _children(pid: int) -> set[str]:
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


@pytest.fixture(scope="session")
def serving(
    command: Path,
    environment: dict[str, str],
    processes: dict[str, int],
    tmp_path_factory: pytest.TempPathFactory,
    pytestconfig: pytest.Config,
) -> Serving:
    """Serve an index directory, or what settings say, with `manchette serve` for a block.

    Gives the address; more variables of its environment can be given.
    """

    @contextmanager
    def serve(index: Path | None, **variables: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("server")
        named: list[str | Path] = ["--index", index] if index else []
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [command, "serve", *named, "--port", str(port)],
                cwd=folder,
                env=environment | variables,
                stdout=log,
                stderr=log,
            )
        try:
            _await(port, process, folder / "log")
            line = slow(port) if pytestconfig.getoption("--slow-line") else nullcontext(port)
            with line as reached:
                address = f"http://127.0.0.1:{reached}"
                processes[address] = process.pid
                yield address
        finally:
            process.terminate()
            process.wait(10)

    return serve


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            listening = probe.connect_ex(("127.0.0.1", port)) == 0
        if listening and len(_children(process.pid)) == Settings().processes:
            return
        time.sleep(0.05)
    pytest.fail(f"le serveur n’a pas démarré :\n{log.read_text()}")


@pytest.fixture(scope="session")
def server(serving: Serving, samples_index: Path) -> Iterator[str]:
    """The address of a server of the samples."""
    with serving(samples_index) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = next(filter(None, found), None)
    if path is None:
        pytest.skip("pas de Chromium sur cette machine (Debian : apt-get install chromium)")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=[*CHROMIUM_ARGUMENTS, *sandbox]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The cluster that OPENSEARCH_URL names, else one of our own."""
    if urls := os.environ.get("OPENSEARCH_URL"):
        yield Cluster(tuple(urls.split(",")))
        return
    with ExitStack() as stack:
        with needing_a_cluster():
            own = stack.enter_context(running(SOON, tmp_path_factory.getbasetemp()))
        yield own


@pytest.fixture
def losable(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, whose nodes a test may stop or freeze: all are back afterwards."""
    if not cluster.nodes:
        pytest.skip("les nœuds du cluster d’OPENSEARCH_URL ne sont pas à nous")
    yield cluster
    for node in cluster.nodes:
        node.thaw()
        if node.process.poll() is not None:
            node.start()
    cluster.await_green()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None, None, None]:
    """Say last what was skipped and why, so that no green run hides a missing part."""
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # a worker of several
        return
    reasons = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in reporter.stats.get("skipped", [])
    )
    # without its plugin there is no cache to leave a word in
    if session.config.pluginmanager.hasplugin("cacheprovider") and session.config.cache:
        cache = session.config.cache
        if session.config.getoption("--and-before"):
            reasons.update(cache.get(_SKIPPED, {}))
        cache.set(_SKIPPED, dict(reasons))
    told = " ; ".join(f"{count} × {reason}" for reason, count in sorted(reasons.items()))
    reporter.write_line(f"sauté : {told}" if told else "rien n’a été sauté")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples of a property are tried, before any is read."""
    settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have an option for the long form, and one for the second half of `make test`."""
    parser.addoption(
        "--long", action="store_true", help="the long form, where there is one: make proof"
    )
    parser.addoption(
        "--slow-line", action="store_true", help="pages come in parts, with pauses: make proof"
    )
    parser.addoption(
        "--and-before", action="store_true", help="tell what the run before skipped too"
    )


@pytest.fixture(scope="session")
def scale(request: pytest.FixtureRequest) -> Scale:
    """Choose between a number for the suite and one for the long form."""
    is_long = request.config.getoption("--long", default=False)
    return lambda short, long: long if is_long else short


@pytest.fixture
def within(request: pytest.FixtureRequest) -> Within:
    """Fail a block that hangs and, in the long form, one that takes longer than some seconds."""
    is_long = request.config.getoption("--long", default=False)

    @contextmanager
    def block(seconds: float) -> Iterator[None]:
        begun = time.monotonic()
        with guarded():
            yield
        if is_long:
            assert time.monotonic() - begun < seconds

    return block


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Tell:
    """Print a figure at once, whatever pytest keeps."""

    def print_now(text: str) -> None:
        with capfd.disabled():
            print(text, flush=True)  # noqa: T201 - figures are what the long form is for

    return print_now
