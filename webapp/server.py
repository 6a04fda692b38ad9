"""Run the application for a newsroom: gunicorn, a few processes of a few threads."""

from http import HTTPStatus
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from indexer.config import Settings
from webapp import create_app
from webapp.headers import security
