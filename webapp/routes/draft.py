"""« Déjà traité ? » A draft is pasted, the nearest articles are shown, nothing is kept of it."""

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from indexer.search.more_like_this import nearest
from indexer.search.request import SearchRequest
from webapp.extensions import open_generation
from webapp.middleware.errors import DraftTooLong
from webapp.templating import render

blueprint = Blueprint("draft", __name__)

PATH = "/deja-traite"
MOST_BYTES = 20_000
# A form writes up to three bytes for one, and the name of its field
_MOST_BYTES_SENT = 3 * MOST_BYTES + 100


@blueprint.get(PATH)
def form() -> str:
    """The form alone."""
    return render("draft.html", SearchRequest(), draft="", found=None)


@blueprint.post(PATH)
def compare() -> str:
    """The articles nearest to `texte`, MOST_BYTES of UTF-8 at most; 413 beyond."""
    request.max_content_length = _MOST_BYTES_SENT
    try:
        draft = request.form.get("texte", "")
    except RequestEntityTooLarge as error:
        raise DraftTooLong from error
    if len(draft.encode()) > MOST_BYTES:
        raise DraftTooLong
    with open_generation() as opened:
        found = nearest(draft, opened.searcher)
    return render("draft.html", SearchRequest(), draft=draft, found=found)


@blueprint.after_request
def forget(response: Response) -> Response:
    """No cache keeps the page, refusals included."""
    response.cache_control.no_store = True
    return response
