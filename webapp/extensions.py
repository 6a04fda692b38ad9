"""What does the application of a request serve, and under which settings?"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

from flask import Flask, current_app

from indexer.config import Settings
from indexer.serving import cluster
from indexer.serving.open_generation import OpenGeneration
from indexer.serving.published_index import PublishedIndex

_INDEX, _SETTINGS, _DIRECTORY = "published_index", "settings", "directory"


def register(app: Flask, settings: Settings) -> None:
    """Have an application serve what its settings name; UsageError for an engine not there."""
    app.extensions[_INDEX] = cluster.published_index(settings)
    app.extensions[_SETTINGS] = settings
    app.extensions[_DIRECTORY] = cluster.directory(settings)


def published_index() -> PublishedIndex:
    """The index that this application serves."""
    return cast(PublishedIndex, current_app.extensions[_INDEX])


def open_generation() -> AbstractContextManager[OpenGeneration]:
    """The generation that serves, open for a block.

    NoIndex, UnreadableIndex or Unavailable where there is none to open.
    """
    return published_index().open_generation()


def settings() -> Settings:
    """The settings of this application."""
    return cast(Settings, current_app.extensions[_SETTINGS])


def directory() -> Path | None:
    """The index directory of this application; None where it follows a cluster."""
    return cast(Path | None, current_app.extensions[_DIRECTORY])
