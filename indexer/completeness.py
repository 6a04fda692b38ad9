"""How many articles does a filter leave out only because they lack what it asks for?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer import search, typed
from indexer.engines import Searcher
from indexer.fields import FACETS
from indexer.search import SearchRequest

# What an article without a value of these facets lacks; it has at most one of each
_LACKS = {"year": "date", "section": "rubrique", "source": "source"}


@dataclass(frozen=True, slots=True)
class Omission:
    """What the articles left out lack, how many they are, and the search with them."""

    lack: str
    count: int
    including: SearchRequest


def omissions(request: SearchRequest, searcher: Searcher) -> Iterator[Omission]:
    """What the filters of a request leave out without saying so; each count is at least 1."""
    first = replace(request, page=1)
    for facet in FACETS:
        others = {name: v for name, v in request.filters.items() if name != facet.name}
        wider = replace(first, filters=others) if facet.name in request.filters else first
        if facet.name == "year":
            text = typed.undated(request.text)
            wider = replace(wider, text=text, since=None, until=None)
        if facet.name in _LACKS and wider != first:
            count = search.lacking(wider, facet, searcher)
            if count:
                yield Omission(_LACKS[facet.name], count, wider)
