"""The values of facets as programs read them, on a page of their own and beside results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from indexer.query.repair import QueryWarning
from indexer.schema import Facet
from indexer.search import value_lists
from indexer.search.facets import FacetValue
from indexer.search.question import Question
from indexer.search.request import PAGE_SIZE, SearchRequest, last_page
from indexer.serving.open_generation import OpenGeneration
from webapp import params
from webapp.middleware.url_prefix import here

PATH = "/api/v1/facets"
SEARCH_PATH = "/api/v1/search"


def listed(question: Question, facet: Facet, prefix: str, opened: OpenGeneration) -> dict[str, Any]:
    """One page of the values of a facet in a search, those that begin with a prefix."""
    request = question.request
    first = (request.page - 1) * request.size
    found = value_lists.values_from(question, facet, prefix, range(first, first + request.size))
    is_last = request.page >= last_page(request.size, found.count)
    return {
        "facet": facet.name,
        "total": found.count,
        "partial": found.partial,
        "page": request.page,
        "page_size": request.size,
        "next_url": None if is_last else _next_url(request, facet, prefix),
        "query": {"text": request.text, "interpreted": question.parsed.explanation},
        "warnings": warnings(question.parsed.warnings),
        "index": index(opened),
        "values": values(facet.name, found.rows, replace(request, size=PAGE_SIZE)),
    }


def _next_url(request: SearchRequest, facet: Facet, prefix: str) -> str:
    named = params.pairs(replace(request, page=1, size=PAGE_SIZE))
    more = {"prefix": prefix, "page": request.page + 1, "page_size": request.size}
    return f"{here(PATH)}/{facet.name}?{urlencode([*named, *more.items()])}"


def values(name: str, rows: Sequence[FacetValue], request: SearchRequest) -> list[dict[str, Any]]:
    """The values of a facet, each with the search that adds it or takes it away."""
    return [
        {
            "value": row.value,
            "label": row.label,
            "count": row.count,
            "selected": row.selected,
            "url": params.url(
                SEARCH_PATH, request, filters=params.toggled(request.filters, name, row.value)
            ),
        }
        for row in rows
    ]


def index(opened: OpenGeneration) -> dict[str, str]:
    """Which generation an answer comes from, and of when it is."""
    return {
        "generation": opened.manifest.generation,
        "updated_at": opened.manifest.created.isoformat(timespec="seconds"),
    }


def warnings(found: Sequence[QueryWarning]) -> list[dict[str, Any]]:
    """What was not taken as typed, and where."""
    return [
        {"message": w.message, "start": w.start, "end": w.end, "repair": w.repair} for w in found
    ]
