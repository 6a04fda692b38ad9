"""Does every command read the same settings, and is what cannot be served told before it is?"""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import Result
from support.commands import invoked
from support.nginx import free_ports
from support.places import ROOT, SUPPORT

from indexer.cli import main
from indexer.config import Settings
from webapp.http import listener

DONE, FAILED, USAGE = 0, 1, 2
# What a command needs to be told
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "backup": ("copie",),
    "restore": ("copie",),
    "key": ("list",),
    "search": ("le",),
    "explain": ("le",),
    "analyze": ("le",),
    "inspect": ("page.txt",),
}

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty directory, with more variables."""
    monkeypatch.chdir(tmp_path)
    return invoked


def spaced(text: str) -> str:
    """The text with plain spaces only."""
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_reads_the_file_that_it_is_told(name: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / "maison.toml").write_text("prot = 81\n")
    arguments = [*ARGUMENTS.get(name, ()), "--config", "maison.toml"]
    ended = run(name, *arguments)
    assert (ended.exit_code, ended.stdout) == (USAGE, "")
    assert spaced(ended.stderr) == "manchette : réglage inconnu : prot (peut-être port)\n"


def test_the_file_is_told_before_a_command_or_after(run: Run, tmp_path: Path) -> None:
    (tmp_path / "manchette.toml").write_text("port = 81\n")
    (tmp_path / "maison.toml").write_text("port = 82\n")
    (tmp_path / "autre.toml").write_text("port = 83\n")
    told = [
        json.loads(run(*before, "config", "--json", *after, MANCHETTE_CONFIG=named).stdout)
        for before, after, named in (
            ((), (), ""),
            ((), (), "autre.toml"),
            (("--config", "maison.toml"), (), "autre.toml"),
            ((), ("--config", "maison.toml"), "autre.toml"),
        )
    ]
    assert [one["settings"]["port"]["value"] for one in told] == [81, 83, 82, 82]
    assert [one["file"] for one in told] == [
        *("manchette.toml", "autre.toml", "maison.toml", "maison.toml")
    ]


def test_config_says_what_is_in_force_and_from_where(run: Run, tmp_path: Path) -> None:
    house = tmp_path / "maison/manchette.toml"
    house.parent.mkdir()
    house.write_text('index = "été"\nopensearch_password = "hippogriffe"\n')
    ended = run("config", "--config", house, "--port", "82", MANCHETTE_THREADS="4")
    assert (ended.exit_code, ended.stderr) == (DONE, "")
    first, *lines = spaced(ended.stdout).splitlines()
    assert first == f"fichier lu : {house}"
    rows = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines}
    assert list(rows) == [one.name for one in fields(Settings)]
    told = {name: tuple(row.split("  ")) for name, row in rows.items()}
    shown = {name: (row[0], row[-1].strip()) for name, row in told.items()}
    assert shown["index"] == (f'"{house.parent}/été"', "fichier")
    assert shown["port"] == ("82", "option --port")
    assert shown["threads"] == ("4", "variable MANCHETTE_THREADS")
    assert shown["processes"] == ("2", "défaut")
    assert shown["opensearch_password"] == ('"••••••"', "fichier")
    assert "hippogriffe" not in ended.stdout
    printed = run("config", "--json", "--config", house).stdout
    assert "hippogriffe" not in printed
    assert json.loads(printed)["settings"]["index"]["origin"] == "file"


def test_config_says_where_it_found_no_file(run: Run) -> None:
    first = spaced(run("config").stdout).splitlines()[0]
    assert first.startswith("aucun fichier de réglages : ni manchette.toml ici, ni /etc/")


def test_a_port_that_is_taken_is_told_before_anything_serves(run: Run) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        refusals = [run("serve", "--port", port), run("serve", "--port", port, "--check")]
    for ended in refusals:
        assert (ended.exit_code, ended.stdout) == (FAILED, "")
        assert spaced(ended.stderr) == (
            f"manchette : le port {port} de « 127.0.0.1 » sert déjà à un autre programme : arrêter "
            "celui-ci, ou choisir un autre port (réglage port, ou --port)\n"
        )
    # the remedy
    (free,) = free_ports(1)
    assert run("serve", "--port", str(free), "--check").exit_code == DONE


def test_check_says_all_that_serve_would_refuse_and_does_not_listen(run: Run) -> None:
    ended = run("serve", "--check", "--host", "nulle.invalid", MANCHETTE_ENGINE="opensearch")
    assert (ended.exit_code, ended.stdout) == (USAGE, "")
    open_, first, second = spaced(ended.stderr).splitlines()
    assert "ouvre l’archive à d’autres machines" in open_
    assert "adresse d’un nœud" in first
    assert "aucune machine ne répond au nom « nulle.invalid »" in second
    ended = run("serve", "--check", MANCHETTE_PORT="http", MANCHETTE_HOTS="::1")
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (USAGE, 2)
    (port,) = free_ports(1)
    ended = run("serve", "--check", "--port", str(port), MANCHETTE_URL_PREFIX="/archives/")
    assert (ended.exit_code, ended.stderr) == (DONE, "")
    assert ended.stdout == f"rien n’empêche de servir sur http://127.0.0.1:{port}/archives/\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "[2001:db8::1]"])
def test_an_address_of_another_machine_is_told(host: str, run: Run) -> None:
    ended = run("serve", "--host", host, MANCHETTE_SERVICE_OPEN="true")
    assert (ended.exit_code, ended.stdout) == (USAGE, "")
    assert f"cette machine n’a pas l’adresse « {host} »" in spaced(ended.stderr)


def test_a_port_of_the_system_is_told(command: Path, environment: dict[str, str]) -> None:
    restricted = (sys.executable, SUPPORT / "restricted.py", "BIND=0", command, "serve", "--check")
    refused, taken = (
        subprocess.run(
            [*restricted, "--port", str(port)],
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        for port in (1, *free_ports(1))
    )
    assert (refused.returncode, refused.stdout) == (USAGE, "")
    assert "pas droit au port 1, en choisir un à partir de 1024" in refused.stderr
    assert (taken.returncode, taken.stderr) == (DONE, "")


@pytest.mark.parametrize(
    ("host", "prefix", "address"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8000"),
        ("::1", "", "http://[::1]:8000"),
        ("[::1]", "/archives", "http://[::1]:8000/archives/"),
        ("archives.example", "/a/b", "http://archives.example:8000/a/b/"),
    ],
)
def test_the_address_that_is_printed_can_be_opened(host: str, prefix: str, address: str) -> None:
    assert listener.address(Settings(host=host, url_prefix=prefix)) == address


def test_each_setting_is_in_the_table_of_the_documentation() -> None:
    page = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert rows == [one.name for one in fields(Settings)]
