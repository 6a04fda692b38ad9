"""What is ready before a process answers anyone? Its templates, the index with its front page."""

from contextlib import suppress
from threading import Thread

from flask import Flask

from indexer import deadline
from indexer.errors import NoIndex, Unavailable, UnreadableIndex
from webapp.routes import search


def warm(app: Flask, seconds: float) -> None:
    """Do once what the first page would wait for, for `seconds` at most; nothing is counted.

    Whoever asks for a page is told what is wrong with an index.
    """
    # what fails in a thread of its own stops no server
    thread = Thread(target=_make_ready, args=(app, seconds), daemon=True)
    thread.start()
    thread.join(seconds)


def _make_ready(app: Flask, seconds: float) -> None:
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    deadline.begin(seconds)
    with app.test_request_context("/"), suppress(NoIndex, Unavailable, UnreadableIndex):
        search.home()
