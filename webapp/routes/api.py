"""The JSON endpoints."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request

from indexer.generations.manifest import Manifest
from indexer.search.suggest import suggest
from webapp import params
from webapp.extensions import open_generation
from webapp.middleware.errors import InvalidParameter, NoLongerKnown
from webapp.params import Problem
from webapp.routes.article import only
from webapp.views import json_answer
from webapp.views.cursors import page_at

_CHANGED = (
    "L’archive a changé depuis la page précédente : reprendre la recherche à sa première page, ou "
    "prendre tous ses articles en un seul fichier (/search.jsonl)."
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search_articles() -> dict[str, Any]:
    """Search; an unknown or unusable parameter is refused."""
    values = request.args.to_dict(flat=False)
    cursors = values.pop("cursor", [])
    asked, problems = params.read(values)
    if problems:
        raise InvalidParameter(problems[0])
    with open_generation() as opened:
        if cursors:
            asked = replace(asked, page=_page(cursors[0], asked.size, opened.manifest))
        return json_answer.answer(asked, opened)


def _page(cursor: str, size: int, served: Manifest) -> int:
    """The page that a cursor leads to; a program gets one past the last page from `next_url`."""
    try:
        page = page_at(cursor, served.generation)
    except ValueError:
        page = 0
    if page is None:
        raise NoLongerKnown(_CHANGED)
    if not 1 <= page <= -(-served.articles // size):
        detail = f"« {cursor} » n’est pas un curseur : suivre next_url tel qu’il a été donné"
        raise InvalidParameter(Problem("cursor", detail, ""))
    return page


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
