"""Which values stand in each facet, under which label, and which articles does a selection keep?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whoosh.query import Or, Query, Term

from indexer.analysis import fold_label
from indexer.engines import Searcher
from indexer.schema import FACETS, Facet

MAX_VALUES = 100
MAX_LISTED = 300

Selection = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A row of a facet: the folded value, its most frequent spelling, how many articles have it."""

    value: str
    label: str
    count: int
    selected: bool


def trees(selection: Selection) -> dict[str, Query]:
    """One filter tree, any of the selected values, for each facet that has some; by facet name."""
    return {
        facet.name: Or([Term(facet.field, value) for value in selection[facet.name]])
        for facet in FACETS
        if selection.get(facet.name)
    }


def rows(
    counts: Mapping[str, Mapping[str, int]], selection: Selection, searcher: Searcher, most: int
) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet, by its name: most frequent first, then in alphabetical order.

    `counts` gives the articles of each value, by facet name. At most `most` values a facet are
    given, and the selected ones, even with 0 articles.
    """
    return {
        facet.name: _rows(facet, counts[facet.name], selection.get(facet.name, ()), searcher, most)
        for facet in FACETS
    }


def listed(
    facet: Facet,
    counts: Mapping[str, int],
    selected: Sequence[str],
    letters: str,
    searcher: Searcher,
) -> tuple[tuple[FacetValue, ...], int]:
    """The values of a facet that hold `letters`, at most MAX_LISTED, and how many there are in all.

    Accents and capitals make no difference; a selected value is listed even with 0 articles.
    """
    folded = fold_label(letters)
    holding = {value: count for value, count in counts.items() if folded in value}
    chosen = [value for value in selected if folded in value]
    return _rows(facet, holding, chosen, searcher, MAX_LISTED), len({*holding, *chosen})


def _rows(
    facet: Facet,
    counts: Mapping[str, int],
    selected: Sequence[str],
    searcher: Searcher,
    most: int,
) -> tuple[FacetValue, ...]:
    articles = {**dict.fromkeys(selected, 0), **counts}
    # what could be among the first: sorting all values by two keys takes longer than the rest
    least = min(sorted(articles.values(), reverse=True)[:most], default=0)
    first = [value for value, count in articles.items() if count >= least]
    ranked = sorted(first, key=lambda value: (-articles[value], value))[:most]
    shown = sorted({*ranked, *selected}, key=lambda value: (-articles[value], value))
    labels = searcher.labels(facet.labels, shown)
    return tuple(
        FacetValue(value, labels[value], articles[value], value in selected) for value in shown
    )


def label(facet: Facet, value: str, searcher: Searcher) -> str:
    """The most frequent spelling of a value in the whole archive, the value itself if unknown."""
    return searcher.labels(facet.labels, [value])[value]
