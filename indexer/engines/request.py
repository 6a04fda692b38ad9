"""What is an engine asked, and what does it answer?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from whoosh.query import Query, Term

from indexer.schema import FACETS

MONTHS = "month"
# Counted where it is asked for by name: for a period of some days
DAYS = "day"
EVERYTHING = frozenset({MONTHS, *(facet.name for facet in FACETS)})


class Sort(StrEnum):
    """The orders of results; ties are ordered by date, newest first, then by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRequest:
    """`matching` selects and scores; `selections`, each a tree under a name, only filter.

    `counted` names the facets whose values are counted, MONTHS, DAYS; the counts of a facet ignore
    the selection of its name, those of other names are felt by all counts. Each of `term_counts`
    counts the matches of the request that hold any of some words, which are terms of text fields.
    With `max_values`, an engine may leave out of a facet without a selection of its name the values
    that are less frequent than its `max_values` first ones.
    """

    matching: Query
    selections: Mapping[str, Query]
    sort: Sort
    offset: int
    limit: int
    term_counts: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    counted: AbstractSet[str] = EVERYTHING
    max_values: int | None = None


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A stored article, as `Article.dump` wrote it, and its score, 0 in an order by date."""

    stored: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is counted over all matches of a request, not over a page.

    `facets` maps a facet to its folded values and how many articles have each, `months` maps
    year * 100 + month, in Europe/Paris, undated articles left out, `days` each day. `unselected`
    tells of every facet counted how many articles match whatever its own selection. `timed_out`
    tells that the time limit cut the evaluation short, `shards_missing` that a part of the archive
    did not answer.
    """

    total: int
    facets: Mapping[str, Mapping[str, int]]
    unselected: Mapping[str, int]
    months: Mapping[int, int]
    term_counts: Mapping[str, int]
    days: Mapping[date, int] = field(default_factory=dict)
    timed_out: bool = False
    shards_missing: bool = False


@dataclass(frozen=True, slots=True)
class EngineResults:
    """The articles of one page, in order; `counting` gives the counts, once they are there.

    It waits for those that other threads make.
    """

    hits: tuple[EngineHit, ...]
    counting: Callable[[], Counts]

    @property
    def counts(self) -> Counts:
        """What is counted over all matches, waited for."""
        return self.counting()


@dataclass(frozen=True, slots=True)
class Matches:
    """The articles of many ranks, as they are stored, in order, and how many match in all.

    `stored` reads each article when it is asked for, from a searcher that is open; it raises what
    `Searcher.get` does.
    """

    stored: Iterator[str]
    counts: Counts
