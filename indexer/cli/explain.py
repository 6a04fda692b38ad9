"""How is a query understood, and which words does a text hold?"""

from pathlib import Path

import click

from indexer import config
from indexer.analysis import words
from indexer.cli import Command, index_option
from indexer.messages.escaping import neutral
from indexer.messages.french_format import NBSP, quoted
from indexer.messages.terminal import say
from indexer.query import parse
from indexer.query.dates import today
from indexer.query.equivalents_file import SHIPPED, house
from indexer.query.tree_outline import outline
from indexer.serving import cluster


@click.command(cls=Command)
@click.argument("query", metavar="RECHERCHE")
@index_option
def explain(query: str, index: Path | None) -> None:
    """Dit comment une RECHERCHE est comprise : phrase, avertissements, arbre des termes."""
    with cluster.published_index(cluster.chosen(index)).open_generation() as opened:
        known = house().equivalents
        parsed = parse(query, opened.searcher.vocabulary, (), today(query), known)
    say(neutral(parsed.explanation) or "toute l’archive")
    for warning in parsed.warnings:
        say(f"attention{NBSP}: {neutral(warning.message)}")
        if warning.repair:
            say(f"à écrire {NBSP}: {neutral(warning.repair)}")
    for one in parsed.spellings:
        others = ", ".join(other.text for other in one.others)
        say(neutral(f"équivalents de {quoted(one.typed.text)}{NBSP}: {others}"))
    for depth, label in outline(parsed.tree):
        say(f"{'  ' * depth}{label}")


@click.command(cls=Command)
@click.argument("text", metavar="TEXTE")
def analyze(text: str) -> None:
    """Donne les mots d’un TEXTE : leur place, leurs formes accentuée et simple, leur racine."""
    config.load()
    for word in words(text):
        say(f"{word.start}-{word.end}\t{word.accented}\t{word.literal}\t{word.stem}")


@click.command(cls=Command)
def equivalences() -> None:
    """Donne le fichier d’équivalences livré, pour en faire celui de la maison."""
    config.load()
    click.echo(SHIPPED.read_text("utf-8"), nl=False)


COMMANDS = (explain, analyze, equivalences)
