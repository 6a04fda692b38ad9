"""Which settings are in force, and where does each come from?"""

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import click

from indexer import config
from indexer.cli import Command, index_option
from indexer.cli.maintenance import json_option
from indexer.config import InForce, Settings, origins
from indexer.config.origins import Origin
from indexer.messages.escaping import json_text, neutral
from indexer.messages.french_format import NBSP
from indexer.messages.terminal import say, say_json

MASKED = "••••••"
# What is not to be printed is kept out of `repr` too
_SECRETS = frozenset(one.name for one in fields(Settings) if not one.repr)


@click.command("config", cls=Command)
@click.option("--host", help="Comme « serve --host ».")
@click.option("--port", help="Comme « serve --port ».")
@index_option
@json_option
def config_command(index: Path | None, as_json: bool, **options: str | None) -> None:  # noqa: FBT001
    """Dit quels réglages valent, et d’où vient chacun : défaut, fichier, variable ou option."""
    found = config.in_force(index=str(index) if index else None, **options)
    path = origins.settings_file()
    if as_json:
        rows = {
            name: {"value": _shown(name, one.value), "origin": one.origin}
            for name, one in found.items()
        }
        say_json({"file": str(path) if path.exists() else None, "settings": rows}, 1)
        return
    if path.exists():
        say(f"fichier lu{NBSP}: {neutral(str(path))}")
    else:
        places = f"ni {path} ici, ni {origins.SYSTEM_FILE}"
        say(f"aucun fichier de réglages{NBSP}: {places}")
    _print(found)


def _print(found: Mapping[str, InForce]) -> None:
    """Three columns, values as a file of settings has them."""
    rows = [
        (name, neutral(json_text(_shown(name, one.value))), _origin(name, one.origin))
        for name, one in found.items()
    ]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    for name, value, origin in rows:
        say(f"{name:<{first}}  {value:<{second}}  {origin}")


def _shown(name: str, value: Any) -> Any:
    """A value as JSON has it; MASKED for a secret."""
    if name in _SECRETS and value:
        return MASKED
    if isinstance(value, tuple):
        return [_shown(name, one) for one in value]
    return str(value) if isinstance(value, Path) else value


def _origin(name: str, origin: Origin) -> str:
    return {
        Origin.DEFAULT: "défaut",
        Origin.FILE: "fichier",
        Origin.VARIABLE: f"variable {origins.variable(name)}",
        Origin.OPTION: f"option --{name}",
    }[origin]
