"""Does `make dev` serve what was just written, without a restart by hand?"""

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.places import ROOT

BEFORE, AFTER = "Chercher dans l’archive</h1>", "Chercher ici</h1>"
PATIENCE_SECONDS = 60.0


@pytest.fixture
def tree(tmp_path: Path, samples_index: Path) -> Path:
    """A copy of what `make dev` works on, its demonstration archive built."""
    for name in ("indexer", "webapp"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "samples").mkdir()
    # the commands of this environment; its stamps are newer than what it is made of
    commands = tmp_path / ".venv/bin"
    commands.mkdir(parents=True)
    for name in ("manchette", "watchfiles"):
        (commands / name).symlink_to(Path(sys.executable).parent / name)
    (tmp_path / ".venv/run").touch()
    shutil.copytree(samples_index, tmp_path / "index/demo", copy_function=shutil.copy)
    (tmp_path / "index/demo/current.json").touch()
    return tmp_path


@pytest.fixture
def port(tree: Path, environment: dict[str, str]) -> Iterator[int]:
    """The port that `make dev` serves on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = int(probe.getsockname()[1])
    process = subprocess.Popen(
        ["make", "dev", f"PORT={free}"],  # noqa: S607 - that of this machine
        cwd=tree,
        env={**environment, "PYTHONPATH": str(tree)},
        start_new_session=True,
    )
    yield free
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE_SECONDS)


def await_shown(port: int, text: str) -> None:
    """Ask for the help page until it shows a text."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/aide") as answer:
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass  # between two servers
        time.sleep(0.2)
    pytest.fail(f"« {text} » n’est pas servi")


@pytest.mark.slow
def test_a_change_of_a_template_is_served(tree: Path, port: int) -> None:
    await_shown(port, BEFORE)
    page = tree / "webapp/templates/help.html"
    page.write_text(page.read_text("utf-8").replace(BEFORE, AFTER), "utf-8")
    await_shown(port, AFTER)
