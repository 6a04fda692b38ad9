"""How long is « 26h »? What is typed after an option for a duration."""

import re
from datetime import timedelta

import click

from indexer.cli.usage_errors import Mistyped
from indexer.errors import UsageError
from indexer.generations.locks import NO_WAIT
from indexer.messages.french_format import quoted, typeset

_UNITS = {
    "s": timedelta(seconds=1),
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "j": timedelta(days=1),
    "d": timedelta(days=1),
}
# nine digits of days would be no timedelta
_TYPED = re.compile(rf"(\d{{1,6}})\s*({'|'.join(_UNITS)})", re.ASCII)


def read(typed: str) -> timedelta:
    """The duration that « 26h », « 90min », « 2j » or « 30s » is; UsageError for another text."""
    found = _TYPED.fullmatch(typed.strip().lower())
    if not found:
        raise UsageError(
            f"durée inconnue {quoted(typed)} : écrire un nombre et une unité, « 26h », "
            "« 90min », « 2j » ou « 30s »"
        )
    return int(found[1]) * _UNITS[found[2]]


def _waited(_context: click.Context, _option: click.Parameter, typed: str | None) -> timedelta:
    try:
        return read(typed) if typed is not None else NO_WAIT
    except UsageError as error:
        raise Mistyped(typeset(str(error))) from error


wait_option = click.option(
    "--wait",
    metavar="DURÉE",
    callback=_waited,
    help=typeset("Attendre qu’un autre processus ait fini d’écrire, « 10min » au plus."),
)
