"""Run the command `manchette` as `python -m webapp`."""

import webapp.cli  # noqa: F401 - adds its commands to those of indexer.cli
from indexer.cli import main

main(prog_name="python -m webapp")
