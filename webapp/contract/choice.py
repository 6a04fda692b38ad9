"""Which parts of an answer does a program want?"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from indexer.engines.request import EVERYTHING
from indexer.search.facets import MAX_VALUES
from indexer.search.nearly import MOST_HITS
from webapp.contract.parameters import BODY, CHOICE, HIT_FIELDS
from webapp.contract.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The members of an article to give, what to count, how many values and near articles.

    `nearly_size` is None where nobody said. `pairs` are the parameters that make it.
    """

    fields: Set[str] = frozenset(HIT_FIELDS).difference(BODY)
    counted: Set[str] = EVERYTHING
    facet_size: int = MAX_VALUES
    nearly_size: int | None = None
    pairs: tuple[tuple[str, str], ...] = ()

    def nearly_beside(self, hits: int, page_size: int) -> int:
        """How many near articles go with some hits: unless they are asked for, none with a page."""
        if self.nearly_size is None:
            return MOST_HITS if hits < page_size else 0
        return self.nearly_size

    def of(self, members: Mapping[str, Any]) -> dict[str, Any]:
        """Those members of an article that are wanted, in their order."""
        return {name: value for name, value in members.items() if name in self.fields}


WHOLE = Choice()


def read(reader: Reader) -> Choice:
    """The choice that parameters make, that of an answer without them where they make none."""
    fields, facets = reader.one("fields"), reader.one("facets")
    pairs = reader.given(CHOICE)
    return Choice(
        fields=frozenset(fields or WHOLE.fields).union(BODY if reader.one("include") else ()),
        counted=EVERYTHING if facets is None else frozenset(facets),
        facet_size=reader.one("facet.size"),
        nearly_size=reader.one("nearly.size") if "nearly.size" in dict(pairs) else None,
        pairs=pairs,
    )


def of_article(reader: Reader) -> Choice:
    """The choice of members of one article, its body among them unless others are named."""
    return Choice(fields=frozenset(reader.one("fields") or HIT_FIELDS))
