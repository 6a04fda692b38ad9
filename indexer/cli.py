"""The commands that build and describe an index; they print and choose exit codes, no more.

0 done, 1 failed and what served still serves, 2 usage, 3 done with rejections.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from indexer import config, generation
from indexer.analysis import words
from indexer.archive import Archive
from indexer.engines import ENGINES
from indexer.errors import ManchetteError, UsageError
from indexer.frenchtext import NBSP, counted, number, typeset
from indexer.mistyped import in_french
from indexer.query import parse
from indexer.query.outline import outline
from indexer.reindex import Summary
from indexer.reindex import reindex as run_reindex

FAILED, USAGE, REJECTIONS = 1, 2, 3
LINE_EVERY = 1000


class _InFrench(click.Command):
    """A command, or a group of them, that refuses in French what was mistyped."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        with in_french():
            return super().make_context(*args, **extra)


class _Group(_InFrench, click.Group):
    """The commands by their names."""

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        with in_french():
            return super().resolve_command(context, args)


class Command(_InFrench):
    """A command whose errors are a French sentence on standard error and an exit code."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; exit 2 on a usage error, 1 on any other known failure."""
        try:
            return super().invoke(context)
        except ManchetteError as error:
            click.echo(f"manchette : {typeset(str(error))}", err=True)
            sys.exit(USAGE if isinstance(error, UsageError) else FAILED)
        except BrokenPipeError:  # whoever reads has seen enough: click ends quietly
            raise
        except OSError as error:
            place = error.filename or "disque"
            click.echo(f"manchette : {error.strerror}{NBSP}: {place}", err=True)
            sys.exit(FAILED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="manchette", message="%(prog)s %(version)s")
def main() -> None:
    """Manchette, le moteur de recherche des archives de la rédaction."""


index_option = click.option(
    "--index", type=click.Path(path_type=Path), help="Dossier de l’index (défaut : index)."
)


@main.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@index_option
@click.option("--engine", help=f"Moteur : {', '.join(ENGINES)} (défaut : celui de l’index).")
def reindex(sources: tuple[Path, ...], index: Path | None, engine: str | None) -> None:
    """Construit un nouvel index avec les articles des SOURCES, puis le met en service.

    SOURCES : fichiers et dossiers de pages. L’index en service ne change qu’à la fin, d’un coup.
    """
    settings = config.load()
    root = index or settings.index
    with _progress() as progress:
        chosen = engine or settings.engine or generation.engine(root)
        summary = run_reindex(sources, root, chosen, progress)
    _report(summary)
    if summary.rejected:
        sys.exit(REJECTIONS)


@main.command(cls=Command)
@click.argument("query")
@index_option
def explain(query: str, index: Path | None) -> None:
    """Dit comment une QUERY est comprise : la phrase, les avertissements, l’arbre des termes."""
    with Archive(index or config.load().index).reading() as opened:
        parsed = parse(query, opened.searcher.terms)
    click.echo(parsed.explanation or "toute l’archive")
    for warning in parsed.warnings:
        click.echo(f"attention{NBSP}: {warning.message}")
        if warning.repair:
            click.echo(f"à écrire {NBSP}: {warning.repair}")
    for depth, label in outline(parsed.tree):
        click.echo(f"{'  ' * depth}{label}")


@main.command(cls=Command)
@click.argument("text")
def analyze(text: str) -> None:
    """Donne les mots d’un TEXTE : leur place, leurs formes accentuée et simple, leur racine."""
    for word in words(text):
        click.echo(f"{word.start}-{word.end}\t{word.accented}\t{word.literal}\t{word.stem}")


def reindex_alone() -> None:
    """The command `reindex`, which is `manchette reindex`."""
    reindex(prog_name="reindex")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, elsewhere a line now and then."""
    if not sys.stderr.isatty():
        yield _line
        return
    columns = (TextColumn("{task.description:11}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        tasks = {}

        def move(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done)

        yield move


def _line(step: str, done: int, total: int) -> None:
    if done % LINE_EVERY == 0 or done == total:
        click.echo(f"{step} {done}/{total}", err=True)


def _report(summary: Summary) -> None:
    for rejected in summary.rejected:
        click.echo(f"rejeté  {rejected.source}{NBSP}: {rejected.reason}", err=True)
    counts = (
        counted(summary.read, "fichier lu"),
        counted(summary.indexed, "article indexé"),
        counted(summary.duplicates, "doublon"),
        counted(len(summary.rejected), "rejet"),
        counted(summary.ignored, "fichier ignoré"),
    )
    click.echo(f"{', '.join(counts)}, {number(round(summary.seconds, 1))}{NBSP}s")
    click.echo(f"génération {summary.generation} en service")
