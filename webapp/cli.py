"""The whole command line: what indexer.cli has, and the commands that answer searches."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from indexer import config
from indexer.cli import (
    FAILED,
    USAGE,
    Command,
    backup_commands,
    explain,
    index_option,
    keys,
    main,
    maintenance,
)
from indexer.cli.settings_command import config_command
from indexer.config import Settings
from indexer.errors import ManchetteError, UsageError, sentence
from indexer.indexing.file_result import Reading
from indexer.indexing.inspection import inspect
from indexer.indexing.job import rules
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, counted, quoted, typeset, weekday
from indexer.messages.terminal import say, say_json, strong
from indexer.query import Parsed
from indexer.query.dates import today
from indexer.search import service
from indexer.search.highlight import Passage
from indexer.search.nearly import Nearly, nearly
from indexer.search.question import Question, ask
from indexer.search.request import SearchRequest
from indexer.search.results import Hit
from indexer.search.why import Reason, reasons
from indexer.serving import cluster
from webapp.http import listener
from webapp.middleware import url_prefix
from webapp.views import inspection
from webapp.views.json_answer import answer

for command in (
    *explain.COMMANDS,
    *maintenance.COMMANDS,
    *backup_commands.COMMANDS,
    config_command,
    keys.key,
):
    main.add_command(command)


@main.command("search", cls=Command)
@click.argument("query", metavar="RECHERCHE")
@click.option("--json", "as_json", is_flag=True, help="La même réponse que l’API.")
@click.option("--why", is_flag=True, help="Dire de chaque article ce qui l’a fait trouver.")
@index_option
def search_command(
    query: str,
    as_json: bool,  # noqa: FBT001
    why: bool,  # noqa: FBT001
    index: Path | None,
) -> None:
    """Cherche des articles ; une RECHERCHE vide les donne tous, du plus récent au plus ancien."""
    request = SearchRequest(text=query, today=today(query))
    settings = cluster.chosen(index)
    url_prefix.use(settings.url_prefix)
    with cluster.published_index(settings).open_generation() as opened:
        if as_json:
            say_json(answer(request, opened), 1)
        else:
            _print(ask(request, opened.searcher), why=why)


@main.command("inspect", cls=Command)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FICHIER…"
)
@click.option("--json", "as_json", is_flag=True, help="Pour les programmes.")
def inspect_command(files: tuple[Path, ...], as_json: bool) -> None:  # noqa: FBT001
    """Dit ce que chaque FICHIER donne et de quoi vient chaque champ ; rien n’est indexé."""
    reading = Reading(rules=rules(config.load()))
    found = inspect(files, reading)
    if as_json:
        say_json(inspection.as_json(list(found)), 1)
        return
    for one in found:
        for line in inspection.lines(one):
            say(typeset(line))


def _print(question: Question, *, why: bool) -> None:
    """Both tiers; `why` has each article say what it holds."""
    parsed = question.parsed if why else None
    results = service.run(question)
    say(counted(results.total, "article"))
    for warning in results.warnings:
        say(f"attention{NBSP}: {neutral(warning.message)}")
    for hit in results.hits:
        _print_hit(hit, parsed)
    _print_nearly(nearly(question, results), parsed)


def _print_nearly(found: Nearly, parsed: Parsed | None) -> None:
    """The second tier, under a heading; each article says what it lacks."""
    if found.hits:
        say(f"\nProches de votre recherche{NBSP}:")
    for one in found.spellings:
        say(neutral(f"{quoted(one.typed)} lu comme {quoted(one.read)}"))
    for row in found.hits:
        _print_hit(row.hit, parsed)
        if row.missing:
            say(f"  sans{NBSP}: {neutral(', '.join(row.missing))}")


def _print_hit(hit: Hit, parsed: Parsed | None) -> None:
    """An article; with a query understood, why it answers it."""
    article = hit.article
    date = weekday(article.day) if article.day else "sans date"
    click.echo(f"\n{strong(article.title)}")
    facts = (article.source, article.section, date)
    say(" · ".join(neutral(fact) for fact in facts if fact))
    for passage in hit.body or (hit.lede,):
        click.echo(f"  {_shown(passage)}")
    for other in hit.others:
        for passage in other.passages:
            click.echo(f"  {other.field.names[0]}{NBSP}: {_shown(passage)}")
    if hit.found_by:
        say(f"  trouvé par{NBSP}: {neutral(', '.join(hit.found_by))}")
    for reason in reasons(article, parsed) if parsed else ():
        _print_reason(reason)
    if article.url:
        say(f"  {neutral(article.url)}")


def _print_reason(reason: Reason) -> None:
    """réforme ← réformes, réforme (titre, texte)."""
    forms, places = ", ".join(reason.forms), ", ".join(reason.places)
    say(neutral(f"  {reason.asked} ← {forms} ({places})" if forms else f"  {reason.asked}"))


def _shown(passage: Passage) -> str:
    return "".join(strong(text) if hit else neutral(text) for text, hit in passage)


@main.command(cls=Command)
@click.option("--host", help="Adresse d’écoute (défaut : 127.0.0.1).")
@click.option("--port", help="Port d’écoute (défaut : 8000).")
@click.option("--check", is_flag=True, help="Dire ce qui empêcherait de servir, sans servir.")
@index_option
def serve(host: str | None, port: str | None, index: Path | None, check: bool) -> None:  # noqa: FBT001
    """Sert l’archive dans le navigateur et en JSON."""
    # flask and gunicorn are for this command only
    from webapp.middleware import access  # noqa: PLC0415
    from webapp.server import Server  # noqa: PLC0415

    settings = cluster.chosen(index, host=host, port=port)
    if check:
        _check(settings)
        return
    # what cannot be used is told before anything serves
    access.check(settings)
    served, bound = cluster.published_index(settings), listener.bound(settings)
    say(f"Manchette sert {served.described} sur {listener.address(settings)}")
    Server(settings, bound).run()


def _check(settings: Settings) -> None:
    """Say all that keeps these settings from being served; exit 2 if a setting does, else 1."""
    refused = list(_refusals(settings))
    for error in refused:
        say(sentence(error), err=True)
    if refused:
        sys.exit(USAGE if any(isinstance(one, UsageError) for one in refused) else FAILED)
    say(f"rien n’empêche de servir sur {listener.address(settings)}")


def _refusals(settings: Settings) -> Iterator[ManchetteError]:
    from webapp.middleware import access  # noqa: PLC0415

    for prepare in (access.check, cluster.published_index, listener.try_out):
        try:
            prepare(settings)
        except ManchetteError as error:
            yield error
