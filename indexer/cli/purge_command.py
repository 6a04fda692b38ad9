"""What does the command `purge` do with its options, and what does it ask and tell?"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from indexer.article import PARIS, Article
from indexer.cli import Command, index_option, index_root
from indexer.cli.durations import wait_option
from indexer.errors import UsageError
from indexer.generations import store, tombstones
from indexer.maintenance import purge as purging
from indexer.maintenance import purge_targets
from indexer.maintenance.purge_targets import Target
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, counted, quoted, typeset, weekday
from indexer.messages.terminal import say

_YES = ("o", "oui")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The options of the command as they were typed."""

    articles: tuple[str, ...]
    reason: str
    yes: bool
    even_if_absent: bool
    listing: bool
    undone: str | None
    index: Path | None
    wait: timedelta

    @property
    def root(self) -> Path:
        """The index directory."""
        return index_root(self.index)


@click.command(cls=Command)
@click.argument("articles", nargs=-1, metavar="[URL ou ID]…")
@click.option("--reason", default="", help="Le motif, gardé avec la date.")
@click.option("--yes", is_flag=True, help="Purger sans demander.")
@click.option(
    "--even-if-absent",
    is_flag=True,
    help="Purger aussi ce que l’index n’a pas : aucun reindex ne le prendra.",
)
@click.option("--list", "listing", is_flag=True, help="Donner ce qui a été purgé, sans rien faire.")
@click.option("--undo", "undone", metavar="ID", help="Oublier une purge : reindex peut reprendre.")
@index_option
@wait_option
def purge(**given: Any) -> None:
    """Ôte pour toujours des articles, nommés par leur URL ou leur identifiant, de tout l’index.

    Dit d’abord ce qui sera ôté, puis le demande. Dès le début aucun serveur ne donne plus ces
    articles ; l’index est récrit sans eux, les générations antérieures sont supprimées, et aucun
    reindex ne les reprendra. Sans rien nommer, finit une purge interrompue.
    """
    asked = _Asked(**given)
    if sum(map(bool, (asked.articles, asked.listing, asked.undone is not None))) > 1:
        raise UsageError("des articles, --list, --undo : un seul des trois à la fois")
    if asked.listing:
        _list(asked.root)
    elif asked.undone is not None:
        _undo(asked.root, asked.undone, asked.wait)
    elif asked.articles:
        _purge(asked)
    else:
        _resume(asked.root, asked.wait)


def _purge(asked: _Asked) -> None:
    typed: dict[str, str] = {}
    for text in asked.articles:
        typed.setdefault(purge_targets.named(text), text)
    targets = purge_targets.targets(asked.root, tuple(typed))
    unknown = [typed[one.asked] for one in targets if one.is_unknown]
    if unknown and not asked.even_if_absent:
        raise UsageError(_absent(unknown))
    wanted = tuple(dict.fromkeys(one.article_id for one in targets if one.is_new))

    def show() -> None:
        articles = purge_targets.articles(asked.root, targets)
        for target in targets:
            row = _described(target, typed[target.asked], articles.get(target.article_id))
            say(" · ".join([*row, target.article_id]))

    if not wanted:
        show()
        purging.resume(asked.root, asked.wait)
    elif asked.yes:
        purging.purge(asked.root, wanted, asked.reason, show, asked.wait)
    else:
        show()
        _confirm(len(wanted))
        purging.purge(asked.root, wanted, asked.reason, wait=asked.wait)
    if wanted:
        say(counted(len(wanted), "article purgé"))
    _tell_what_serves(asked.root)


def _absent(texts: list[str]) -> str:
    return (
        f"l’index n’a pas d’article de ce nom : {', '.join(map(neutral, texts))} ; rien n’est "
        "changé. Vérifier l’adresse, ou ajouter « --even-if-absent » pour qu’aucun reindex ne le "
        "prenne"
    )


def _described(target: Target, typed: str, article: Article | None) -> Iterator[str]:
    tombstone = target.tombstone
    if article:
        yield quoted(neutral(article.title))
        yield weekday(article.day) if article.day else "sans date"
        yield neutral(article.source) or "sans source"
    elif target.holder:
        yield typeset(f"{neutral(typed)} : dans une génération abîmée")
    elif tombstone:
        yield typeset(f"{neutral(typed)} : déjà purgé le {_moment(tombstone)}")
    else:
        yield typeset(f"{neutral(typed)} : absent de l’index, aucun reindex ne le prendra")


def _confirm(count: int) -> None:
    """UsageError unless the person at the terminal says yes."""
    if not sys.stdin.isatty():
        raise UsageError("rien n’est purgé : relancer avec « --yes » si c’est bien ce qu’il faut")
    these = f"ces {counted(count, 'article')}" if count > 1 else "cet article"
    click.echo(typeset(f"Purger {these} ? [o/N] "), nl=False)
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        answer = ""
    if answer.strip().casefold() not in _YES:
        raise UsageError("rien n’est purgé")


def _resume(root: Path, wait: timedelta) -> None:
    finished = purging.resume(root, wait)
    if not finished:
        raise UsageError(
            "nommer au moins un article, par son adresse ou son identifiant ; "
            "« purge --list » donne ceux qui sont purgés"
        )
    say(f"purge inachevée, reprise{NBSP}: {counted(len(finished), 'article')}")
    _tell_what_serves(root)


def _tell_what_serves(root: Path) -> None:
    manifest = store.current(root)
    say(f"génération {manifest.generation} en service, {counted(manifest.articles, 'article')}")


def _list(root: Path) -> None:
    left = purging.left(root)
    for one in tombstones.read(root).values():
        state = "à finir" if one.article_id in left else ""
        told = (one.article_id, _moment(one), neutral(one.reason), state)
        say("  ".join(filter(None, told)))


def _undo(root: Path, text: str, wait: timedelta) -> None:
    article_id = purge_targets.named(text)
    purging.undo(root, article_id, wait)
    say(
        f"article {article_id}{NBSP}: la purge est oubliée, le prochain reindex le reprendra si "
        "une source l’a encore"
    )


def _moment(tombstone: tombstones.Tombstone) -> str:
    return f"{tombstone.purged.astimezone(PARIS):%d/%m/%Y %H:%M}"
