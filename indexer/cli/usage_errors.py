"""How is a command that was mistyped refused, in French?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from indexer.messages.escaping import neutral
from indexer.messages.french_format import quoted, typeset


class Mistyped(click.ClickException):
    """What was typed is no command: a sentence, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence on standard error."""
        click.echo(neutral(f"manchette\u00a0: {self.message}"), file=file, err=True)


@contextmanager
def in_french() -> Iterator[None]:
    """Refuse in French what click refuses in English in this block."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:  # not a refusal: the help itself
        raise
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "manchette"
        raise Mistyped(typeset(f"{_told(error)} ; aide : {path} --help")) from error


def _told(error: click.UsageError) -> str:
    match error:
        case click.NoSuchOption():
            return _unknown("option", error.option_name, error.possibilities)
        case click.NoSuchCommand():
            return _unknown("commande", error.command_name, error.possibilities)
        case click.BadOptionUsage():
            return f"l’option {quoted(error.option_name)} est mal employée"
        case click.MissingParameter(param=click.Parameter() as missing):
            return f"il manque {quoted(missing.human_readable_name)}"
        case click.BadParameter(param=click.Parameter() as wrong):
            return f"valeur inattendue pour {quoted(wrong.opts[0])}"
    return "des mots en trop ou mal placés"


def _unknown(kind: str, name: str, close: list[str] | None) -> str:
    told = f"{kind} inconnue {quoted(name)}"
    return f"{told} (peut-être {quoted(close[0])})" if close else told
