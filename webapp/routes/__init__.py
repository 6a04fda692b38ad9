"""Which addresses are there, and what does each answer? A module holds those of one purpose."""

from contextlib import AbstractContextManager
from typing import cast

from flask import current_app

from indexer.config import Settings
from indexer.serving.published_index import Archive, Opened


def archive() -> Archive:
    """The archive that this application serves."""
    return cast(Archive, current_app.extensions["archive"])


def reading() -> AbstractContextManager[Opened]:
    """The generation that serves, open for a block; NoIndex or UnreadableIndex without one."""
    return archive().reading()


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions["settings"])
