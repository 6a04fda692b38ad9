"""What does a person ask for? A search as its address says it."""

from dataclasses import dataclass, field
from datetime import date

from indexer.engines.request import Sort
from indexer.search.facets import FacetSelection

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
MAX_RANK = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A search as the URL says it; facet values are folded, days in Europe/Paris and inclusive.

    `filters` and `exclusions` hold folded values by facet name; an article has one of the values of
    a facet, all of them where `all_of` names it, which a facet of several values may be. No word of
    the text stands for a surface form of `unwanted`; the spellings of which `as_typed` has the keys
    stand for no other.
    `sort` None is by relevance with a text, newest first without one.
    `page` counts from 1; page * size <= MAX_RANK. `titles` is for a page that lists titles alone,
    and changes nothing of what is found. `today` is the day that « hier » in the text is
    the one before, None where it names no such day.
    """

    text: str = ""
    filters: FacetSelection = field(default_factory=dict)
    exclusions: FacetSelection = field(default_factory=dict)
    all_of: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    unwanted: tuple[str, ...] = ()
    as_typed: tuple[str, ...] = ()
    sort: Sort | None = None
    page: int = 1
    size: int = PAGE_SIZE
    titles: bool = False
    today: date | None = None

    @property
    def order(self) -> Sort:
        """The order of results, chosen or by default."""
        return self.sort or (Sort.RELEVANCE if self.text.strip() else Sort.NEWEST)


def last_page(size: int, total: int = MAX_RANK) -> int:
    """The last page of `total` articles, `size` a page, none past MAX_RANK; 0 without articles."""
    return min(-(-total // size), MAX_RANK // size)
