"""How does a Whoosh index hold the terms, the facets and the dates of an article?"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats

from indexer.analysis import Word
from indexer.engines import DAY
from indexer.fields import (
    FACETS,
    STEM,
    TEXT_FIELDS,
    VALUE_GAP,
    accented_term,
    literal_term,
    stem_term,
)

UNDATED = -(2**62)
# Between the values of a facet in a column
SEPARATOR = "\x1e"


class Words(fields.FieldType):  # type: ignore[misc]
    """A field of analysed words: typed terms, positions for stems and literals, length in words."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), None, scorable=True)

    def index(
        self, value: tuple[tuple[Word, ...], ...], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, positions) of each term; see whoosh.fields.FieldType.index."""
        places: dict[str, list[int]] = {}
        accented: Counter[str] = Counter()
        position = 0
        for words in value:
            for word in words:
                places.setdefault(stem_term(word), []).append(position)
                places.setdefault(literal_term(word), []).append(position)
                accented[accented_term(word)] += 1
                position += 1
            position += VALUE_GAP
        encode = self.format.encode
        for term, found in places.items():
            # The field's length adds up frequencies: each word counts once, by its stem
            length = len(found) if term.startswith(STEM) else 0
            yield term.encode(), length, float(len(found)), encode(found)
        for term, count in accented.items():
            yield term.encode(), 0, float(count), b""


class Values(fields.FieldType):  # type: ignore[misc]
    """A field of whole strings, matched exactly and not scored."""

    def __init__(self, *, column: bool = False) -> None:
        super().__init__(formats.Existence(), None, scorable=False, sortable=column)

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, nothing) of each string."""
        return ((text.encode(), 1, 1.0, b"") for text in value)

    def to_column_value(self, value: tuple[str, ...]) -> bytes:
        """The strings of one document as a column holds them."""
        return SEPARATOR.join(value).encode()


def day_term(number: int) -> str:
    """A day as a term that sorts like its number; Whoosh's numeric ranges can match too much."""
    return f"{number:07}"


def schema() -> fields.Schema:
    """The fields of an index: typed words, facet values and labels, days, one opaque article."""
    found = fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        article=fields.STORED,
        published=fields.COLUMN(columns.NumericColumn("q", default=UNDATED)),
    )
    found.add(DAY, Values())
    for field in TEXT_FIELDS:
        found.add(field.name, Words())
    for facet in FACETS:
        found.add(facet.field, Values(column=True))
        found.add(facet.labels, Values())
    return found
