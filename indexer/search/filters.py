"""Which filters narrow a search, and what is the search without each of them?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from operator import eq

from indexer.messages.french_format import day, quoted
from indexer.schema import FACETS, Facet
from indexer.search import facets, typed_filters
from indexer.search.facets import FacetSelection
from indexer.search.question import Question
from indexer.search.request import SearchRequest


@dataclass(frozen=True, slots=True)
class Filter:
    """An active filter: its text in French, and the request without it, at its first page.

    `emptied` names the facet of which it is the only selected value, "" for any other filter, and
    where the counts of that facet are within its own selection.
    """

    text: str
    without: SearchRequest
    emptied: str = ""


def active_filters(question: Question) -> Iterator[Filter]:
    """The filters of a request outside its text: facets, exclusions, days, forms, equivalents."""
    request, searcher = question.request, question.searcher
    first = replace(request, page=1)
    for facet in FACETS:
        for value in request.filters.get(facet.name, ()):
            fewer = _without(request.filters, facet, value)
            is_counted = not fewer[facet.name] and facet.name not in request.all_of
            emptied = facet.name if is_counted else ""
            label = facets.label(facet, value, searcher)
            yield Filter(label, replace(first, filters=fewer), emptied)
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
    for spelling in request.as_typed:
        kept = tuple(one for one in request.as_typed if one != spelling)
        yield Filter(f"{quoted(spelling)} sans équivalent", replace(first, as_typed=kept))


def text_filters(question: Question) -> Iterator[Filter]:
    """The filters in the text of a request: fields and periods that every article must meet."""
    text, lexemes = question.request.text, question.parsed.lexemes
    for one in typed_filters.typed(text, lexemes):
        fewer = typed_filters.without(text, lexemes, partial(eq, one))
        yield Filter(one.text, replace(question.request, text=fewer, page=1))


def unfiltered(question: Question) -> SearchRequest:
    """The request without any filter, in its text or elsewhere."""
    text = typed_filters.without(question.request.text, question.parsed.lexemes, lambda _: True)
    return replace(
        question.request,
        text=text,
        filters={},
        exclusions={},
        since=None,
        until=None,
        all_of=(),
        unwanted=(),
        as_typed=(),
        page=1,
    )


def _without(selection: FacetSelection, facet: Facet, value: str) -> FacetSelection:
    kept = tuple(one for one in selection[facet.name] if one != value)
    return {**selection, facet.name: kept}
