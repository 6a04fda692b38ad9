"""What is an engine asked, and what does it answer?"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from whoosh.query import Query, Term

from indexer.schema import FACETS

MONTHS = "month"
EVERYTHING = frozenset({MONTHS, *(facet.name for facet in FACETS)})


class Sort(StrEnum):
    """The orders of results; ties are ordered by date, newest first, then by id."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRequest:
    """`matching` selects and scores; `selections`, a tree a facet, only filter.

    `counted` names the facets whose values are counted, and MONTHS; the counts of a facet ignore
    its own selection. Each of `tallies` counts the matches of the request that hold any of some
    words, which are terms of text fields. With `most`, an engine may leave out the values of a
    facet without a selection that are less frequent than the so many most frequent ones.
    """

    matching: Query
    selections: Mapping[str, Query]
    sort: Sort
    offset: int
    limit: int
    tallies: Mapping[str, Sequence[Term]] = field(default_factory=dict)
    counted: AbstractSet[str] = EVERYTHING
    most: int | None = None


@dataclass(frozen=True, slots=True)
class EngineHit:
    """A stored article, as `Article.dump` wrote it, and its score, 0 in an order by date."""

    stored: str
    score: float


class EngineResults(Protocol):
    """What a search finds; the hits are there, what is counted may be waited for when it is read.

    `total`, `facets` (facet → folded value → articles), `months` (year * 100 + month → articles,
    in Europe/Paris, undated ones left out) and `tallies` are over all matches, not a page.
    `unselected` tells of every facet counted how many match whatever its own selection.
    `complete` is False where the time limit cut the evaluation short, `whole` where a part of the
    archive did not answer.
    """

    @property
    def hits(self) -> tuple[EngineHit, ...]:
        """The articles of one page, in order."""

    @property
    def total(self) -> int:
        """See above."""

    @property
    def facets(self) -> Mapping[str, Mapping[str, int]]:
        """See above."""

    @property
    def unselected(self) -> Mapping[str, int]:
        """See above."""

    @property
    def months(self) -> Mapping[int, int]:
        """See above."""

    @property
    def tallies(self) -> Mapping[str, int]:
        """See above."""

    @property
    def complete(self) -> bool:
        """See above."""

    @property
    def whole(self) -> bool:
        """See above."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The results of a search of which everything is counted."""

    total: int
    hits: tuple[EngineHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    unselected: Mapping[str, int]
    months: Mapping[int, int]
    tallies: Mapping[str, int]
    complete: bool
    whole: bool = True
