"""The commands that look after an index: status, check, rollback, rejected, purge."""

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from indexer.cli import FAILED, Command, durations, index_option, index_root, run_age
from indexer.cli.durations import wait_option
from indexer.cli.purge_command import purge
from indexer.generations import pointer, source_records, store
from indexer.generations.manifest import Manifest
from indexer.maintenance.check import UNFINISHED, Flaw, flaws
from indexer.maintenance.rollback import rollback as run_rollback
from indexer.maintenance.status import Kept, Status
from indexer.maintenance.status import status as read_status
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, counted, days_ago, number, typeset
from indexer.messages.terminal import say, say_json
from indexer.query.equivalents_file import SHIPPED, EquivalentsFile, house, told

# Of the lines that cannot be used
MOST_TOLD = 100
_UNITS = ("Go", 1e9), ("Mo", 1e6), ("ko", 1e3)

json_option = click.option("--json", "as_json", is_flag=True, help="Pour les programmes.")


@click.command(cls=Command)
@index_option
@json_option
@click.option("--max-age", help="Code de sortie 1 si aucun reindex n’a réussi depuis, « 26h ».")
def status(index: Path | None, as_json: bool, max_age: str | None) -> None:  # noqa: FBT001
    """Décrit l’index en service, le dernier reindex et les générations gardées."""
    longest = durations.read(max_age) if max_age is not None else None
    found = read_status(index_root(index))
    if as_json:
        say_json(_status_json(found), 1)
    else:
        _tell(found)
    if longest is not None:
        run_age.check(found.last_run, longest, datetime.now(UTC))


def _tell(found: Status) -> None:
    manifest, now = found.manifest, datetime.now(UTC)
    rows = [
        ("génération", manifest.generation),
        ("moteur", manifest.engine),
        ("articles", f"{number(manifest.articles)} ({_period(manifest)})"),
        ("rejets", number(manifest.rejected)),
        ("construit", days_ago(manifest.created, now)),
        ("reindex", typeset(run_age.line(found.last_run, now))),
        ("sources", ", ".join(manifest.sources)),
        ("taille", f"{_bytes(found.size)} (dossier entier{NBSP}: {_bytes(found.total_size)})"),
        ("purgés", _purged(found)),
        *(("gardée", _kept_line(kept)) for kept in found.previous),
    ]
    spelt = house()
    shipped = " (livré avec le programme)" if spelt.path == SHIPPED else ""
    lines = counted(spelt.used, "ligne")
    rows.append(("équivalents", f"{neutral(str(spelt.path))}{shipped}, {lines}"))
    for name, value in rows:
        say(f"{name:<11} {value}")
    for message in told(spelt, MOST_TOLD):
        say(neutral(message))


@click.command(cls=Command)
@index_option
@json_option
def check(index: Path | None, as_json: bool) -> None:  # noqa: FBT001
    """Vérifie chaque octet, chaque article et chaque source de l’index et de ce qui est gardé.

    Code de sortie 1 si quelque chose ne va pas.
    """
    root = index_root(index)
    found = list(flaws(root))
    if as_json:
        say_json({"sound": not found, "flaws": [_flaw_json(flaw) for flaw in found]}, 1)
    else:
        for flaw in found:
            place = f"{flaw.generation} {flaw.what}".strip()
            say(typeset(f"{place} : {flaw.reason}"))
        say(_verdict(root, found))
    if found:
        sys.exit(FAILED)


@click.command(cls=Command)
@click.argument("generation", required=False, metavar="[GÉNÉRATION]")
@index_option
@wait_option
def rollback(generation: str | None, index: Path | None, wait: timedelta) -> None:
    """Remet en service la génération précédente, ou une autre des générations gardées."""
    manifest = run_rollback(index_root(index), generation, wait)
    say(f"génération {manifest.generation} en service, {counted(manifest.articles, 'article')}")


