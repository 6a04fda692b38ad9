"""Is the help of every command French, whole, and of every option?"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from support.commands import invoked

from indexer.cli import main

# what click and argument names would say
ENGLISH = re.compile(
    r"Usage:|Options:|Commands|Show |INTEGER|PATH|TEXT\b|COMMAND\b|ARGS|QUERY|NAME|DIR\b|\.\.\."
)


def paths(command: click.Command, *before: str) -> Iterator[tuple[str, ...]]:
    """What one types for a command and for those under it."""
    yield before
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from paths(one, *before, name)


@pytest.mark.parametrize("path", list(paths(main)), ids=" ".join)
def test_the_help_of_every_command_is_french(path: tuple[str, ...]) -> None:
    told = invoked(*path, "--help")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"Usage\u00a0: {' '.join(('manchette', *path))} [OPTIONS]")
    assert not ENGLISH.search(told.stdout)
    assert re.search(r"^  -h, --help +Afficher cette aide\.$", told.stdout, re.MULTILINE)


def test_no_summary_is_cut() -> None:
    told = " ".join(invoked("--help").stdout.split())
    for command in main.commands.values():
        first = " ".join((command.help or "").partition("\n\n")[0].split())
        assert first.removesuffix(".") in told


def test_the_shell_completes_commands_and_options(
    command: Path, environment: dict[str, str]
) -> None:
    def completed(typed: str, rank: int) -> list[str]:
        asked = {"COMP_WORDS": typed, "COMP_CWORD": str(rank)}
        told = subprocess.run(
            [command],
            env=environment | asked | {"_MANCHETTE_COMPLETE": "bash_complete"},
            capture_output=True,
            text=True,
            check=True,
        )
        return told.stdout.split()

    assert completed("manchette se", 1) == ["plain,search", "plain,serve"]
    assert completed("manchette reindex --ver", 2) == ["plain,--verify-sources"]


def test_the_package_that_has_the_commands_is_run_as_they_are(environment: dict[str, str]) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "webapp", "status", "--index", "absent"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("manchette\u00a0: aucun index publié dans absent")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--config", "c.toml"), "il manque une commande ; aide : manchette --help"),
        (("key", "--config", "c.toml"), "il manque une commande ; aide : manchette key --help"),
        (("reindex", "s", "--workers", "0"), "valeur inattendue pour « --workers »"),
        (("reindex", "s", "--workers", "abc"), "valeur inattendue pour « --workers »"),
        (("key", "add", "x", "--rate", "abc"), "valeur inattendue pour « --rate »"),
    ],
)
def test_what_is_mistyped_is_refused_in_french(
    typed: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.toml").touch()
    told = invoked(*typed)
    assert told.exit_code == 2
    assert said in told.stderr.replace("\u00a0", " ")
    assert "--help" in told.stderr
