"""Which filters narrow a search, and what is the search without each of them?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer import facets, typed
from indexer.engines import Searcher
from indexer.facets import Selection
from indexer.fields import FACETS, Facet
from indexer.frenchtext import day, quoted
from indexer.search import SearchRequest


@dataclass(frozen=True, slots=True)
class Filter:
    """An active filter in words, and the request without it, from its first page."""

    text: str
    without: SearchRequest


def active(request: SearchRequest, searcher: Searcher) -> Iterator[Filter]:
    """The filters of a request: facets, exclusions, days, forms that are not wanted."""
    first = replace(request, page=1)
    for facet in FACETS:
        for value in request.filters.get(facet.name, ()):
            fewer = _without(request.filters, facet, value)
            yield Filter(facets.label(facet, value, searcher), replace(first, filters=fewer))
        for value in request.exclusions.get(facet.name, ()):
            text = f"sauf {facets.label(facet, value, searcher)}"
            fewer = _without(request.exclusions, facet, value)
            yield Filter(text, replace(first, exclusions=fewer))
    if request.since:
        yield Filter(f"depuis le {day(request.since)}", replace(first, since=None))
    if request.until:
        yield Filter(f"jusqu’au {day(request.until)}", replace(first, until=None))
    for form in request.unwanted:
        kept = tuple(one for one in request.unwanted if one != form)
        yield Filter(f"sans la forme {quoted(form)}", replace(first, unwanted=kept))


def in_text(request: SearchRequest) -> Iterator[Filter]:
    """The fields and periods of its text that every article found must meet."""
    for one in typed.typed(request.text):
        yield Filter(one.text, replace(request, text=one.without, page=1))


def cleared(request: SearchRequest) -> SearchRequest:
    """The request without any filter, in its text or elsewhere."""
    return replace(
        request,
        text=typed.bare(request.text),
        filters={},
        exclusions={},
        since=None,
        until=None,
        unwanted=(),
        page=1,
    )


def _without(selection: Selection, facet: Facet, value: str) -> Selection:
    kept = tuple(one for one in selection[facet.name] if one != value)
    return {**selection, facet.name: kept}
