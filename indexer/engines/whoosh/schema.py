"""How does a Whoosh index hold the terms, the facets and the dates of an article?"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from whoosh import columns, fields, formats

from indexer.analysis import Word
from indexer.engines import DAY
from indexer.fields import (
    FACETS,
    KEYS,
    STEM,
    TEXT_FIELDS,
    VALUE_GAP,
    accented_term,
    literal_term,
    stem_term,
)

UNDATED = -(2**62)
# A posting holds the positions of a word one after the other in this type
POSITION = np.dtype("<u4")
# Of a word that comes more often in a field the first positions are kept
MOST_POSITIONS = 65_535


class Positions(formats.Format):  # type: ignore[misc]
    """Positions as plain numbers, read in one go: stock positions are pickles."""

    def encode(self, positions: Sequence[int]) -> bytes:
        """The bytes of a posting."""
        return np.array(positions, POSITION).tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions that `encode` wrote."""
        found: list[int] = np.frombuffer(value, POSITION).tolist()
        return found

    def decode_frequency(self, value: bytes) -> int:
        """How many they are."""
        return len(value) // POSITION.itemsize

    def decode_weight(self, value: bytes) -> float:
        """The same, as a weight."""
        return float(self.decode_frequency(value))

    def combine(self, values: Iterable[bytes]) -> bytes:
        """The bytes of several postings of one document."""
        return b"".join(values)


class Words(fields.FieldType):  # type: ignore[misc]
    """A field of analysed words: typed terms with their positions, length in words."""

    def __init__(self) -> None:
        super().__init__(Positions(field_boost=1.0), None, scorable=True)

    def index(
        self, value: tuple[tuple[Word, ...], ...], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, positions) of each term; see whoosh.fields.FieldType.index."""
        places: dict[str, list[int]] = {}
        position = 0
        for words in value:
            for word in words:
                places.setdefault(stem_term(word), []).append(position)
                places.setdefault(literal_term(word), []).append(position)
                places.setdefault(accented_term(word), []).append(position)
                position += 1
            position += VALUE_GAP
        encode = self.format.encode
        for term, found in places.items():
            kept = found[:MOST_POSITIONS]
            # The field's length adds up frequencies: each word counts once, by its stem
            length = len(kept) if term.startswith(STEM) else 0
            yield term.encode(), length, float(len(kept)), encode(kept)


class Values(fields.FieldType):  # type: ignore[misc]
    """A field of whole strings, matched exactly and not scored."""

    def __init__(self, *, column: bool = False) -> None:
        super().__init__(formats.Existence(), None, scorable=False, sortable=column)

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, nothing) of each string."""
        return ((text.encode(), 1, 1.0, b"") for text in value)

    def to_column_value(self, value: tuple[str, ...]) -> bytes:
        """The one string of a document as a column holds it."""
        return value[0].encode()


def day_term(number: int) -> str:
    """A day as a term that sorts like its number; Whoosh's numeric ranges can match too much."""
    return f"{number:07}"


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
    for facet in FACETS:
        found.add(facet.field, Values())
        found.add(facet.labels, Values())
    for key in KEYS:
        found.add(key.name, Values())
    return found


# The fields whose postings are searched, in the order of their keys
FIELDS = sorted(
    [
        *(field.name for field in TEXT_FIELDS),
        *(name for facet in FACETS for name in (facet.field, facet.labels)),
        *(key.name for key in KEYS),
    ]
)
