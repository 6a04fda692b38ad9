"""The JSON endpoints."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, g, request
from werkzeug.exceptions import NotFound

from indexer.generations.manifest import Manifest
from indexer.schema import FACETS
from indexer.search.question import ask
from indexer.search.suggest import suggest
from webapp import params
from webapp.contract import choice, endpoints, kinds
from webapp.contract.parameters import Parameter
from webapp.contract.problems import Problem
from webapp.contract.reader import Reader, not_utf8
from webapp.extensions import open_generation
from webapp.middleware import events
from webapp.middleware.errors import InvalidParameters, NoLongerKnown
from webapp.routes.article import only
from webapp.views import json_answer, json_facets

_CHANGED = (
    "L’archive a changé depuis la page précédente : reprendre la recherche à sa première page, ou "
    "prendre tous ses articles en un seul fichier (/search.jsonl)."
)

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@blueprint.get("/search")
def search_articles() -> dict[str, Any]:
    """Search; an unknown or unusable parameter is refused."""
    reader = reader_of(endpoints.SEARCH.parameters)
    asked, chosen = params.asked(reader), choice.read(reader)
    cursor = reader.one("cursor")
    refuse(reader)
    with open_generation() as opened:
        if cursor:
            asked = replace(asked, page=_page(cursor, asked.size, opened.manifest))
        answer = json_answer.answer(asked, opened, chosen)
    g.partial = answer["partial"]
    events.searched.send(total=answer["total"], partial=answer["partial"])
    return answer


@blueprint.get("/suggest")
def suggest_completions() -> dict[str, Any]:
    """What can go on as typed in `q`, within the filters of a search."""
    reader = reader_of(endpoints.SUGGEST.parameters)
    asked, limit = params.asked(reader), reader.one("limit")
    refuse(reader)
    with open_generation() as opened:
        return json_answer.suggestions(suggest(asked, opened.searcher), limit)


@blueprint.get("/facets/<name>")
def facet_values(name: str) -> dict[str, Any]:
    """The values of a facet in a search, page by page."""
    facet = next((facet for facet in FACETS if facet.name == name), None)
    if facet is None:
        raise NotFound
    reader = reader_of(endpoints.FACET.parameters)
    asked, prefix = params.asked(reader), reader.one("prefix")
    refuse(reader)
    with open_generation() as opened:
        answer = json_facets.listed(ask(asked, opened.searcher), facet, prefix, opened)
    g.partial = answer["partial"]
    return answer


@blueprint.get("/articles/<article_id>")
def one_article(article_id: str) -> dict[str, Any]:
    """One whole article, by its id or its former one."""
    reader = reader_of(endpoints.ARTICLE.parameters)
    chosen = choice.of_article(reader)
    refuse(reader)
    with open_generation() as opened:
        return chosen.of(json_answer.article(only(article_id, opened.searcher)))


def _page(cursor: tuple[str, str], size: int, served: Manifest) -> int:
    """The page that a cursor leads to; a program gets one past the last page from `next_url`."""
    generation, page = cursor[0], int(cursor[1])
    if generation != served.generation:
        raise NoLongerKnown(_CHANGED)
    if not 1 <= page <= -(-served.articles // size):
        refused = kinds.no_cursor(".".join(cursor))
        raise InvalidParameters([Problem(refused.code, "cursor", refused.detail, "")])
    return page


def reader_of(parameters: Sequence[Parameter]) -> Reader:
    """What reads the parameters of this request."""
    reader = Reader(request.args.to_dict(flat=False), parameters)
    reader.problems[:0] = not_utf8(request.query_string)
    return reader


def refuse(reader: Reader) -> None:
    """InvalidParameters, all that is wrong with them at once."""
    if told := [*reader.problems, *reader.doubts]:
        raise InvalidParameters(told)
