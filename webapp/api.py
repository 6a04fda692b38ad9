"""The JSON endpoints."""

from typing import Any, cast

from flask import Blueprint, current_app, request

from indexer.archive import Archive
from indexer.suggest import suggest
from webapp import answer, params
from webapp.errors import InvalidParameter
from webapp.reading import only

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search_articles() -> dict[str, Any]:
    """Search; an unknown or unusable parameter is refused."""
    asked, problems = params.read(request.args.to_dict(flat=False))
    if problems:
        raise InvalidParameter(problems[0])
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        return answer.answer(asked, opened)


@blueprint.get("/suggest")
def suggest_completions() -> dict[str, Any]:
    """What can go on as typed in `q`."""
    text, problem = params.text_alone(request.args.to_dict(flat=False))
    if problem:
        raise InvalidParameter(problem)
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        return answer.suggestions(suggest(text, opened.searcher))


@blueprint.get("/articles/<article_id>")
def one_article(article_id: str) -> dict[str, Any]:
    """One whole article, by its id or its former one."""
    archive = cast(Archive, current_app.extensions["archive"])
    with archive.reading() as opened:
        return answer.article(only(article_id, opened.searcher))
