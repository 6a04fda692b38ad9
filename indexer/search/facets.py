"""Which values stand in each facet, under which label, and which articles does a selection keep?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from whoosh.query import And, Or, Query, Term

from indexer.analysis import fold_label
from indexer.engines import Searcher
from indexer.schema import FACETS, Facet

MAX_VALUES = 100
MAX_LISTED = 300

# Folded values by the name of a facet
FacetSelection = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A row of a facet: the folded value, its most frequent spelling, how many articles have it."""

    value: str
    label: str
    count: int
    selected: bool


def trees(selection: FacetSelection, all_of: Collection[str]) -> dict[str, Query]:
    """One filter tree for each facet that has selected values, any of them; by facet name.

    Where `all_of` names the facet, all of them, under a name that is no facet's: its counts are
    those within its own selection.
    """
    found: dict[str, Query] = {}
    for facet in FACETS:
        terms = [Term(facet.field, value) for value in selection.get(facet.name, ())]
        if terms and facet.name in all_of:
            found[f"{facet.name} all"] = And(terms)
        elif terms:
            found[facet.name] = Or(terms)
    return found


def rows(
    counts: Mapping[str, Mapping[str, int]],
    selection: FacetSelection,
    searcher: Searcher,
    max_values: int,
) -> dict[str, tuple[FacetValue, ...]]:
    """The values of each facet counted, by its name: most frequent first, then alphabetically.

    `counts` gives the articles of each value, by facet name. At most `max_values` a facet are
    given, and the selected ones, even with 0 articles.
    """
    return {
        facet.name: _rows(
            facet, counts[facet.name], selection.get(facet.name, ()), searcher, max_values
        )
        for facet in FACETS
        if facet.name in counts
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Which values of a facet are listed: a page of MAX_LISTED of those that hold some letters.

    Accents and capitals make no difference. The most frequent come first, or the alphabet decides.
    """

    letters: str = ""
    page: int = 1
    alphabetical: bool = False


def listed(
    facet: Facet,
    counts: Mapping[str, int],
    selected: Sequence[str],
    listing: Listing,
    searcher: Searcher,
) -> tuple[tuple[FacetValue, ...], int]:
    """The values of a facet that a listing has, and how many there are on all its pages.

    A selected value is listed even with 0 articles, on the first page of the most frequent.
    """
    folded = fold_label(listing.letters)
    holding = {value: count for value, count in counts.items() if folded in value}
    chosen = [value for value in selected if folded in value]
    articles = {**dict.fromkeys(chosen, 0), **holding}
    start, stop = (listing.page - 1) * MAX_LISTED, listing.page * MAX_LISTED
    if listing.alphabetical:
        shown = sorted(articles)[start:stop]
    else:
        first = _first(articles, stop)
        shown = first[start:] if start else _ranked({*first, *chosen}, articles)
    rows = labelled(facet, {value: articles[value] for value in shown}, chosen, searcher)
    return rows, len(articles)


def _rows(
    facet: Facet,
    counts: Mapping[str, int],
    selected: Sequence[str],
    searcher: Searcher,
    max_values: int,
) -> tuple[FacetValue, ...]:
    articles = {**dict.fromkeys(selected, 0), **counts}
    shown = _ranked({*_first(articles, max_values), *selected}, articles)
    return labelled(facet, {value: articles[value] for value in shown}, selected, searcher)


def _first(articles: Mapping[str, int], most: int) -> list[str]:
    """The `most` first values."""
    # what could be among them: sorting all values by two keys takes longer than the rest
    least = min(sorted(articles.values(), reverse=True)[:most], default=0)
    return _ranked([v for v, count in articles.items() if count >= least], articles)[:most]


def ranked_from(
    counts: Mapping[str, int], selected: Sequence[str], prefix: str
) -> Mapping[str, int]:
    """The articles of the values that begin with `prefix`, most frequent first.

    Accents and capitals make no difference; a selected value is listed even with 0 articles.
    """
    articles = {**dict.fromkeys(selected, 0), **counts}
    folded = fold_label(prefix)
    begun = [value for value in articles if value.startswith(folded)]
    return {value: articles[value] for value in _ranked(begun, articles)}


def _ranked(values: Iterable[str], articles: Mapping[str, int]) -> list[str]:
    return sorted(values, key=lambda value: (-articles[value], value))


def labelled(
    facet: Facet, articles: Mapping[str, int], selected: Sequence[str], searcher: Searcher
) -> tuple[FacetValue, ...]:
    """The rows of some values, in their order, of which the articles are known."""
    labels = searcher.vocabulary.labels(facet.labels, list(articles))
    return tuple(
        FacetValue(value, labels[value], count, value in selected)
        for value, count in articles.items()
    )


def label(facet: Facet, value: str, searcher: Searcher) -> str:
    """The most frequent spelling of a value in the whole archive, the value itself if unknown."""
    return searcher.vocabulary.labels(facet.labels, [value])[value]
