"""The commands that save an index and put it back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click

from indexer import config
from indexer.cli import Command, index_option, index_root
from indexer.cli.durations import wait_option
from indexer.config.origins import LOCAL_FILE, settings_file
from indexer.engines import ENGINES
from indexer.maintenance import backup_files
from indexer.maintenance.backup import backup as run_backup
from indexer.maintenance.restore import restore as run_restore
from indexer.maintenance.saved_files import SavedFiles, settings
from indexer.messages.escaping import neutral
from indexer.messages.french_format import counted, moment, number, typeset
from indexer.messages.terminal import say
from indexer.query import equivalents_file

folder_argument = click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path))


@click.command(cls=Command)
@folder_argument
@index_option
@wait_option
def backup(folder: Path, index: Path | None, wait: timedelta) -> None:
    """Sauve dans DOSSIER l’index, ce qui a été purgé, les clés, le journal et les réglages.

    DOSSIER : à part, vide ou de la sauvegarde précédente, qui n’est remplacée qu’à la fin ;
    ce qui n’a pas changé n’est pas copié deux fois. Chaque octet est vérifié.
    """
    done = run_backup(index_root(index), folder, _settings(), wait)
    say(
        f"{counted(done.articles, 'article')} en {counted(done.generations, 'génération')}, "
        f"{counted(done.copied, 'fichier copié')} sur {number(len(done.backup.files))}"
    )
    say(f"sauvegarde entière dans {neutral(str(folder))}")
    if ENGINES[done.backup.engine].is_remote:
        say(
            typeset(
                "les articles sont sur le cluster, qui les sauve lui-même dans son dépôt "
                "d’instantanés : cette sauvegarde a le reste"
            )
        )


@click.command(cls=Command)
@folder_argument
@index_option
@wait_option
def restore(folder: Path, index: Path | None, wait: timedelta) -> None:
    """Remet en service l’index que DOSSIER sauve ; celui d’aujourd’hui est supprimé.

    Ce qui a été purgé depuis reste ôté. Les clés et les réglages d’aujourd’hui restent, ceux qui
    manquent sont remis. Chaque octet est vérifié ; l’index ne change qu’à la fin, d’un coup.
    """
    config.load()  # settings of today that are wrong come first
    source = SavedFiles(folder, backup_files.read(folder))
    # those that are put back may say where the index is
    for line in _told(source):
        say(typeset(line))
    root = index_root(index)
    done = run_restore(root, folder, config.of(root).engine, wait)
    say(typeset(f"sauvegarde : {moment(source.saved.made)}"))
    if done.purged:
        say(f"{counted(done.purged, 'article purgé')} depuis, toujours hors de l’index")
    if done.keys_stayed:
        say("les clés d’aujourd’hui restent : elles ne sont pas celles de la sauvegarde")
    articles = counted(done.manifest.articles, "article")
    say(f"génération {done.manifest.generation} en service, {articles}")


COMMANDS = (backup, restore)


def _settings() -> dict[str, Path]:
    """Where the files of settings of this machine stand, if they do, by their names in a backup."""
    path = settings_file()
    return {
        LOCAL_FILE.name: path,
        equivalents_file.NAME: path.with_name(equivalents_file.NAME),
    }


def _told(source: SavedFiles) -> Iterator[str]:
    for one in settings(source, _settings()):
        path = neutral(str(one.path))
        if one.stayed:
            saved = source.folder / source.saved.snapshot / one.name
            yield f"{path} reste ce qu’il est ; celui de la sauvegarde : {neutral(str(saved))}"
        else:
            yield f"{path} manquait : remis"
