"""Serve the archive: pages for people, JSON for programs. `create_app` builds the application."""

from pathlib import Path

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from flask.logging import default_handler
from flask_compress import Compress

from indexer import deadline
from indexer.config import Settings
from webapp import extensions, templating
from webapp.http import abandonment
from webapp.http.log_format import LineFormatter
from webapp.middleware import (
    access,
    api_headers,
    assets,
    errors,
    headers,
    hosts,
    metrics,
    url_prefix,
    validators,
)
from webapp.routes import (
    api,
    api_docs,
    article,
    browser_search,
    changes,
    draft,
    exports,
    feeds,
    followed,
    health,
    search,
    selection,
    trends,
)
from webapp.routes import (
    help as help_,
)

# What an answer may take in all; what is asked of other machines is given up before
ANSWER_SECONDS = 2.8


class _Json(DefaultJSONProvider):
    """Readable answers: accents as they are, members in the order of the documentation."""

    ensure_ascii = False
    sort_keys = False


def create_app(settings: Settings) -> Flask:
    """The WSGI application for one index directory, which may still be empty."""
    # where no server has a log of its own
    default_handler.setFormatter(LineFormatter())
    app = Flask(__name__, static_folder=None)
    app.config.update(
        PROVIDE_AUTOMATIC_OPTIONS=False,
        MAX_CONTENT_LENGTH=0,
    )
    if settings.service_metrics:
        metrics.register(app)
    assets.register(app, Path(app.root_path, "static"))
    extensions.register(app, settings)
    app.json = _Json(app)
    templating.register(app)
    parts = (
        search,
        help_,
        article,
        selection,
        draft,
        feeds,
        followed,
        browser_search,
        api,
        api_docs,
        changes,
        health,
        trends,
    )
    for part in parts:
        app.register_blueprint(part.blueprint)
    exports.register(app, settings)
    app.before_request(lambda: deadline.begin(ANSWER_SECONDS, abandonment.watch(request.environ)))
    # a thread may do other work after an answer
    app.teardown_request(lambda _: deadline.begin(None))
    hosts.register(app, settings.trusted_hosts)
    # before an answer that has not changed is told, who asks must be let in
    access.register(app, settings)
    validators.register(app, settings)
    errors.register(app)
    api_headers.register(app, settings.api_origins)
    headers.register(app, settings.image_hosts)
    url_prefix.register(app, settings.url_prefix)
    Compress(app)
    return app
