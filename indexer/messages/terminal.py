"""How is anything said on a terminal or in a log, so that what it quotes commands nothing?"""

import logging
import traceback
from collections.abc import Iterator

import click

from indexer.messages.escaping import json_text, neutral, neutral_lines


def say(text: str, *, err: bool = False) -> None:
    """Print lines, on standard error if `err`; a foreign text in them is to be `neutral` before,
    as it could hold a line of its own.
    """
    click.echo(neutral_lines(text), err=err)


def say_json(value: object, indent: int | None = None) -> None:
    """Print a value for programs."""
    click.echo(json_text(value, indent))


def strong(text: str) -> str:
    """A foreign text in bold, to be printed as it is."""
    return click.style(neutral(text), bold=True)


class _Record(logging.LogRecord):
    """What is logged, by us or by what serves, without a character that a terminal obeys."""

    def __init__(self, *args: object, **extra: object) -> None:
        super().__init__(*args, **extra)  # type: ignore[arg-type]
        if self.exc_info:
            # formatters take this text where there is one
            self.exc_text = neutral_lines("".join(_lines(self.exc_info[1])).rstrip("\n"))

    def getMessage(self) -> str:  # noqa: N802 - the name that logging asks for
        return neutral(super().getMessage())


def _lines(error: BaseException | None) -> Iterator[str]:
    if error:
        yield from traceback.format_exception(error)


def quiet_logs() -> None:
    """Have every log of this process hold neutral text."""
    logging.setLogRecordFactory(_Record)
