"""The commands that build and describe an index; they print and choose exit codes, no more.

0 done, 1 failed and what served still serves, 2 usage, 3 done with rejections that are new.
"""

import os
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import click

from indexer import config
from indexer.cli import help_text, reindexing
from indexer.cli.durations import wait_option
from indexer.cli.reindexing import Asked
from indexer.cli.usage_errors import Mistyped, in_french
from indexer.config.origins import CONFIG, LOCAL_FILE, SYSTEM_FILE
from indexer.engines import ENGINES
from indexer.errors import ManchetteError, UsageError, sentence
from indexer.messages.french_format import typeset
from indexer.messages.terminal import quiet_logs, say

FAILED, USAGE, REJECTIONS = 1, 2, 3


def _name_settings(_context: click.Context, _option: click.Parameter, path: str | None) -> None:
    """Have this process, and those that it starts, read their settings from a file."""
    if path:
        os.environ[CONFIG] = path


class _InFrench(click.Command):
    """A command, or a group of them, that helps, and refuses what was mistyped, in French."""

    context_class = help_text.Context

    def __init__(self, *args: Any, **extra: Any) -> None:
        """See click; each can be told where the settings are."""
        super().__init__(*args, **extra)
        self.help = typeset(cleandoc(self.help or ""))
        help_text.typeset_options(self.params)
        told = f"Fichier de réglages (défaut : {LOCAL_FILE} d’ici, sinon {SYSTEM_FILE})."
        self.params.append(
            click.Option(
                ["--config"],
                metavar="FICHIER",
                help=typeset(told),
                expose_value=False,
                callback=_name_settings,
            )
        )

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option of the help, told in French."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "Afficher cette aide."
        return option

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - lines are wrapped
        """The summary of the command, whole."""
        return help_text.summary(self.help or "")

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        with in_french():
            return super().make_context(*args, **extra)


class Group(_InFrench, click.Group):
    """The commands by their names."""

    def __init__(self, *args: Any, **extra: Any) -> None:
        """See click."""
        super().__init__(*args, subcommand_metavar="COMMANDE [ARGUMENTS]…", **extra)

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names."""
        with in_french():
            return super().resolve_command(context, args)

    def invoke(self, context: click.Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(context)
        except click.UsageError as error:
            if error.ctx is not context:
                raise
            told = f"il manque une commande ; aide : {context.command_path} --help"
            raise Mistyped(typeset(told)) from error


class Command(_InFrench):
    """A command whose errors are a French sentence on standard error and an exit code."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; exit 2 on a usage error, 1 on any other known failure."""
        try:
            return super().invoke(context)
        except BrokenPipeError:  # whoever reads has seen enough: click ends quietly
            raise
        except (ManchetteError, OSError) as error:
            say(sentence(error), err=True)
            sys.exit(USAGE if isinstance(error, UsageError) else FAILED)


@click.group(cls=Group)
@click.version_option(
    package_name="manchette", message="%(prog)s %(version)s", help="Afficher la version."
)
def main() -> None:
    """Manchette, le moteur de recherche des archives de la rédaction."""
    quiet_logs()


index_option = click.option(
    "--index", type=click.Path(path_type=Path), help="Dossier de l’index (défaut : index)."
)


def index_root(index: Path | None) -> Path:
    """The index directory that an option or the settings name, which these are bound to."""
    return config.bind(config.load(index=str(index) if index else None))


@main.command(cls=Command)
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path), metavar="[SOURCES]…")
@index_option
@click.option(
    "--engine", metavar="MOTEUR", help=f"Moteur : {', '.join(ENGINES)} (défaut : celui de l’index)."
)
@click.option("--full", is_flag=True, help="Tout relire et reconstruire.")
@click.option(
    "--verify-sources",
    is_flag=True,
    help="Comparer chaque octet des sources, même si ni leur taille ni leur date n’a changé.",
)
@click.option("--dry-run", is_flag=True, help="Dire ce qui changerait, sans rien écrire.")
@click.option("--watch", is_flag=True, help="Recommencer à chaque changement des sources.")
@click.option("--workers", type=click.IntRange(min=1), help="Processus de lecture.")
@click.option("--allow-shrink", is_flag=True, help="Publier même si des articles disparaissent.")
@click.option(
    "--only",
    multiple=True,
    metavar="FORMAT",
    help="Ne lire que ce format, tel que « manchette inspect » le nomme (répétable).",
)
@wait_option
@click.option("--json", "as_json", is_flag=True, help="Le bilan en JSON, pour les programmes.")
def reindex(**given: Any) -> None:
    """Met l’index à jour avec les articles des SOURCES, puis le met en service.

    SOURCES : fichiers et dossiers de pages ; sans elles, celles des réglages, sinon celles de
    l’index. Seul ce qui a changé est relu. L’index en service ne change qu’à la fin, d’un coup.

    Code de sortie : 0 si tout est fait, 1 en cas d’échec (ce qui servait sert encore), 2 pour une
    commande mal employée, 3 si un fichier, ou une partie d’un fichier, est rejeté qui ne l’était
    pas dans l’index en service ; ce qui était rejeté déjà est compté.
    """
    asked = Asked(**given)
    if asked.watch and asked.dry_run:
        raise UsageError("--watch et --dry-run ne vont pas ensemble : choisir l’un des deux")
    if asked.watch:
        reindexing.watch(asked)
    elif reindexing.once(asked):
        sys.exit(REJECTIONS)


def reindex_alone() -> None:
    """The command `reindex`, which is `manchette reindex`."""
    reindex(prog_name="reindex")
