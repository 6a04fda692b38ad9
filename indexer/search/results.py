"""What does a search give back?"""

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.article import Article
from indexer.query.repair import QueryWarning
from indexer.search.facets import FacetValue
from indexer.search.highlight import Passage
from indexer.search.other_fields import FieldPassages


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its score, its title and lede whole, the best passages of its body.

    `others` has those of the fields without a place of their own, where there are hits.
    """

    article: Article
    score: float
    title: Passage
    lede: Passage
    body: tuple[Passage, ...]
    others: tuple[FieldPassages, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that is shown of the article."""
        others = (passage for other in self.others for passage in other.passages)
        return (self.title, self.lede, *self.body, *others)


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A surface form of a word, how many of the articles found hold it, whether it is wanted."""

    form: str
    count: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word as it was typed and the forms it was found under."""

    word: str
    forms: tuple[FoundForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """One page of answers; `total`, `facets`, `months` and `words` are over all matches.

    `partial` tells that there are more, which time or machines kept from being found.
    `unselected` counts what is found whatever the selection of a facet; `lacking`, for the facets
    with a selection that have one value an article, those of them that have none.
    `months` maps year * 100 + month to its articles, in order; undated ones have none.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    unselected: Mapping[str, int]
    lacking: Mapping[str, int]
    months: Mapping[int, int]
    words: tuple[FoundWord, ...]
    explanation: str
    warnings: tuple[QueryWarning, ...]
    took_ms: float
    partial: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Whole articles that a request finds, how many it finds in all.

    See indexer.engines.request.Counts for `timed_out` and `shards_missing`.
    """

    total: int
    articles: tuple[Article, ...]
    timed_out: bool
    shards_missing: bool


@dataclass(frozen=True, slots=True)
class Values:
    """At most facets.MAX_LISTED values of a facet, how many there are, whether some are missing."""

    rows: tuple[FacetValue, ...]
    count: int
    partial: bool
