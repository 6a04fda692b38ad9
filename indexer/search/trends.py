"""How do some searches spread over time, among all the articles of their sources?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from indexer.engines import Searcher
from indexer.engines.request import MONTHS, Counts
from indexer.search import counting
from indexer.search.facets import FacetSelection
from indexer.search.question import ask
from indexer.search.request import SearchRequest
from indexer.search.sentence import sentence


class Step(StrEnum):
    """What a point stands for: AUTO is by month over three years, by year beyond."""

    AUTO = "auto"
    MONTH = "month"
    YEAR = "year"


class Measure(StrEnum):
    """What is drawn: articles, or their share in all the articles of their sources."""

    ARTICLES = "articles"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A search over time, named as a person says it.

    `months` maps year * 100 + month, in Europe/Paris, to the articles found, `whole` to all the
    articles of the same sources and days; undated ones are in `total` alone. `partial` tells that
    not all could be counted.
    """

    request: SearchRequest
    name: str
    total: int
    months: Mapping[int, int]
    whole: Mapping[int, int]
    partial: bool


def trends(requests: Iterable[SearchRequest], searcher: Searcher) -> tuple[Trend, ...]:
    """Each search over time, in order."""
    wholes: dict[str, Counts] = {}
    found = []
    for request in requests:
        question, sources = ask(request, searcher), _sources(request)
        counts = counting.counted(question, name=MONTHS)
        key = repr(sources)
        if key not in wholes:
            wholes[key] = counting.counted(question.instead(sources), name=MONTHS)
        both = (counts, wholes[key])
        found.append(
            Trend(
                request=request,
                name=sentence(question),
                total=counts.total,
                months=counts.months,
                whole=wholes[key].months,
                partial=any(one.timed_out or one.shards_missing for one in both),
            )
        )
    return tuple(found)


def _sources(request: SearchRequest) -> SearchRequest:
    """All the articles of the sources and the days of a request."""
    return SearchRequest(
        filters=_of_source(request.filters),
        exclusions=_of_source(request.exclusions),
        since=request.since,
        until=request.until,
    )


def _of_source(selection: FacetSelection) -> FacetSelection:
    return {name: values for name, values in selection.items() if name == "source"}
