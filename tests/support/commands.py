"""Run a command of `manchette` from this process: a process of its own takes a second to begin."""

import logging
from pathlib import Path

from click.testing import CliRunner, Result

import webapp.cli  # noqa: F401 - adds its commands to those of indexer.cli
from indexer.cli import main


def invoked(*arguments: str | Path, **variables: str) -> Result:
    """What a command does in the current directory, under some variables of the environment."""
    before = logging.getLogRecordFactory()
    # an option may set it: it is put back
    environment = {"MANCHETTE_CONFIG": "", **variables}
    try:
        return CliRunner().invoke(
            main, list(map(str, arguments)), env=environment, prog_name="manchette"
        )
    finally:
        logging.setLogRecordFactory(before)
