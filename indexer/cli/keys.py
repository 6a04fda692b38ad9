"""The commands that give programs their keys, list them and take them away."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from indexer.article import PARIS
from indexer.cli import Command, Group, durations, index_option, index_root
from indexer.errors import UsageError
from indexer.generations import keys
from indexer.generations.keys import Key
from indexer.messages.french_format import NBSP, counted, day, days_ago, quoted
from indexer.messages.terminal import say, say_json

# Requests a minute
RATE, MOST_RATE = 120, 60_000
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)


@click.group(cls=Group)
def key() -> None:
    """Donne aux programmes les clés qui leur ouvrent l’API, les fils et les exports."""


@key.command(cls=Command)
@click.argument("name", metavar="NOM")
@click.option("--expires", help="Fin de la clé : « 90j » ou « 2027-06-30 » (défaut : aucune).")
@click.option("--rate", type=click.IntRange(1, MOST_RATE), help=f"Demandes par minute ({RATE}).")
@index_option
def add(name: str, expires: str | None, rate: int | None, index: Path | None) -> None:
    """Donne une clé au programme NOM ; elle n’est montrée que cette fois."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"nom de clé inattendu {quoted(name)} : 64 lettres sans accent ni majuscule, chiffres, "
            "points et traits au plus"
        )
    text = keys.add(index_root(index), name, _end(expires), rate or RATE)
    say(f"clé de {quoted(name)}, à garder{NBSP}: elle ne sera plus montrée", err=True)
    say(text)


@key.command("list", cls=Command)
@index_option
@click.option("--json", "as_json", is_flag=True, help="Pour les programmes.")
def list_(index: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Liste les clés : leur fin, leur dernier usage, leurs demandes par minute."""
    root, now = index_root(index), datetime.now(UTC)
    rows = [(one, keys.used(root, one.name)) for one in keys.read(root)]
    if as_json:
        say_json([_json(one, used, now) for one, used in rows], 1)
        return
    for one, used in rows:
        say(", ".join(_told(one, used, now)))
    if not rows:
        say("aucune clé")


@key.command(cls=Command)
@click.argument("name", metavar="NOM")
@index_option
def revoke(name: str, index: Path | None) -> None:
    """Retire sa clé au programme NOM, tout de suite."""
    keys.revoke(index_root(index), name)
    say(f"clé de {quoted(name)} révoquée")


def _end(typed: str | None) -> datetime | None:
    """When a key ends: at the end of a day in Paris, or after a duration."""
    if typed is None:
        return None
    now = datetime.now(UTC)
    try:
        end = datetime.combine(date.fromisoformat(typed), time.max, PARIS).astimezone(UTC)
    except ValueError:
        end = now + durations.read(typed)
    if end <= now:
        raise UsageError(f"la clé serait déjà périmée : choisir une date après {quoted(typed)}")
    return end


def _told(one: Key, used: datetime | None, now: datetime) -> tuple[str, ...]:
    end = "sans fin"
    if one.expires:
        end = f"jusqu’au {day(one.expires.astimezone(PARIS))}"
    if one.expired(now):
        end = "périmée"
    last = f"dernier usage {days_ago(used, now)}" if used else "jamais employée"
    return one.name, end, last, f"{counted(one.rate, 'demande')} par minute"


def _json(one: Key, used: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "name": one.name,
        "created": one.created.isoformat(),
        "expires": one.expires and one.expires.isoformat(),
        "expired": one.expired(now),
        "last_used": used and used.isoformat(timespec="seconds"),
        "rate_per_minute": one.rate,
    }
