"""How is the help of a command written, in French?"""

from collections.abc import Iterable, Mapping
from typing import Any

import click

from indexer.messages.french_format import NBSP, typeset

_HEADINGS: Mapping[str, str] = {"Commands": "Commandes"}
# What stands for a value, by the type of its option
_METAVARS: Mapping[str, str] = {
    "integer": "N",
    "integer range": "N",
    "path": "CHEMIN",
    "text": "TEXTE",
}


class _Formatter(click.HelpFormatter):
    """Words and spaces before colons are French."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """See click."""
        super().write_usage(prog, args, prefix or f"Usage{NBSP}: ")

    def write_heading(self, heading: str) -> None:
        """See click."""
        super().write_heading(f"{_HEADINGS.get(heading, heading)}{NBSP}")


class Context(click.Context):
    """That of a command whose help is French."""

    formatter_class = _Formatter

    def __init__(self, *args: Any, **extra: Any) -> None:
        """See click; `-h` asks for help too."""
        super().__init__(*args, **{"help_option_names": ["-h", "--help"], **extra})


def typeset_options(parameters: Iterable[click.Parameter]) -> None:
    """Set the spaces of their help, and names that are French for values that have none."""
    for one in parameters:
        if isinstance(one, click.Option):
            one.help = typeset(one.help or "")
            if not one.is_flag and one.metavar is None and one.type.name in _METAVARS:
                one.metavar = _METAVARS[one.type.name]


def summary(text: str) -> str:
    """The first sentence or two of a help, whole, on one line."""
    first, _, _ = text.partition("\n\n")
    return " ".join(first.split("\n")).removesuffix(".")
