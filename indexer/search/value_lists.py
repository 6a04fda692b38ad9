"""Which values of a facet does a search list, page by page, those with some letters?"""

from itertools import islice

from indexer.schema import Facet
from indexer.search import counting, facets
from indexer.search.facets import Listing
from indexer.search.question import Question
from indexer.search.results import FacetValues

WHOLE = Listing()


def values(question: Question, facet: Facet, listing: Listing = WHOLE) -> FacetValues:
    """The values of a facet that a listing has.

    Their counts ignore the selection of the facet itself, unless all of it is asked for.
    """
    found = counting.counted(question, name=facet.name)
    selected = question.request.filters.get(facet.name, ())
    counts = found.facets[facet.name]
    rows, count = facets.listed(facet, counts, selected, listing, question.searcher)
    return FacetValues(rows, count, found.timed_out or found.shards_missing)


def values_from(question: Question, facet: Facet, prefix: str, ranks: range) -> FacetValues:
    """The values of a facet that begin with `prefix`, at `ranks` from 0, most frequent first.

    Their counts ignore the selection of the facet itself, unless all of it is asked for.
    """
    found = counting.counted(question, name=facet.name)
    selected = question.request.filters.get(facet.name, ())
    ranked = facets.ranked_from(found.facets[facet.name], selected, prefix)
    page = dict(islice(ranked.items(), ranks.start, ranks.stop))
    rows = facets.labelled(facet, page, selected, question.searcher)
    return FacetValues(rows, len(ranked), found.timed_out or found.shards_missing)
