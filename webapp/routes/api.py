"""The JSON endpoints."""

from typing import Any

from flask import Blueprint, request

from indexer.search.suggest import suggest
from webapp import params
from webapp.extensions import open_generation
from webapp.middleware import events
from webapp.middleware.errors import InvalidParameter
from webapp.routes.article import only
from webapp.views import json_answer

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search_articles() -> dict[str, Any]:
    """Search; an unknown or unusable parameter is refused."""
    asked, problems = params.read(request.args.to_dict(flat=False))
    if problems:
        raise InvalidParameter(problems[0])
    with open_generation() as opened:
        found = json_answer.answer(asked, opened)
    events.searched.send(total=found["total"], partial=found["partial"])
    return found


@blueprint.get("/suggest")
def suggest_completions() -> dict[str, Any]:
    """What can go on as typed in `q`, within the filters of a search."""
    asked, problems = params.read(request.args.to_dict(flat=False), params.TYPED_NAMES)
    if problems:
        raise InvalidParameter(problems[0])
    with open_generation() as opened:
        return json_answer.suggestions(suggest(asked, opened.searcher))


@blueprint.get("/articles/<article_id>")
def one_article(article_id: str) -> dict[str, Any]:
    """One whole article, by its id or its former one."""
    with open_generation() as opened:
        return json_answer.article(only(article_id, opened.searcher))
