"""How does a Whoosh index hold the terms, the facets and the dates of an article?"""

from datetime import date

import numpy as np
from whoosh import columns, fields, formats

from indexer.engines.document import DAY, UNDATED, day_number
from indexer.schema import FACETS, KEYS, TEXT_FIELDS

ID = "id"
# Fields of whole strings
VALUES = [
    *(name for facet in FACETS for name in (facet.field, facet.labels)),
    *(key.name for key in KEYS),
]
# A posting holds the positions of a word one after the other in this type
POSITION = np.dtype("<u4")


class Positions(formats.Format):  # type: ignore[misc]
    """Positions as plain numbers, read in one go: stock positions are pickles."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions of a posting."""
        found: list[int] = np.frombuffer(value, POSITION).tolist()
        return found

    def decode_frequency(self, value: bytes) -> int:
        """How many they are."""
        return len(value) // POSITION.itemsize

    def decode_weight(self, value: bytes) -> float:
        """The same, as a weight."""
        return float(self.decode_frequency(value))


class Words(fields.FieldType):  # type: ignore[misc]
    """A field of analysed words: typed terms with their positions, length in words."""

    def __init__(self) -> None:
        super().__init__(Positions(field_boost=1.0), None, scorable=True)


class Values(fields.FieldType):  # type: ignore[misc]
    """A field of whole strings, matched exactly and not scored."""

    def __init__(self, *, column: bool = False) -> None:
        super().__init__(formats.Existence(), None, scorable=False, sortable=column)


def day_term(day: date) -> str:
    """A day as a term that sorts like its number; Whoosh's numeric ranges can match too much."""
    return f"{day_number(day):07}"


def schema() -> fields.Schema:
    """The fields: typed words, facet values and labels, keys, days, one opaque article."""
    found = fields.Schema(
        id=fields.ID(unique=True, sortable=True),
        article=fields.STORED,
        published=fields.COLUMN(columns.NumericColumn("q", default=UNDATED)),
    )
    found.add(DAY, Values(column=True))
    for field in TEXT_FIELDS:
        found.add(field.name, Words())
    for name in VALUES:
        found.add(name, Values())
    return found