@click.command(cls=Command)
@click.option("--ignored", is_flag=True, help="Les fichiers d’un format que Manchette ne lit pas.")
@index_option
@json_option
def rejected(index: Path | None, as_json: bool, ignored: bool) -> None:  # noqa: FBT001
    """Donne la liste de ce que l’index n’a pas pu prendre, avec les raisons."""
    root = index_root(index)
    manifest = store.current(root)
    with source_records.opened(store.place(root, manifest.generation)) as recorded:
        if ignored:
            _say_ignored(recorded.ignored(), as_json=as_json)
            return
        rows = recorded.rejections()
        if as_json:
            say_json([{"source": row.source, "reason": row.reason} for row in rows], 1)
            return
        for row in rows:
            say(f"{row.source}{NBSP}: {row.reason}")


def _say_ignored(names: Iterable[str], *, as_json: bool) -> None:
    if as_json:
        say_json([{"source": name} for name in names], 1)
        return
    for name in names:
        say(name)


COMMANDS = (status, check, rollback, rejected, purge)


def _period(manifest: Manifest) -> str:
    first, last = manifest.first_day, manifest.last_day
    return f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}" if first and last else "sans date"


def _purged(found: Status) -> str:
    told = number(found.purged)
    if found.unfinished:
        told += typeset(f", dont {number(found.unfinished)} à finir d’ôter : relancer « purge »")
    return told


def _bytes(size: int) -> str:
    """1234567 → 1,2 Mo."""
    for unit, length in _UNITS:
        if size >= length:
            return f"{number(round(size / length, 1))}{NBSP}{unit}"
    return f"{size}{NBSP}octets"


def _kept_line(kept: Kept) -> str:
    if kept.manifest is None:
        return f"{kept.generation} (illisible par cette version)"
    age = days_ago(kept.manifest.created, datetime.now(UTC))
    articles = counted(kept.manifest.articles, "article")
    return f"{kept.generation} ({articles}, {_bytes(kept.size)}, {age})"


def _status_json(found: Status) -> dict[str, Any]:
    manifest, now = found.manifest, datetime.now(UTC)
    age = now - manifest.created
    return {
        "generation": manifest.generation,
        "engine": manifest.engine,
        "articles": manifest.articles,
        "rejected": manifest.rejected,
        "first_day": manifest.first_day and manifest.first_day.isoformat(),
        "last_day": manifest.last_day and manifest.last_day.isoformat(),
        "created": manifest.created.isoformat(timespec="seconds"),
        "age_seconds": round(age.total_seconds()),
        "last_run": run_age.as_json(found.last_run, now),
        "sources": manifest.sources,
        "bytes": found.size,
        "total_bytes": found.total_size,
        "purged": found.purged,
        "purges_unfinished": found.unfinished,
        "previous": [_kept_json(kept) for kept in found.previous],
        "equivalents": _equivalents_json(house()),
    }


def _equivalents_json(found: EquivalentsFile) -> dict[str, Any]:
    wrong = [{"line": one.line, "reason": one.reason} for one in found.wrong[:MOST_TOLD]]
    return {
        "path": str(found.path),
        "lines": found.used,
        "wrong_lines": len(found.wrong),
        "wrong": wrong,
    }


def _kept_json(kept: Kept) -> dict[str, Any]:
    manifest = kept.manifest
    return {
        "generation": kept.generation,
        "bytes": kept.size,
        "articles": manifest and manifest.articles,
        "created": manifest and manifest.created.isoformat(timespec="seconds"),
    }


def _flaw_json(flaw: Flaw) -> dict[str, str]:
    return {"generation": flaw.generation, "what": flaw.what, "reason": flaw.reason}


def _verdict(root: Path, found: Sequence[Flaw]) -> str:
    if found and all(flaw.reason == UNFINISHED for flaw in found):
        return typeset("une purge n’est pas finie : relancer « purge », ou lancer « reindex »")
    if found:
        remedies = dict.fromkeys(flaw.remedy for flaw in found if flaw.remedy)
        told = f" : lancer {', puis '.join(remedies)}" if remedies else ""
        return typeset(f"{counted(len(found), 'défaut')}{told}")
    kept = pointer.read(root)
    articles = store.current(root).articles
    return (
        f"{counted(articles, 'article')}, leurs sources et "
        f"{counted(len(kept.all), 'génération')} entièrement lus{NBSP}: rien à signaler"
    )
