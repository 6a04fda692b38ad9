"""What does a search give back?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from indexer.article import Article
from indexer.query.parts import Spellings
from indexer.query.repair import QueryWarning
from indexer.search.facets import FacetValue
from indexer.search.highlight import Passage
from indexer.search.other_fields import FieldPassages


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its score, its title, lede, tags and authors whole, passages of its body.

    `others` has those of the fields without a place of their own, where there are hits. `found_by`
    has the equivalents that it holds of what was typed and it does not.
    """

    article: Article
    score: float
    title: Passage
    lede: Passage
    body: tuple[Passage, ...]
    tags: tuple[Passage, ...]
    authors: tuple[Passage, ...]
    others: tuple[FieldPassages, ...] = ()
    found_by: tuple[str, ...] = ()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that is shown of the article."""
        others = (passage for other in self.others for passage in other.passages)
        return (self.title, self.lede, *self.body, *self.tags, *self.authors, *others)


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A surface form: how many of the articles found hold it, whether the request wants it."""

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

    `partial` says that there may be more: time was up or machines did not answer.
    `spellings` has each word or sequence that has equivalents.
    `unselected` counts, by facet name, what is found without the selection of that facet;
    `lacking`, those of them that have no value, for facets with a selection and one value an
    article. `months` maps year * 100 + month to a number of articles, in order, without the undated
    ones, `days` those of a short period, or nothing. `took_ms` is in milliseconds.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]]
    unselected: Mapping[str, int]
    lacking: Mapping[str, int]
    months: Mapping[int, int]
    days: Mapping[date, int]
    words: tuple[FoundWord, ...]
    explanation: str
    spellings: tuple[Spellings, ...]
    warnings: tuple[QueryWarning, ...]
    took_ms: float
    partial: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Whole articles that a question finds, and how many it finds in all.

    See indexer.engines.request.Counts for `timed_out` and `shards_missing`.
    """

    total: int
    articles: tuple[Article, ...]
    timed_out: bool
    shards_missing: bool


@dataclass(frozen=True, slots=True)
class FacetValues:
    """Some values of a facet, and how many there are in all."""

    rows: tuple[FacetValue, ...]
    count: int
    partial: bool
