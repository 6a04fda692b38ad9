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
    """A row of a facet: the folded value, its most frequent spelling, its articles."""

    value: str
    label: str
    count: int
    selected: bool


def trees(selection: Selection) -> dict[str, Query]:
    """One filter tree for each facet with a selection: any of its values."""
    return {
        facet.name: Or([Term(facet.field, value) for value in selection[facet.name]])
        for facet in FACETS
        if selection.get(facet.name)
    }


def rows(
    counts: Mapping[str, Mapping[str, int]],
    selection: Selection,
    searcher: Searcher,
    max_values: int,
) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet, most frequent first, then in alphabetical order.

    At most `max_values` a facet, and the selected ones, even at 0.
    """
    return {
        facet.name: _rows(
            facet, counts[facet.name], selection.get(facet.name, ()), searcher, max_values
        )
        for facet in FACETS
    }


def listed(
    facet: Facet,
    counts: Mapping[str, int],
    selected: Sequence[str],
    letters: str,
    searcher: Searcher,
) -> tuple[tuple[FacetValue, ...], int]:
    """The values of a facet that hold these letters, at most MAX_LISTED, and how many do."""
    folded = fold_label(letters)
    found = {value: count for value, count in counts.items() if folded in value}
    chosen = [value for value in selected if folded in value]
    return _rows(facet, found, chosen, searcher, MAX_LISTED), len({*found, *chosen})


def _rows(
    facet: Facet,
    counts: Mapping[str, int],
    selected: Sequence[str],
    searcher: Searcher,
    max_values: int,
) -> tuple[FacetValue, ...]:
    found = {**dict.fromkeys(selected, 0), **counts}
    # what could be among the first: sorting all values by two keys takes longer than the rest
    least = min(sorted(found.values(), reverse=True)[:max_values], default=0)
    first = [value for value, count in found.items() if count >= least]
    ranked = sorted(first, key=lambda value: (-found[value], value))[:max_values]
    shown = sorted({*ranked, *selected}, key=lambda value: (-found[value], value))
    labels = searcher.vocabulary.labels(facet.labels, shown)
    return tuple(
        FacetValue(value, labels[value], found[value], value in selected) for value in shown
    )


def label(facet: Facet, value: str, searcher: Searcher) -> str:
    """The most frequent spelling of a value in the whole archive, the value itself if unknown."""
    return searcher.vocabulary.labels(facet.labels, [value])[value]
