"""Is this process alive, and can it answer searches? For programs of this machine."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint

from webapp.middleware.headers import NOT_STORED
from webapp.views import index_state

blueprint = Blueprint("health", __name__)

_HEADERS = {"Cache-Control": NOT_STORED}


@blueprint.get("/healthz")
def alive() -> tuple[dict[str, Any], int, dict[str, str]]:
    """200 whatever the index: to start the process again would not mend it."""
    return index_state.as_json(index_state.read()), HTTPStatus.OK, _HEADERS


@blueprint.get("/readyz")
def ready() -> tuple[dict[str, Any], int, dict[str, str]]:
    """200 where a whole generation is open, be it an older one; else 503."""
    state = index_state.read()
    status = HTTPStatus.OK if state.manifest else HTTPStatus.SERVICE_UNAVAILABLE
    return index_state.as_json(state), status, _HEADERS
